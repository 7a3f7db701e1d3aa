"""A retrieval query, a chat that is streamed, an agent: the same for all that observes LlamaIndex."""


import os

from llama_index.core import Settings
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.llms.openai import OpenAI

from declare import declare
from handbook import QUESTION
from weather import get_weather

BASE = os.environ["OPENAI_BASE_URL"]
Settings.llm = OpenAI(model="gpt-4o-mini", temperature=0.2, max_retries=0, api_base=BASE)
Settings.embed_model = OpenAIEmbedding(model="text-embedding-3-small", api_base=BASE)


def query(index):
    engine = index.as_query_engine(similarity_top_k=2)
    answer = engine.query(QUESTION)
    documents = [{"content": node.text, "score": node.score} for node in answer.source_nodes]
    declare(retrieval={"query": QUESTION, "documents": documents}, input=QUESTION)


def weather_agent():
    return FunctionAgent(
        name="weather_agent",
        description="Knows the weather.",
        system_prompt="You are a weather expert.",
        tools=[FunctionTool.from_defaults(get_weather)],
        llm=Settings.llm,
        streaming=False,
    )


async def ask(question):
    declare(agent="weather_agent", input=question)
    return await weather_agent().run(question)


def stream():
    for _ in Settings.llm.stream_chat([ChatMessage(role="user", content="Count to five.")]):
        pass
