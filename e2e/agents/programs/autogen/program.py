"""AutoGen: its agents and tools are traced by AutoGen itself, the model calls by OpenInference.

The messages between agents are not: each of them would be a trace of its own.
"""

import asyncio

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_ext.models.openai import OpenAIChatCompletionClient
from openinference.instrumentation.openai import OpenAIInstrumentor

from declare import declare
from telemetry import set_up_traces
from weather import get_weather

provider = set_up_traces()
OpenAIInstrumentor().instrument(tracer_provider=provider)
tracer = provider.get_tracer("weather-desk")


class DeclaredAgent(AssistantAgent):
    async def on_messages_stream(self, messages, cancellation_token):
        declare(agent=self.name)
        async for message in super().on_messages_stream(messages, cancellation_token):
            yield message


def agent(name, **options):
    model = OpenAIChatCompletionClient(model="gpt-4o-mini", temperature=0.2, max_retries=0)
    return DeclaredAgent(name, model, description="Knows the weather.", **options)


async def main():
    # That an agent is made is a trace of its own.
    declare(trace="begin")
    weather = agent(
        "weather_agent",
        tools=[get_weather],
        system_message="You are a weather expert.",
        reflect_on_tool_use=True,
    )
    declare(trace="begin")
    editor = agent("editor", system_message="You write headlines.")

    # One agent, and its tools.
    declare(trace="begin")
    await weather.run(task="What is the weather in Paris and Oslo?")

    # A team.
    team = RoundRobinGroupChat([weather, editor], termination_condition=MaxMessageTermination(5))
    declare(trace="begin")
    with tracer.start_as_current_span("team"):
        await team.run(task="What is the weather in Oslo?")

    # A tool that fails, and a server that fails.
    declare(trace="begin")
    await weather.run(task="What is the weather in Atlantis?")
    declare(trace="begin")
    try:
        await weather.run(task="Cause a server error.")
    except Exception as error:
        declare(modelError=type(error).__name__)


asyncio.run(main())
provider.shutdown()
