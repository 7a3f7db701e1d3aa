"""Anthropic's client observed by the newest GenAI instrumentation; the client emits spans itself, too."""

from opentelemetry.instrumentation.genai.anthropic import AnthropicInstrumentor

from declare import declare
from telemetry import set_up_logs, set_up_traces

provider = set_up_traces()
logs = set_up_logs()
AnthropicInstrumentor().instrument(tracer_provider=provider, logger_provider=logs)
tracer = provider.get_tracer("weather-app")

from anthropic_conversations import run_agent, single_calls  # noqa: E402

for question in ("What is the weather in Paris and Oslo?", "What is the weather in Atlantis?"):
    declare(trace="begin")
    with tracer.start_as_current_span("weather-app"):
        run_agent(question)
single_calls(tracer.start_as_current_span)

provider.shutdown()
logs.shutdown()
