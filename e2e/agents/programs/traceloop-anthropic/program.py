"""Anthropic's client observed by OpenLLMetry, inside an app's own spans."""

from opentelemetry.instrumentation.anthropic import AnthropicInstrumentor

from declare import declare
from telemetry import set_up_traces

provider = set_up_traces()
AnthropicInstrumentor().instrument(tracer_provider=provider)
tracer = provider.get_tracer("weather-app")

from anthropic_conversations import run_agent, single_calls  # noqa: E402

for question in ("What is the weather in Paris and Oslo?", "What is the weather in Atlantis?"):
    declare(trace="begin")
    with tracer.start_as_current_span("weather-app"):
        run_agent(question)
single_calls(tracer.start_as_current_span)

provider.shutdown()
