"""The OpenAI Agents SDK with a handoff, an agent as a tool and a tool that fails."""

import json
import time
from contextlib import nullcontext

import openai
from agents import Agent, AgentHooks, RunConfig, Runner, function_tool, set_default_openai_client
from openai import AsyncOpenAI

from declare import declare
from weather import get_weather as declared_weather

set_default_openai_client(AsyncOpenAI(max_retries=0))


@function_tool
def get_weather(city: str) -> str:
    """Tells the weather in a city."""
    return declared_weather(city)


class Hooks(AgentHooks):
    """Declares an agent each time a run of it starts, and an agent that runs as a tool."""

    async def on_start(self, context, agent):
        declare(agent=agent.name)

    async def on_tool_start(self, context, agent, tool):
        self.started = time.time()

    async def on_tool_end(self, context, agent, tool, result):
        if tool.name == "ask_expert":
            fact = {"name": tool.name, "arguments": json.loads(context.tool_arguments)}
            declare(tool={**fact, "result": result, "started": self.started})


expert = Agent(
    name="Weather expert",
    instructions="You know the weather.",
    model="gpt-4o-mini",
    tools=[get_weather],
    hooks=Hooks(),
    handoff_description="Knows the weather everywhere.",
)
triage = Agent(
    name="Triage",
    instructions="You find the right agent.",
    model="gpt-4o-mini",
    handoffs=[expert],
    hooks=Hooks(),
)
boss = Agent(
    name="Boss",
    instructions="You ask others.",
    model="gpt-4o-mini",
    tools=[expert.as_tool("ask_expert", "Asks the weather expert a question.")],
    hooks=Hooks(),
)


async def converse(session=lambda: nullcontext(), session_id=None):
    # A handoff: both agents run in one trace.
    question = "Please hand me over to an expert: What is the weather in Paris?"
    declare(trace="begin", session=session_id, input=question)
    with session():
        await Runner.run(triage, question, run_config=RunConfig(workflow_name="triage", group_id=session_id))

    # Two tools at once.
    declare(trace="begin")
    await Runner.run(expert, "What is the weather in Paris and Oslo?")

    # A tool that fails: the SDK tells the model.
    declare(trace="begin")
    await Runner.run(expert, "What is the weather in Atlantis?")

    # An agent as a tool of another one.
    question = "Please ask the weather expert: What is the weather in Oslo?"
    declare(trace="begin", input=question)
    await Runner.run(boss, question)

    # Streamed.
    question = "What is the weather in Oslo?"
    declare(trace="begin", input=question)
    result = Runner.run_streamed(expert, question)
    async for _ in result.stream_events():
        pass

    # Reasoning, and a failure.
    thinker = Agent(name="Thinker", model="o4-mini", hooks=Hooks())
    declare(trace="begin")
    await Runner.run(thinker, "Think: what is 17 times 23?")
    declare(trace="begin")
    try:
        await Runner.run(expert, "Is there a server error?")
    except openai.InternalServerError as error:
        declare(modelError=type(error).__name__)
