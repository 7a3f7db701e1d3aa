"""Conversations on Anthropic's messages, the same for every package that observes them."""

from contextlib import nullcontext

import anthropic
from anthropic import Anthropic

from declare import declare
from weather import PARAMETERS, PIXEL, get_weather

MODEL = "claude-sonnet-4-5"
client = Anthropic(max_retries=2)
TOOL = {
    "name": "get_weather",
    "description": "Tells the weather in a city.",
    "input_schema": PARAMETERS,
}
SYSTEM = "You are a helpful weather assistant."
RULES = [{"type": "text", "text": "The rules of the house.", "cache_control": {"type": "ephemeral"}}]


def run_agent(question, run_tool=lambda block: get_weather(**block.input)):
    messages = [{"role": "user", "content": question}]
    while True:
        answer = client.messages.create(
            model=MODEL, max_tokens=500, system=SYSTEM, messages=messages, tools=[TOOL]
        )
        messages.append({"role": "assistant", "content": answer.content})
        calls = [block for block in answer.content if block.type == "tool_use"]
        if not calls:
            return answer.content[0].text
        results = []
        for block in calls:
            result = {"type": "tool_result", "tool_use_id": block.id}
            try:
                results.append({**result, "content": run_tool(block)})
            except ValueError as error:
                results.append({**result, "content": f"Error: {error}", "is_error": True})
        messages.append({"role": "user", "content": results})


def ask(content, **more):
    return client.messages.create(
        **{"model": MODEL, "max_tokens": 500, **more},
        messages=[{"role": "user", "content": content}],
    )


def stream_text(text):
    with client.messages.stream(
        model=MODEL, max_tokens=500, messages=[{"role": "user", "content": text}]
    ) as stream:
        for _ in stream.text_stream:
            pass


def consume(stream):
    for _ in stream:
        pass


def fail(text):
    try:
        ask(text)
    except anthropic.InternalServerError as error:
        declare(modelError=type(error).__name__)


IMAGE = {"type": "base64", "media_type": "image/png", "data": PIXEL.split(",")[1]}
CALLS = (
    lambda: stream_text("Please count from one to five."),
    lambda: consume(ask("What is the weather in Paris?", tools=[TOOL], stream=True)),
    # The first of these writes the cache, the others read it.
    lambda: ask("May I smoke?", system=RULES),
    lambda: ask("May I dance?", system=RULES),
    lambda: consume(ask("May I sing?", system=RULES, stream=True)),
    lambda: ask(
        "Think: what is 17 times 23?",
        max_tokens=2000,
        thinking={"type": "enabled", "budget_tokens": 1024},
    ),
    lambda: ask(
        [
            {"type": "text", "text": "What does this picture show?"},
            {"type": "image", "source": IMAGE},
        ]
    ),
    lambda: ask("Tell me a story but cut it short.", max_tokens=11),
    lambda: ask("Tell me about the rate limit."),
    lambda: fail("Is there a server error?"),
)


def single_calls(span=lambda name: nullcontext()):
    """Each call is a trace; `span` encloses it."""
    for call in CALLS:
        declare(trace="begin")
        with span("chat-app"):
            call()
