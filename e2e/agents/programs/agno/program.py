"""Agno with OpenInference: an agent with tools and a session, a stream, failures."""

from agno.agent import Agent
from agno.models.openai import OpenAIChat
from openinference.instrumentation.agno import AgnoInstrumentor

from declare import declare
from telemetry import set_up_traces
from weather import get_weather

provider = set_up_traces()
AgnoInstrumentor().instrument(tracer_provider=provider)


def agent(name, **options):
    return Agent(
        id=f"{name}-id",
        name=name,
        model=OpenAIChat(id="gpt-4o-mini", temperature=0.2, max_retries=0),
        telemetry=False,
        **options,
    )


weather = agent("weather_agent", instructions="You are a weather expert.", tools=[get_weather])
about = {"session": "session-agno-1", "user": "user-42"}

# Two tools at once, then a stream in the same session.
declare(trace="begin", agent="weather_agent", **about)
weather.run("What is the weather in Paris and Oslo?", session_id="session-agno-1", user_id="user-42")
declare(trace="begin", agent="weather_agent", **about)
for _ in weather.run(
    "Thanks! Now count to five.", session_id="session-agno-1", user_id="user-42", stream=True
):
    pass

# A tool that fails, and a server that fails.
declare(trace="begin", agent="weather_agent", session="session-agno-3")
weather.run("What is the weather in Atlantis?", session_id="session-agno-3")
declare(trace="begin", agent="weather_agent", session="session-agno-4")
# It is not raised.
weather.run("Cause a server error.", session_id="session-agno-4")
declare(modelError="ModelProviderError")

provider.shutdown()
