"""Haystack with its own tracing through its OpenTelemetry integration: a pipeline, an agent."""

from haystack import Document, Pipeline, tracing
from haystack.components.agents import Agent
from haystack.components.builders import ChatPromptBuilder
from haystack.components.embedders import OpenAITextEmbedder
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.dataclasses import ChatMessage
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.tools import create_tool_from_function
from haystack_integrations.tracing.opentelemetry import OpenTelemetryTracer

from declare import declare
from handbook import HANDBOOK, QUESTION
from telemetry import set_up_traces
from weather import get_weather

provider = set_up_traces()
tracing.enable_tracing(OpenTelemetryTracer(provider.get_tracer("haystack")))


def generator(**options):
    return OpenAIChatGenerator(
        model="gpt-4o-mini", generation_kwargs={"temperature": 0.2}, max_retries=0, **options
    )


# Retrieval.
store = InMemoryDocumentStore()
store.write_documents(
    [
        Document(content=text, embedding=[(at + 1) / 64, (at + 2) / 64, 0.1, 0.1])
        for at, text in enumerate(HANDBOOK)
    ]
)
rag = Pipeline()
rag.add_component("embedder", OpenAITextEmbedder(model="text-embedding-3-small"))
rag.add_component("retriever", InMemoryEmbeddingRetriever(store, top_k=2))
template = "{% for one in documents %}{{ one.content }}\n{% endfor %}\n{{ question }}"
rag.add_component(
    "prompt", ChatPromptBuilder([ChatMessage.from_user(template)], required_variables="*")
)
rag.add_component("llm", generator())
rag.connect("embedder.embedding", "retriever.query_embedding")
rag.connect("retriever.documents", "prompt.documents")
rag.connect("prompt.prompt", "llm.messages")
declare(trace="begin", input=QUESTION)
answer = rag.run(
    {"embedder": {"text": QUESTION}, "prompt": {"question": QUESTION}},
    include_outputs_from={"retriever"},
)
documents = [{"content": one.content, "score": one.score} for one in answer["retriever"]["documents"]]
declare(retrieval={"query": QUESTION, "documents": documents})

# Streamed.
chat = Pipeline()
chat.add_component("llm", generator(streaming_callback=lambda chunk: None))
declare(trace="begin")
chat.run({"llm": {"messages": [ChatMessage.from_user("Count to five.")]}})

# Agents: two tools at once, a tool that fails, a server that fails.
weather = Agent(
    chat_generator=generator(),
    tools=[create_tool_from_function(get_weather)],
    system_prompt="You are a weather expert.",
    tool_concurrency_limit=1,
)
weather.warm_up()
for question in (
    "What is the weather in Paris and Oslo?",
    "What is the weather in Atlantis?",
    "Cause a server error.",
):
    declare(trace="begin", agent="Agent")
    try:
        weather.run(messages=[ChatMessage.from_user(question)])
    except Exception as error:
        print(f"failed as wanted: {type(error).__name__}: {error}")
        if "server" in question:
            declare(modelError=type(error).__name__)

provider.shutdown()
