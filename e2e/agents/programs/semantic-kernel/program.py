"""Semantic Kernel with its experimental GenAI diagnostics: spans, and messages as log records."""

import asyncio
import logging

from opentelemetry.sdk._logs import LoggingHandler
from semantic_kernel.agents import ChatCompletionAgent, ChatHistoryAgentThread
from semantic_kernel.connectors.ai.open_ai import (
    OpenAIChatCompletion,
    OpenAIChatPromptExecutionSettings,
)
from semantic_kernel.functions import KernelArguments, kernel_function

from declare import declare, declared_tool
from telemetry import set_up_logs, set_up_traces
from weather import get_weather

provider = set_up_traces()
log_provider = set_up_logs()
messages = LoggingHandler(logger_provider=log_provider)
# As its documentation says: what other packages log is not wanted.
messages.addFilter(logging.Filter("semantic_kernel"))
logging.getLogger().addHandler(messages)
logging.getLogger().setLevel(logging.INFO)


# The model knows the tool by this name.
look = get_weather.__wrapped__
look.__name__ = "Weather-get_weather"
look = declared_tool(look)


class Weather:
    @kernel_function(name="get_weather", description="Tells the weather in a city.")
    def get_weather(self, city: str) -> str:
        return look(city)


def agent(name, **options):
    return ChatCompletionAgent(
        id=f"{name}-id",
        name=name,
        description="Knows the weather.",
        instructions="You are a weather expert.",
        service=OpenAIChatCompletion(ai_model_id="gpt-4o-mini"),
        plugins=[Weather()],
        arguments=KernelArguments(
            OpenAIChatPromptExecutionSettings(temperature=0.2, max_tokens=500)
        ),
        **options,
    )


async def main():
    weather = agent("weather_agent")

    # Two tools at once, then the next turn of the same thread, streamed.
    thread = ChatHistoryAgentThread(thread_id="session-sk-1")
    declare(trace="begin", agent="weather_agent", session="session-sk-1")
    await weather.get_response("What is the weather in Paris and Oslo?", thread=thread)
    declare(trace="begin", agent="weather_agent", session="session-sk-1")
    async for _ in weather.invoke_stream("Thanks! Now count to five.", thread=thread):
        pass

    # A tool that fails, and a server that fails.
    declare(trace="begin", agent="weather_agent")
    await weather.get_response("What is the weather in Atlantis?")
    declare(trace="begin", agent="weather_agent")
    try:
        await weather.get_response("Cause a server error.")
    except Exception as error:
        declare(modelError=type(error).__name__)


asyncio.run(main())
provider.shutdown()
log_provider.shutdown()
