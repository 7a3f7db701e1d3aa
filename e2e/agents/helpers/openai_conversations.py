"""Conversations on OpenAI's chat completions, the same for every package that observes them."""

import json
from contextlib import nullcontext

import openai
from openai import OpenAI

from declare import declare
from weather import OPENAI_TOOL, PIXEL, get_weather

MODEL = "gpt-4o-mini"
client = OpenAI(max_retries=2)


def run_agent(question, run_tool=None, declared_agent=None):
    """The tool loop of an agent written by hand."""
    if declared_agent:
        declare(agent=declared_agent)
    messages = [
        {"role": "system", "content": "You are a helpful weather assistant."},
        {"role": "user", "content": question},
    ]
    while True:
        answer = client.chat.completions.create(
            model=MODEL, messages=messages, tools=[OPENAI_TOOL], temperature=0.5, max_tokens=200
        )
        message = answer.choices[0].message
        if not message.tool_calls:
            return message.content
        messages.append(message.model_dump(exclude_none=True, include={"role", "tool_calls"}))
        for call in message.tool_calls:
            arguments = json.loads(call.function.arguments)
            try:
                result = (run_tool or (lambda call, arguments: get_weather(**arguments)))(
                    call, arguments
                )
            except ValueError as error:
                result = f"Error: {error}"
            messages.append({"role": "tool", "tool_call_id": call.id, "content": result})


def ask(text, **more):
    return client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": text}], **more
    )


def stream(text, **more):
    for _ in ask(text, stream=True, stream_options={"include_usage": True}, **more):
        pass


def agent_conversations(span=lambda name: nullcontext(), **options):
    """Two tools at once; then a tool that fails. `span` encloses what is one trace."""
    for question in ("What is the weather in Paris and Oslo?", "What is the weather in Atlantis?"):
        declare(trace="begin", input=question)
        with span("weather-app"):
            run_agent(question, **options)


def chat_conversation(span=lambda name: nullcontext()):
    """Two turns, each a call of its own, in one trace."""
    declare(trace="begin", input="Hello there!")
    with span("chat-app"):
        messages = [{"role": "user", "content": "Hello there!"}]
        answer = client.chat.completions.create(model=MODEL, messages=messages)
        messages.append({"role": "assistant", "content": answer.choices[0].message.content})
        messages.append({"role": "user", "content": "What is a trace?"})
        client.chat.completions.create(model=MODEL, messages=messages)


def fail(text):
    try:
        ask(text)
    except openai.InternalServerError as error:
        declare(modelError=type(error).__name__)


CALLS = (
    lambda: stream("Please count from one to five."),
    lambda: stream("What is the weather in Paris?", tools=[OPENAI_TOOL]),
    lambda: ask(
        [
            {"type": "text", "text": "What does this picture show?"},
            {"type": "image_url", "image_url": {"url": PIXEL}},
        ]
    ),
    lambda: ask("Think: what is 17 times 23?", reasoning_effort="low"),
    lambda: ask("May I use the cached rules?"),
    lambda: ask("May I use the cached rules?"),
    lambda: ask("Tell me a story but cut it short.", max_tokens=103),
    lambda: client.embeddings.create(
        model="text-embedding-3-small", input=["first text", "second text"]
    ),
    lambda: ask("Tell me about the rate limit."),
    lambda: fail("Is there a server error?"),
)
EMBEDDING = 7


def single_calls(embeddings=True, span=None):
    """Each call is a trace, with nothing around it unless `span` is given."""
    for index, call in enumerate(CALLS):
        if index == EMBEDDING and not embeddings:
            continue
        declare(trace="begin")
        with span("chat-app") if span else nullcontext():
            call()


def responses_calls(streaming=True):
    """The Responses API: a tool, reasoning, streaming."""
    declare(trace="begin")
    client.responses.create(
        model=MODEL,
        instructions="You are a helpful weather assistant.",
        input="What is the weather in Paris?",
        tools=[{"type": "function", "strict": False, **OPENAI_TOOL["function"]}],
    )
    declare(trace="begin")
    client.responses.create(
        model="o4-mini",
        input="Think: what is 17 times 23?",
        reasoning={"effort": "low", "summary": "auto"},
    )
    if not streaming:
        return
    declare(trace="begin")
    for _ in client.responses.create(
        model=MODEL, input="Please count from one to five.", stream=True
    ):
        pass
