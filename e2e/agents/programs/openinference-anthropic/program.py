"""An agent written by hand on Anthropic's client, with OpenInference's decorators around it."""

from openinference.instrumentation import OITracer, TraceConfig, using_session, using_user
from openinference.instrumentation.anthropic import AnthropicInstrumentor

from declare import declare
from telemetry import set_up_traces
from weather import get_weather

provider = set_up_traces()
AnthropicInstrumentor().instrument(tracer_provider=provider)
tracer = OITracer(provider.get_tracer("weather-app"), config=TraceConfig())

from anthropic_conversations import run_agent, single_calls  # noqa: E402

weather = tracer.tool(get_weather)


@tracer.agent(name="weather-agent")
def agent(question: str) -> str:
    declare(agent="weather-agent")
    return run_agent(question, lambda block: weather(**block.input))


declare(trace="begin", session="session-9", user="user-5")
with using_session("session-9"), using_user("user-5"):
    agent("What is the weather in Paris and Oslo?")
declare(trace="begin")
agent("What is the weather in Atlantis?")
single_calls(lambda name: tracer.start_as_current_span(name, openinference_span_kind="chain"))

provider.shutdown()
