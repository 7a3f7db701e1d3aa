"""OpenAI's client observed by OpenTelemetry's own instrumentation, inside an app's own spans."""

from opentelemetry.sdk._events import EventLoggerProvider
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor

from telemetry import set_up_logs, set_up_traces

provider = set_up_traces()
logs = set_up_logs()
OpenAIInstrumentor().instrument(
    tracer_provider=provider, event_logger_provider=EventLoggerProvider(logs)
)
tracer = provider.get_tracer("weather-app")

from openai_conversations import agent_conversations, chat_conversation, single_calls  # noqa: E402

agent_conversations(tracer.start_as_current_span)
chat_conversation(tracer.start_as_current_span)
single_calls(embeddings=False)

provider.shutdown()
logs.shutdown()
