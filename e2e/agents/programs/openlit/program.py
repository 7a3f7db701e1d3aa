"""OpenLIT's SDK, which sets OpenTelemetry up itself, on OpenAI's client."""

import os

import openlit
from opentelemetry import _logs, trace

openlit.init(
    otlp_endpoint=os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"],
    application_name="weather-desk",
    environment="test",
    disable_metrics=True,
)

from openai_conversations import agent_conversations, chat_conversation, single_calls  # noqa: E402

tracer = trace.get_tracer("weather-desk")
agent_conversations(span=tracer.start_as_current_span)
chat_conversation(span=tracer.start_as_current_span)
single_calls()
trace.get_tracer_provider().shutdown()
_logs.get_logger_provider().shutdown()
