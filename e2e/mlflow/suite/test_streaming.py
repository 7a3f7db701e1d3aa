"""Manual Tracing (manual-tracing.mdx) § Streaming."""

import asyncio
import json
from typing import Optional

import mlflow
import openai
import pytest
from mlflow.entities import SpanStatusCode, TraceState
from openai.types.chat import *
from openai.types.chat.chat_completion import Choice


def chunks_of(span) -> list[object]:
    """The chunk events' values, in their order: MLflow writes each as JSON."""
    chunks = [event for event in span.events if event.name.startswith("mlflow.chunk.item.")]
    assert [event.name for event in chunks] == [
        f"mlflow.chunk.item.{i}" for i in range(len(chunks))
    ]
    return [json.loads(event.attributes["mlflow.chunk.value"]) for event in chunks]


def test_generator(last_trace, record):
    @mlflow.trace
    def stream_data():
        for i in range(5):
            yield i

    assert list(stream_data()) == [0, 1, 2, 3, 4]

    trace = last_trace()
    (span,) = trace.data.spans
    assert span.name == "stream_data"
    assert span.outputs == [0, 1, 2, 3, 4]
    assert chunks_of(span) == [0, 1, 2, 3, 4]
    record("trace", trace)


def test_async_generator(last_trace, record):
    """§ Decorator, table: async generators are supported"""

    @mlflow.trace
    async def stream_data():
        for i in range(3):
            await asyncio.sleep(0)
            yield i

    async def consume():
        return [item async for item in stream_data()]

    assert asyncio.run(consume()) == [0, 1, 2]

    trace = last_trace()
    (span,) = trace.data.spans
    assert span.outputs == [0, 1, 2]
    assert chunks_of(span) == [0, 1, 2]
    record("trace", trace)


def test_output_reducer(last_trace, record):
    @mlflow.trace(output_reducer=lambda x: ",".join(x))
    def stream_data():
        for c in "hello":
            yield c

    list(stream_data())

    trace = last_trace()
    (span,) = trace.data.spans
    assert span.outputs == "h,e,l,l,o"
    # The raw chunks can still be found in the `Events` tab of the span.
    assert chunks_of(span) == list("hello")
    assert trace.info.response_preview == '"h,e,l,l,o"'
    record("trace", trace)


def test_generator_that_fails(last_trace, record):
    """§ Streaming, note: the span ends when an exception is raised during the iteration"""

    @mlflow.trace
    def stream_data():
        yield "before"
        raise ConnectionError("the stream broke")

    with pytest.raises(ConnectionError):
        list(stream_data())

    trace = last_trace()
    assert trace.info.state == TraceState.ERROR
    (span,) = trace.data.spans
    assert span.status.status_code == SpanStatusCode.ERROR
    assert chunks_of(span) == ["before"]
    assert [event.name for event in span.events][-1] == "exception"
    record("trace", trace)


def aggregate_chunks(outputs: list[ChatCompletionChunk]) -> Optional[ChatCompletion]:
    """Consolidate ChatCompletionChunks to a single ChatCompletion"""
    if not outputs:
        return None

    first_chunk = outputs[0]
    delta = first_chunk.choices[0].delta
    message = ChatCompletionMessage(
        role=delta.role, content=delta.content, tool_calls=delta.tool_calls or []
    )
    finish_reason = first_chunk.choices[0].finish_reason
    for chunk in outputs[1:]:
        delta = chunk.choices[0].delta
        message.content += delta.content or ""
        message.tool_calls += delta.tool_calls or []
        finish_reason = finish_reason or chunk.choices[0].finish_reason

    base = ChatCompletion(
        id=first_chunk.id,
        choices=[Choice(index=0, message=message, finish_reason=finish_reason)],
        created=first_chunk.created,
        model=first_chunk.model,
        object="chat.completion",
    )
    return base


def test_advanced_output_reducer(last_trace, record):
    @mlflow.trace(output_reducer=aggregate_chunks)
    def predict(messages: list[dict]):
        stream = openai.OpenAI().chat.completions.create(
            model="gpt-4o-mini",
            messages=messages,
            stream=True,
        )
        for chunk in stream:
            yield chunk

    text = ""
    for chunk in predict([{"role": "user", "content": "Hello"}]):
        text += chunk.choices[0].delta.content or ""

    trace = last_trace()
    (span,) = trace.data.spans
    (choice,) = span.outputs["choices"]
    assert choice["message"]["content"] == text
    assert choice["finish_reason"] == "stop"
    assert text.startswith("Hello!")
    assert len(chunks_of(span)) > 2
    record("trace", trace)
