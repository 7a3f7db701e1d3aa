"""Conversations with agents of Google's Agent Development Kit, the same for all its formats."""

import asyncio

from google.adk.agents import LlmAgent, RunConfig
from google.adk.agents.run_config import StreamingMode
from google.adk.models.lite_llm import LiteLlm
from google.adk.runners import Runner
from google.adk.sessions import InMemorySessionService
from google.adk.telemetry.setup import maybe_set_otel_providers
from google.genai import types
from opentelemetry import trace
from opentelemetry._logs import get_logger_provider

from declare import declare, declared_tool

# Adds exporters for what OTEL_EXPORTER_OTLP_ENDPOINT names.
maybe_set_otel_providers()


@declared_tool
def get_weather(city: str) -> dict:
    """Tells the weather in a city."""
    if city == "Atlantis":
        raise ValueError("No weather station in Atlantis.")
    return {"city": city, "celsius": 21 if city == "Paris" else 18, "sky": "clear"}


def weather_agent(name, model, **options):
    return LlmAgent(
        name=name,
        model=model,
        description="Knows the weather.",
        instruction="You are a weather expert.",
        tools=[get_weather],
        before_agent_callback=started,
        **options,
    )


def started(callback_context):
    """Agents that are handed over to are started by the kit."""
    declare(agent=callback_context.agent_name)


sessions = InMemorySessionService()


async def ask(agent, session, prompt, streamed=False):
    if not await sessions.get_session(app_name="desk", user_id="user-42", session_id=session):
        await sessions.create_session(app_name="desk", user_id="user-42", session_id=session)
    runner = Runner(app_name="desk", agent=agent, session_service=sessions)
    config = RunConfig(streaming_mode=StreamingMode.SSE if streamed else StreamingMode.NONE)
    message = types.Content(role="user", parts=[types.Part(text=prompt)])
    async for event in runner.run_async(
        user_id="user-42", session_id=session, new_message=message, run_config=config
    ):
        # The kit's own tool.
        for call in event.get_function_responses():
            if call.name == "transfer_to_agent":
                arguments = {"agent_name": event.actions.transfer_to_agent}
                declare(tool={"name": call.name, "arguments": arguments, "result": call.response})


async def main():
    settings = types.GenerateContentConfig(temperature=0.2, max_output_tokens=500)
    gemini = weather_agent("weather_agent", "gemini-2.5-flash", generate_content_config=settings)

    # Two tools at once, then the next turn of the same session, streamed.
    declare(trace="begin", user="user-42", session="session-adk-1")
    await ask(gemini, "session-adk-1", "What is the weather in Paris and Oslo?")
    declare(trace="begin", user="user-42", session="session-adk-1")
    await ask(gemini, "session-adk-1", "Thanks! Now count to five.", streamed=True)

    # Handed over to a sub-agent, which then works.
    desk = LlmAgent(
        name="front_desk",
        model="gemini-2.5-flash",
        instruction="You answer visitors.",
        before_agent_callback=started,
        sub_agents=[
            weather_agent(
                "weather_expert",
                "gemini-2.5-flash",
                disallow_transfer_to_parent=True,
                disallow_transfer_to_peers=True,
            )
        ],
    )
    declare(trace="begin", user="user-42", session="session-adk-2")
    await ask(desk, "session-adk-2", "Hand me over to weather_expert: what is the weather in Oslo?")

    # OpenAI through LiteLLM.
    declare(trace="begin", user="user-42", session="session-adk-3")
    lite = weather_agent("lite_agent", LiteLlm(model="gpt-4o-mini"))
    await ask(lite, "session-adk-3", "What is the weather in Oslo?")

    # A tool that fails, and a server that fails.
    declare(trace="begin", user="user-42", session="session-adk-4")
    try:
        await ask(gemini, "session-adk-4", "What is the weather in Atlantis?")
    except ValueError as error:
        print(f"failed as wanted: {error}")
    declare(trace="begin", user="user-42", session="session-adk-5")
    try:
        await ask(gemini, "session-adk-5", "Cause a server error.")
    except Exception as error:
        declare(modelError=type(error).__name__)


def run():
    asyncio.run(main())
    trace.get_tracer_provider().shutdown()
    get_logger_provider().shutdown()
