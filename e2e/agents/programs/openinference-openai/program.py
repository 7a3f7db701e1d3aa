"""An agent written by hand on OpenAI's client, with OpenInference's tracer around it."""

import json

import openai
from openai import OpenAI
from openinference.instrumentation import OITracer, TraceConfig, using_attributes
from openinference.instrumentation.openai import OpenAIInstrumentor

from declare import declare
from telemetry import set_up_traces
from weather import OPENAI_TOOL, PIXEL, get_weather

provider = set_up_traces()
OpenAIInstrumentor().instrument(tracer_provider=provider)
tracer = OITracer(provider.get_tracer("weather-app"), config=TraceConfig())
client = OpenAI(max_retries=2)
MODEL = "gpt-4o-mini"


def call_tool(call):
    with tracer.start_as_current_span(call.function.name, openinference_span_kind="tool") as span:
        arguments = json.loads(call.function.arguments)
        span.set_tool(
            name=call.function.name,
            parameters=arguments,
            description="Tells the weather in a city.",
        )
        span.set_input(arguments)
        result = get_weather(**arguments)
        span.set_output(result)
        return result


def agent(question):
    declare(agent="weather-agent", input=question)
    messages = [
        {"role": "system", "content": "You are a helpful weather assistant."},
        {"role": "user", "content": question},
    ]
    with tracer.start_as_current_span("weather-agent", openinference_span_kind="agent") as span:
        span.set_input(question)
        while True:
            answer = client.chat.completions.create(
                model=MODEL, messages=messages, tools=[OPENAI_TOOL], temperature=0.5
            )
            message = answer.choices[0].message
            if not message.tool_calls:
                span.set_output(message.content)
                return message.content
            messages.append(message.model_dump(exclude_none=True))
            for call in message.tool_calls:
                try:
                    result = call_tool(call)
                except ValueError as error:
                    result = f"Error: {error}"
                messages.append({"role": "tool", "tool_call_id": call.id, "content": result})


# A tool loop of a user in a session.
declare(trace="begin", session="session-7", user="user-42", tags=["travel", "demo"])
with using_attributes(
    session_id="session-7",
    user_id="user-42",
    tags=["travel", "demo"],
    metadata={"tenant": "acme"},
):
    agent("What is the weather in Paris and Oslo?")

# A tool that fails.
declare(trace="begin")
agent("What is the weather in Atlantis?")

# Streamed, with the usage in the last chunk.
declare(trace="begin")
for _ in client.chat.completions.create(
    model=MODEL,
    messages=[{"role": "user", "content": "Please count from one to five."}],
    stream=True,
    stream_options={"include_usage": True},
):
    pass

# A streamed call of a tool.
declare(trace="begin")
for _ in client.chat.completions.create(
    model=MODEL,
    messages=[{"role": "user", "content": "What is the weather in Paris?"}],
    tools=[OPENAI_TOOL],
    stream=True,
    stream_options={"include_usage": True},
):
    pass

# An image.
declare(trace="begin")
client.chat.completions.create(
    model=MODEL,
    messages=[
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What does this picture show?"},
                {"type": "image_url", "image_url": {"url": PIXEL}},
            ],
        }
    ],
)

# The Responses API, with reasoning.
declare(trace="begin")
client.responses.create(
    model="o4-mini",
    instructions="You are good at sums.",
    input="Think: what is 17 times 23?",
    reasoning={"effort": "low", "summary": "auto"},
)

# Tokens from a cache, and an embedding, each a trace of its own.
declare(trace="begin")
client.chat.completions.create(
    model=MODEL,
    messages=[{"role": "user", "content": "May I use the cached rules?"}],
)
declare(trace="begin")
client.chat.completions.create(
    model=MODEL,
    messages=[{"role": "user", "content": "May I use the cached rules?"}],
)
declare(trace="begin")
client.embeddings.create(model="text-embedding-3-small", input=["first text", "second text"])

# Limited at first, then answered: the client tries again by itself.
declare(trace="begin")
client.chat.completions.create(
    model=MODEL,
    messages=[{"role": "user", "content": "Tell me about the rate limit."}],
)

# A failure that stays.
declare(trace="begin")
try:
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "Is there a server error?"}],
    )
except openai.InternalServerError as error:
    declare(modelError=type(error).__name__)

provider.shutdown()
