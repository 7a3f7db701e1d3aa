"""A LangChain agent (on LangGraph), a retrieval chain and single calls."""

import openai
from langchain.agents import create_agent
from langchain.agents.middleware import wrap_tool_call
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from langchain_core.tools import tool
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_openai import ChatOpenAI

from declare import declare
from weather import PIXEL
from weather import get_weather as declared_weather

model = ChatOpenAI(model="gpt-4o-mini", temperature=0.5, max_retries=0)


@tool
def get_weather(city: str) -> str:
    """Tells the weather in a city."""
    return declared_weather(city)


@wrap_tool_call
def tell_of_errors(request, handler):
    try:
        return handler(request)
    except ValueError as error:
        return ToolMessage(f"Error: {error}", tool_call_id=request.tool_call["id"])


def agent_with(*middleware):
    return create_agent(
        model,
        tools=[get_weather],
        system_prompt="You are a helpful weather assistant.",
        middleware=middleware,
        name="weather-agent",
    )


agent = agent_with(tell_of_errors)


def ask_agent(question, config=None, agent=agent):
    declare(agent="weather-agent", input=question)
    return agent.invoke({"messages": [HumanMessage(question)]}, config)


def agent_conversations():
    # The session as LangGraph knows it: the id of a thread.
    declare(trace="begin", session="thread-12")
    ask_agent("What is the weather in Paris?", {"configurable": {"thread_id": "thread-12"}})

    # A tool that fails.
    declare(trace="begin")
    ask_agent("What is the weather in Atlantis?")

    # The agent's answer as a stream.
    declare(trace="begin", agent="weather-agent", input="What is the weather in Oslo?")
    for _ in agent.stream(
        {"messages": [HumanMessage("What is the weather in Oslo?")]}, stream_mode="messages"
    ):
        pass


def retrieval_chain():
    # Documents are searched for, then a question about them is asked.
    store = InMemoryVectorStore(DeterministicFakeEmbedding(size=8))
    store.add_documents([Document("The office opens at nine."), Document("The office is in Oslo.")])
    question = "When does the office open, according to the handbook?"
    retriever = store.as_retriever(search_kwargs={"k": 1})
    declare(trace="begin", input=question)


    def told(documents):
        found = [{"content": document.page_content} for document in documents]
        declare(retrieval={"query": question, "documents": found})
        return "\n".join(document.page_content for document in documents)


    chain = (
        {"context": retriever | told, "question": RunnablePassthrough()}
        | ChatPromptTemplate.from_messages(
            [("system", "Answer from this: {context}"), ("human", "{question}")]
        )
        | model
        | StrOutputParser()
    )
    chain.invoke(question)


def single_calls():
    # Single calls.
    declare(trace="begin")
    for _ in ChatOpenAI(model="gpt-4o-mini", stream_usage=True).stream("Please count from one to five."):
        pass
    declare(trace="begin")
    model.invoke(
        [
            HumanMessage(
                [
                    {"type": "text", "text": "What does this picture show?"},
                    {"type": "image_url", "image_url": {"url": PIXEL}},
                ]
            )
        ]
    )
    declare(trace="begin")
    ChatOpenAI(model="o4-mini").invoke("Think: what is 17 times 23?")
    for _ in range(2):
        declare(trace="begin")
        model.invoke("May I use the cached rules?")
    declare(trace="begin")
    try:
        model.invoke("Is there a server error?")
    except openai.InternalServerError as error:
        declare(modelError=type(error).__name__)
