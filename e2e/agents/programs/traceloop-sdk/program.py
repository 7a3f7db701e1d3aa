"""The Traceloop SDK: workflow, tasks, agents and tools by decorators, with association properties."""

import openai
from opentelemetry import trace
from traceloop.sdk import Traceloop
from traceloop.sdk.decorators import agent, task, tool, workflow
from traceloop.sdk.instruments import Instruments

from declare import declare
from weather import get_weather as declared_weather

Traceloop.init(app_name="traceloop-sdk", disable_batch=False, instruments={Instruments.OPENAI})

from openai_conversations import ask, run_agent, stream  # noqa: E402


@tool(name="get_weather")
def get_weather(city: str) -> str:
    return declared_weather(city)


@task(name="greet")
def greet(name: str) -> str:
    return ask(f"Hello, I am {name}.").choices[0].message.content


@agent(name="weather-agent")
def weather_agent(question: str) -> str:
    declare(agent="weather-agent")
    return run_agent(question, lambda call, arguments: get_weather(**arguments))


@agent(name="counting-agent")
def counting_agent(question: str) -> None:
    declare(agent="counting-agent")
    stream(question)


@workflow(name="travel-help")
def travel_help(question: str) -> str:
    greet("Ada")
    return weather_agent(question)


@workflow(name="two-agents")
def two_agents() -> None:
    weather_agent("What is the weather in Paris?")
    counting_agent("Please count from one to five.")


@workflow(name="failing")
def failing() -> None:
    ask("Is there a server error?")


# Two tools at once, in a session of a user.
declare(trace="begin", session="session-31", user="user-3")
Traceloop.set_association_properties({"session_id": "session-31", "user_id": "user-3"})
declare(input="What is the weather in Paris and Oslo?")
travel_help("What is the weather in Paris and Oslo?")

# A tool that fails, in a conversation.
Traceloop.set_association_properties({"conversation_id": "conversation-32", "tenant": "acme"})
declare(trace="begin", session="conversation-32")
declare(input="What is the weather in Atlantis?")
travel_help("What is the weather in Atlantis?")

Traceloop.set_association_properties({})
declare(trace="begin")
two_agents()

declare(trace="begin")
try:
    failing()
except openai.InternalServerError as error:
    declare(modelError=type(error).__name__)

trace.get_tracer_provider().shutdown()
