"""A program that Logfire's SDK observes, in the format that FORMAT names; it sends to its own server.

A token and a base URL, not `additional_span_processors`: only Logfire's own exporter sends the
spans that are still open.
"""

import json
import os
import time

import logfire
from anthropic import Anthropic
from logfire import AdvancedOptions
from openai import OpenAI

from declare import declare
from weather import OPENAI_TOOL, PARAMETERS, get_weather

# The SDK would add another exporter for it.
server = os.environ.pop("OTEL_EXPORTER_OTLP_ENDPOINT")
logfire.configure(
    token="pylf_v1_local_none",
    service_name="weather-desk",
    service_version="1.2.0",
    environment="test",
    console=False,
    inspect_arguments=False,
    metrics=False,
    advanced=AdvancedOptions(base_url=server),
)
VERSION = int(os.environ.get("FORMAT", "2"))
logfire.instrument_openai(version=VERSION)
logfire.instrument_anthropic(version=VERSION)
openai = OpenAI()
anthropic = Anthropic()
MODEL = "gpt-4o-mini"


@logfire.instrument("get_weather {city}", record_return=True)
def observed_weather(city):
    # Long enough for the span to be sent while it is open.
    time.sleep(1)
    return get_weather(city)


def weather_agent(question):
    messages = [
        {"role": "system", "content": "You are a weather expert."},
        {"role": "user", "content": question},
    ]
    while True:
        answer = openai.chat.completions.create(
            model=MODEL, messages=messages, tools=[OPENAI_TOOL], temperature=0.2
        )
        message = answer.choices[0].message
        messages.append(message.model_dump(exclude_none=True, include={"role", "content", "tool_calls"}))
        if not message.tool_calls:
            return message.content
        for call in message.tool_calls:
            try:
                result = observed_weather(**json.loads(call.function.arguments))
            except ValueError as error:
                result = f"Error: {error}"
            messages.append({"role": "tool", "tool_call_id": call.id, "content": result})


def traced(name, tags=(), **facts):
    declare(trace="begin", tags=list(tags), **facts)
    return logfire.span(name, _tags=list(tags) or None)


with traced("ask {question}", ["fixture", "weather"]) as span:
    question = "What is the weather in Paris and Oslo?"
    span.set_attribute("question", question)
    weather_agent(question)

with traced("stream"):
    for _ in openai.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "Count to five."}],
        stream=True,
        stream_options={"include_usage": True},
    ):
        pass

with traced("reason"):
    openai.responses.create(
        model="o4-mini",
        input="Think: what is 17 times 23?",
        reasoning={"effort": "low", "summary": "auto"},
    )

with traced("ask Claude"):
    tool = {"name": "get_weather", "description": "Tells the weather.", "input_schema": PARAMETERS}
    messages = [{"role": "user", "content": "What is the weather in Oslo?"}]
    answer = anthropic.messages.create(
        model="claude-sonnet-4-5",
        max_tokens=500,
        system="You are a weather expert.",
        messages=messages,
        tools=[tool],
    )
    call = next(block for block in answer.content if block.type == "tool_use")
    result = {"type": "tool_result", "tool_use_id": call.id, "content": observed_weather(**call.input)}
    messages += [
        {"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in answer.content]},
        {"role": "user", "content": [result]},
    ]
    anthropic.messages.create(
        model="claude-sonnet-4-5",
        max_tokens=500,
        system="You are a weather expert.",
        messages=messages,
        tools=[tool],
    )

with traced("embed"):
    openai.embeddings.create(model="text-embedding-3-small", input=["The office opens at nine."])

with traced("no station"):
    weather_agent("What is the weather in Atlantis?")

try:
    with traced("unlucky"):
        openai.with_options(max_retries=0).chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": "Cause a server error."}]
        )
except Exception as error:
    declare(modelError=type(error).__name__)

logfire.shutdown()
