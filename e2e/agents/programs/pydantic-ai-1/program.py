"""Pydantic AI 1 in its older formats: 1 (events as an attribute, then as log records), 2 and 4."""

import asyncio

from pydantic_ai import Agent, capture_run_messages
from pydantic_ai.messages import ModelResponse
from pydantic_ai.models.instrumented import InstrumentationSettings
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.settings import ModelSettings

from declare import declare, declared_tool
from telemetry import set_up_logs, set_up_traces

provider = set_up_traces()
log_provider = set_up_logs()


@declared_tool
async def get_weather(city: str) -> dict:
    """Tells the weather in a city."""
    if city == "Atlantis":
        raise ValueError("No weather station in Atlantis.")
    return {"city": city, "celsius": 21 if city == "Paris" else -3, "sky": "clear"}


def agent(**settings):
    return Agent(
        OpenAIChatModel("gpt-4o-mini"),
        name="weather_agent",
        instructions="You are a weather expert.",
        model_settings=ModelSettings(temperature=0.2),
        tools=[get_weather],
        instrument=InstrumentationSettings(**settings),
    )


def declare_cost(messages):
    """What the package itself says that the answers cost."""
    answers = [message for message in messages if isinstance(message, ModelResponse)]
    declare(costUsd=float(sum(answer.cost().total_price for answer in answers)))


async def main():
    formats = {
        "events": {"version": 1, "event_mode": "attributes"},
        "logs": {"version": 1, "event_mode": "logs"},
        "format-2": {"version": 2},
        "format-4": {"version": 4},
    }
    for session, settings in formats.items():
        weather = agent(**settings)
        declare(trace="begin", agent="weather_agent", session=session)
        first = await weather.run("What is the weather in Paris and Oslo?", conversation_id=session)
        declare_cost(first.new_messages())
        if session == "format-4":
            continue
        declare(trace="begin", agent="weather_agent", session=session)
        async with weather.run_stream(
            "Thanks! Now count to five.",
            conversation_id=session,
            message_history=first.all_messages(),
        ) as streamed:
            async for _ in streamed.stream_text(delta=True):
                pass
            declare_cost(streamed.new_messages())

    # A tool that fails, and a server that fails.
    weather = agent(version=1)
    declare(trace="begin", agent="weather_agent", session="failures")
    with capture_run_messages() as messages:
        try:
            await weather.run("What is the weather in Atlantis?", conversation_id="failures")
        except ValueError as error:
            print(f"failed as wanted: {error}")
    declare_cost(messages)
    declare(trace="begin", agent="weather_agent", session="failures")
    try:
        await weather.run("Cause a server error.", conversation_id="failures")
    except Exception as error:
        declare(modelError=type(error).__name__)


asyncio.run(main())
provider.shutdown()
log_provider.shutdown()
