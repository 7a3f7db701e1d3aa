"""LlamaIndex with its own OpenTelemetry integration: a retrieval query, a stream, an agent."""

import asyncio

from llama_index.observability.otel import LlamaIndexOpenTelemetry
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

integration = LlamaIndexOpenTelemetry(
    service_name_or_resource="weather-desk", span_exporter=OTLPSpanExporter()
)
integration.start_registering()

from opentelemetry import trace

provider = trace.get_tracer_provider()
tracer = provider.get_tracer("weather-desk")

import llama_index_conversations as conversations
from declare import declare
from handbook import HANDBOOK
from llama_index.core import VectorStoreIndex
from llama_index.core.schema import TextNode

# Equal scores are ordered by id, so the same two are found each time.
nodes = [TextNode(text=text, id_=f"page-{9 - at}") for at, text in enumerate(HANDBOOK)]
declare(trace="begin")
with tracer.start_as_current_span("index"):
    index = VectorStoreIndex(nodes)

declare(trace="begin")
conversations.query(index)

declare(trace="begin")
conversations.stream()

loop = asyncio.new_event_loop()
for question in ("What is the weather in Paris and Oslo?", "What is the weather in Atlantis?"):
    declare(trace="begin")
    with tracer.start_as_current_span("agent"):
        loop.run_until_complete(conversations.ask(question))

declare(trace="begin")
try:
    with tracer.start_as_current_span("agent"):
        loop.run_until_complete(conversations.ask("Cause a server error."))
except Exception as error:
    declare(modelError=type(error).__name__)

provider.shutdown()
