"""LangSmith's SDK, sending by OpenTelemetry only: a LangChain agent, a traced function, a stream."""

from langchain.agents import create_agent
from langchain_core.messages import HumanMessage
from langchain_core.tools import StructuredTool
from langchain_core.tracers.langchain import wait_for_all_tracers
from langchain_openai import ChatOpenAI
from langsmith import traceable
from langsmith.wrappers import wrap_openai
from openai import OpenAI
from opentelemetry import trace

from declare import declare
from weather import get_weather

model = ChatOpenAI(model="gpt-4o-mini", temperature=0.2, max_retries=0)
agent = create_agent(
    model,
    [StructuredTool.from_function(get_weather)],
    system_prompt="You are a weather expert.",
    name="weather_agent",
)


def ask(question):
    declare(
        trace="begin",
        agent="weather_agent",
        session="session-ls-1",
        user="user-42",
        tags=["fixture", "weather"],
        input=question,
    )
    config = {
        "metadata": {"thread_id": "session-ls-1", "user_id": "user-42"},
        "tags": ["fixture", "weather"],
    }
    return agent.invoke({"messages": [HumanMessage(question)]}, config)


# Two tools at once, a tool that fails.
ask("What is the weather in Paris and Oslo?")
try:
    ask("What is the weather in Atlantis?")
except ValueError as error:
    print(f"failed as wanted: {error}")

# Streamed, by LangChain.
declare(trace="begin")
for _ in model.stream("Count to five."):
    pass


@traceable(run_type="chain", name="answer")
def answer(question):
    client = wrap_openai(OpenAI(max_retries=0))
    found = search(question)
    message = client.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": question}]
    )
    return f"{message.choices[0].message.content} ({len(found)})"


@traceable(run_type="retriever", name="search")
def search(query):
    documents = [{"page_content": "The office opens at nine.", "type": "Document", "metadata": {}}]
    declare(retrieval={"query": query, "documents": [{"content": documents[0]["page_content"]}]})
    return documents


question = "According to our handbook, when does the office open?"
declare(trace="begin", input=question)
declare(output=answer(question))

# A server that fails.
declare(trace="begin")
try:
    model.invoke("Cause a server error.")
except Exception as error:
    declare(modelError=type(error).__name__)

wait_for_all_tracers()
trace.get_tracer_provider().shutdown()
