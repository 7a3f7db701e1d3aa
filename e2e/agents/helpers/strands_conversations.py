"""Conversations with agents of Strands, the same for both of its conventions."""

from strands import Agent, tool
from strands.tools.executors import SequentialToolExecutor
from strands.models.openai import OpenAIModel
from strands.telemetry import StrandsTelemetry

from declare import declare, declared_tool

telemetry = StrandsTelemetry()
telemetry.setup_otlp_exporter()


@tool
@declared_tool
def get_weather(city: str) -> dict:
    """Tells the weather in a city.

    Args:
        city: Name of the city
    """
    if city == "Atlantis":
        raise ValueError("No weather station in Atlantis.")
    return {"city": city, "celsius": 21 if city == "Paris" else 18, "sky": "clear"}


def agent(name, session, **options):
    return Agent(
        name=name,
        model=OpenAIModel(model_id="gpt-4o-mini", params={"temperature": 0.2, "max_tokens": 500}),
        callback_handler=None,
        tool_executor=SequentialToolExecutor(),
        trace_attributes={"session.id": session, "user.id": "user-42", "tags": ["fixture"]},
        **options,
    )


weather = agent(
    "weather_agent", "session-strands-1", system_prompt="You are a weather expert.", tools=[get_weather]
)
about = {"session": "session-strands-1", "user": "user-42", "tags": ["fixture"]}

# Two tools at once, then the next turn of the same agent.
declare(trace="begin", agent="weather_agent", **about)
weather("What is the weather in Paris and Oslo?")
declare(trace="begin", agent="weather_agent", **about)
weather("Thanks! Now count to five.")

# An agent as another one's tool.
expert = agent(
    "weather_expert", "session-strands-2", system_prompt="You are a weather expert.", tools=[get_weather]
)


@tool
@declared_tool
def ask_expert(question: str) -> str:
    """Asks the weather expert.

    Args:
        question: What to ask
    """
    declare(agent="weather_expert")
    return str(expert(question))


desk = agent(
    "front_desk", "session-strands-2", system_prompt="You answer visitors.", tools=[ask_expert]
)
about["session"] = "session-strands-2"
declare(trace="begin", agent="front_desk", **about)
desk("Ask the weather expert: What is the weather in Oslo?")

# A tool that fails, and a server that fails.
unlucky = agent("unlucky", "session-strands-3", tools=[get_weather])
about["session"] = "session-strands-3"
declare(trace="begin", agent="unlucky", **about)
unlucky("What is the weather in Atlantis?")
declare(trace="begin", agent="unlucky", **about)
try:
    unlucky("Cause a server error.")
except Exception as error:
    declare(modelError=type(error).__name__)

telemetry.tracer_provider.shutdown()
