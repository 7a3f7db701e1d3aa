"""Langfuse's Python SDK: `@observe`, its OpenAI client, attributes of the trace."""

import json
import os

os.environ["LANGFUSE_BASE_URL"] = os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"]

from langfuse import get_client, observe, propagate_attributes
from langfuse.openai import OpenAI

from declare import declare, declared_tool
from weather import OPENAI_TOOL, WEATHER

langfuse = get_client()
client = OpenAI(max_retries=0)
MODEL = "gpt-4o-mini"


@observe(as_type="tool")
@declared_tool
def get_weather(city: str) -> str:
    if city not in WEATHER:
        raise ValueError(f"no weather station in {city}")
    return WEATHER[city]


@observe(as_type="agent")
def weather_agent(question):
    declare(agent="weather_agent")
    messages = [
        {"role": "system", "content": "You are a weather expert."},
        {"role": "user", "content": question},
    ]
    while True:
        answer = client.chat.completions.create(
            name="ask-model", model=MODEL, messages=messages, tools=[OPENAI_TOOL], temperature=0.2
        )
        message = answer.choices[0].message
        if not message.tool_calls:
            return message.content
        messages.append(message.model_dump(exclude_none=True, include={"role", "tool_calls"}))
        for call in message.tool_calls:
            try:
                result = get_weather(**json.loads(call.function.arguments))
            except ValueError as error:
                result = f"Error: {error}"
            messages.append({"role": "tool", "tool_call_id": call.id, "content": result})


about = {"session": "session-lf-py", "user": "user-42", "tags": ["fixture", "weather"]}


@observe(name="handle-request")
def handle(question):
    with propagate_attributes(
        session_id=about["session"],
        user_id=about["user"],
        tags=about["tags"],
        metadata={"tenant": "acme"},
        version="1.2.0",
        trace_name="weather-request",
    ):
        return weather_agent(question)


for question in ("What is the weather in Paris and Oslo?", "What is the weather in Atlantis?"):
    declare(trace="begin", input=question, **about)
    handle(question)

# Streamed, and a reasoning model; nothing is around them.
declare(trace="begin")
for _ in client.chat.completions.create(
    model=MODEL,
    messages=[{"role": "user", "content": "Count to five."}],
    stream=True,
    stream_options={"include_usage": True},
):
    pass
declare(trace="begin")
client.responses.create(
    model="o4-mini",
    input="Think: what is 17 times 23?",
    reasoning={"effort": "low", "summary": "auto"},
)

# Observations of other types, by hand.
declare(trace="begin", input="the handbook", output="found")
with langfuse.start_as_current_observation(name="look-up", as_type="chain", input="the handbook") as chain:
    with langfuse.start_as_current_observation(
        name="search", as_type="retriever", input="opening hours"
    ) as retriever:
        retriever.update(output=[{"content": "The office opens at nine."}])
        declare(
            retrieval={
                "query": "opening hours",
                "documents": [{"content": "The office opens at nine."}],
            }
        )
    client.embeddings.create(
        model="text-embedding-3-small", input=["first text", "second text"]
    )
    with langfuse.start_as_current_observation(name="check", as_type="guardrail", input="nine"):
        pass
    langfuse.create_event(name="cache-miss", input={"key": "office"})
    chain.update(output="found")

# A server that fails.
declare(trace="begin")
try:
    client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "Cause a server error."}]
    )
except Exception as error:
    # The SDK says so.
    declare(modelError=type(error).__name__, costUsd=0)

langfuse.shutdown()
