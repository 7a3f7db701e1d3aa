"""OpenAI's client observed by OpenLLMetry, inside an app's own spans."""

from opentelemetry.instrumentation.openai import OpenAIInstrumentor

from telemetry import set_up_traces

provider = set_up_traces()
OpenAIInstrumentor().instrument(tracer_provider=provider)
tracer = provider.get_tracer("weather-app")

from openai_conversations import (  # noqa: E402
    agent_conversations,
    chat_conversation,
    responses_calls,
    single_calls,
)

agent_conversations(tracer.start_as_current_span)
chat_conversation(tracer.start_as_current_span)
single_calls()
responses_calls()

provider.shutdown()
