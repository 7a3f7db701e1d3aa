"""Pydantic AI 2 with its own instrumentation, in its default format 5 and in format 6."""

import asyncio

from pydantic import BaseModel
from pydantic_ai import Agent, capture_run_messages
from pydantic_ai.capabilities import Instrumentation
from pydantic_ai.messages import ModelResponse
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.instrumented import InstrumentationSettings
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.settings import ModelSettings

from declare import declare, declared_tool
from telemetry import set_up_traces

provider = set_up_traces()


class City(BaseModel):
    """A city."""

    name: str
    inhabitants: int


@declared_tool
async def get_weather(city: str) -> dict:
    """Tells the weather in a city."""
    if city == "Atlantis":
        raise ValueError("No weather station in Atlantis.")
    return {"city": city, "celsius": 21 if city == "Paris" else -3, "sky": "clear"}


def agent(name, model, version=5, **options):
    settings = InstrumentationSettings(version=version)
    return Agent(model, name=name, capabilities=[Instrumentation(settings)], **options)


def declare_cost(*messages):
    """What the package itself says that the answers cost."""
    answers = [message for message in messages if isinstance(message, ModelResponse)]
    declare(costUsd=float(sum(answer.cost().total_price for answer in answers)))


async def main():
    session = "conversation-1"
    weather = agent(
        "weather_agent",
        OpenAIChatModel("gpt-4o-mini"),
        instructions="You are a weather expert.",
        model_settings=ModelSettings(temperature=0.2, max_tokens=500),
        tools=[get_weather],
    )

    # Two tools at once, then the next turn of the same conversation, streamed.
    declare(trace="begin", agent="weather_agent", session=session)
    first = await weather.run("What is the weather in Paris and Oslo?", conversation_id=session)
    declare_cost(*first.new_messages())
    declare(trace="begin", agent="weather_agent", session=session)
    async with weather.run_stream(
        "Thanks! Now count to five.", conversation_id=session, message_history=first.all_messages()
    ) as streamed:
        async for _ in streamed.stream_text(delta=True):
            pass
        declare_cost(*streamed.new_messages())

    # An agent that asks another one, in format 6.
    expert = agent(
        "weather_expert",
        OpenAIChatModel("gpt-4o-mini"),
        version=6,
        instructions="You are a weather expert.",
        tools=[get_weather],
    )
    asked = []

    @declared_tool
    async def ask_expert(question: str) -> str:
        """Asks the weather expert."""
        declare(agent="weather_expert")
        found = await expert.run(question, conversation_id=session)
        asked.extend(found.new_messages())
        return found.output

    desk = agent(
        "front_desk",
        OpenAIChatModel("gpt-4o-mini"),
        version=6,
        instructions="You answer visitors.",
        tools=[ask_expert],
    )
    declare(trace="begin", agent="front_desk", session=session)
    told = await desk.run(
        "Ask the weather expert: What is the weather in Oslo?", conversation_id=session
    )
    declare_cost(*told.new_messages(), *asked)

    # A reasoning model, then an answer that fits a schema.
    declare(trace="begin", agent="calculator", session="conversation-2")
    await agent("calculator", OpenAIResponsesModel("o4-mini")).run(
        "Think: what is 17 times 23?", conversation_id="conversation-2"
    )
    declare(trace="begin", agent="city_facts", session="conversation-3")
    facts = agent("city_facts", OpenAIChatModel("gpt-4o-mini"), output_type=City)
    found = await facts.run("Tell me about Paris.", conversation_id="conversation-3")
    declare(output=found.output.model_dump_json())
    declare_cost(*found.new_messages())

    # Anthropic with a prompt cache. Its client emits spans of its own, too.
    lawyer = agent(
        "lawyer", AnthropicModel("claude-sonnet-4-5"), instructions="You know the rules."
    )
    history = []
    for prompt in ("What do the cached rules say?", "And what else do the cached rules say?"):
        declare(trace="begin", agent="lawyer", session="conversation-4")
        rules = await lawyer.run(prompt, conversation_id="conversation-4", message_history=history)
        history = rules.all_messages()
        declare_cost(*rules.new_messages())

    # A tool that fails, and a server that fails.
    declare(trace="begin", agent="weather_agent", session="conversation-5")
    with capture_run_messages() as messages:
        try:
            await weather.run("What is the weather in Atlantis?", conversation_id="conversation-5")
        except ValueError as error:
            print(f"failed as wanted: {error}")
    declare_cost(*messages)
    declare(trace="begin", agent="weather_agent", session="conversation-6")
    try:
        await weather.run("Cause a server error.", conversation_id="conversation-6")
    except Exception as error:
        declare(modelError=type(error).__name__)


asyncio.run(main())
provider.shutdown()
