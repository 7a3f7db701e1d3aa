"""Microsoft Agent Framework: agents with tools, sessions, a workflow of executors."""

import asyncio

from agent_framework import Agent, Executor, WorkflowBuilder, WorkflowContext, handler
from agent_framework.observability import configure_otel_providers
from agent_framework.openai import OpenAIChatClient, OpenAIChatCompletionClient
from opentelemetry import trace
from opentelemetry._logs import get_logger_provider

from declare import declare
from weather import get_weather

# Adds exporters for what OTEL_EXPORTER_OTLP_ENDPOINT names.
configure_otel_providers(enable_sensitive_data=True)


def agent(name, client=None, **options):
    client = client or OpenAIChatCompletionClient(model="gpt-4o-mini")
    return Agent(client=client, id=f"{name}-id", name=name, **options)


class Lower(Executor):
    """Prepares the question."""

    @handler
    async def run(self, question: str, ctx: WorkflowContext[str]) -> None:
        await ctx.send_message(question.strip())


class Ask(Executor):
    """Lets an agent answer."""

    def __init__(self, asked, **options):
        super().__init__(**options)
        self.asked = asked

    @handler
    async def run(self, question: str, ctx: WorkflowContext[str, str]) -> None:
        declare(agent=self.asked.name)
        answer = await self.asked.run(question)
        await ctx.yield_output(answer.text)


async def main():
    weather = agent(
        "weather_agent",
        instructions="You are a weather expert.",
        tools=[get_weather],
        default_options={"temperature": 0.2, "max_tokens": 500},
    )

    # Two tools at once, then the next turn of the same session, streamed.
    session = weather.create_session(session_id="session-maf-1")
    declare(trace="begin", agent="weather_agent", session="session-maf-1")
    await weather.run("What is the weather in Paris and Oslo?", session=session)
    declare(trace="begin", agent="weather_agent", session="session-maf-1")
    async for _ in weather.run("Thanks! Now count to five.", session=session, stream=True):
        pass

    # A workflow. That it is built is a trace of its own.
    declare(trace="begin")
    expert = agent("weather_expert", instructions="You are a weather expert.", tools=[get_weather])
    lower, ask = Lower(id="prepare"), Ask(expert, id="ask")
    workflow = WorkflowBuilder(
        name="weather desk", description="Prepares and answers.", start_executor=lower
    )
    workflow = workflow.add_edge(lower, ask).build()
    declare(trace="begin")
    await workflow.run("  What is the weather in Oslo? ")

    # A reasoning model.
    declare(trace="begin", agent="calculator")
    await agent("calculator", OpenAIChatClient(model="o4-mini")).run("Think: what is 17 times 23?")

    # A tool that fails, and a server that fails.
    declare(trace="begin", agent="weather_agent")
    await weather.run("What is the weather in Atlantis?")
    declare(trace="begin", agent="weather_agent")
    try:
        await weather.run("Cause a server error.")
    except Exception as error:
        declare(modelError=type(error).__name__)


asyncio.run(main())
trace.get_tracer_provider().shutdown()
get_logger_provider().shutdown()
