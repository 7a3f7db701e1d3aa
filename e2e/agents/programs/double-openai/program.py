"""OpenAI's client observed by two packages at once: each call is there twice."""

from openinference.instrumentation import OITracer, TraceConfig
from openinference.instrumentation.openai import OpenAIInstrumentor as OpenInference
from opentelemetry.instrumentation.openai import OpenAIInstrumentor as OpenLLMetry

from telemetry import set_up_traces
from weather import get_weather

provider = set_up_traces()
OpenInference().instrument(tracer_provider=provider)
OpenLLMetry().instrument(tracer_provider=provider)
tracer = OITracer(provider.get_tracer("weather-app"), config=TraceConfig())
weather = tracer.tool(get_weather)

from openai_conversations import (  # noqa: E402
    agent_conversations,
    chat_conversation,
    single_calls,
)


def span(name):
    return tracer.start_as_current_span(name, openinference_span_kind="chain")


agent_conversations(span, run_tool=lambda call, arguments: weather(**arguments))
chat_conversation(span)
single_calls(span=span)

provider.shutdown()
