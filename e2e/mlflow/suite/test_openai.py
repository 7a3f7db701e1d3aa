"""OpenAI autologging, against the stand-in: of all documents that show it."""

import builtins
import contextvars
from concurrent.futures import ThreadPoolExecutor, as_completed

import mlflow
import openai
import pytest
from mlflow.entities import SpanStatusCode, SpanType, TraceState
from openai import OpenAI

pytestmark = pytest.mark.usefixtures("openai_autolog")


def test_chat_completion(last_trace, record):
    """3.6 announcement § Using MLflow Tracing SDK: auto-logging for GenAI frameworks"""
    client = OpenAI()
    response = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": "Hello, world!"}]
    )

    trace = last_trace()
    (span,) = trace.data.spans
    assert span.span_type == SpanType.CHAT_MODEL
    assert span.inputs["messages"] == [{"role": "user", "content": "Hello, world!"}]
    assert span.inputs["model"] == "gpt-4o-mini"
    message = span.outputs["choices"][0]["message"]
    assert message["content"] == response.choices[0].message.content
    assert trace.info.token_usage["input_tokens"] == response.usage.prompt_tokens
    assert trace.info.token_usage["output_tokens"] == response.usage.completion_tokens
    assert trace.info.token_usage["total_tokens"] == response.usage.total_tokens
    record("trace", trace)


def test_responses(last_trace, record):
    """OpenTelemetry Integration § OpenTelemetry-native MLflow Tracing SDK; opentelemetry.mdx"""
    client = OpenAI()
    response = client.responses.create(model="gpt-4o-mini", input="Hello, world!")

    trace = last_trace()
    (span,) = trace.data.spans
    assert span.inputs == {"model": "gpt-4o-mini", "input": "Hello, world!"}
    assert span.outputs["output"][0]["content"][0]["text"] == response.output_text
    assert trace.info.token_usage["input_tokens"] == response.usage.input_tokens
    record("trace", trace)


def test_streamed_chat_completion(last_trace, record):
    stream = OpenAI().chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": "Please count to ten"}],
        stream=True,
    )
    text = "".join(
        chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices
    )

    trace = last_trace()
    (span,) = trace.data.spans
    assert text
    assert text in str(span.outputs)
    assert len([e for e in span.events if e.name.startswith("mlflow.chunk.item.")]) > 2
    record("trace", trace)


def test_failed_call(last_trace, record):
    with pytest.raises(openai.InternalServerError):
        OpenAI(max_retries=0).chat.completions.create(
            model="gpt-4o-mini",
            messages=[{"role": "user", "content": "server error, please"}],
        )

    trace = last_trace()
    assert trace.info.state == TraceState.ERROR
    (span,) = trace.data.spans
    assert span.status.status_code == SpanStatusCode.ERROR
    assert [event.name for event in span.events] == ["exception"]
    assert event_type(span) == "InternalServerError"
    record("trace", trace)


def event_type(span) -> str:
    return span.events[0].attributes["exception.type"]


def test_tool_calls(last_trace, record):
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}}
    OpenAI().chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": "What is the weather in Paris?"}],
        tools=[
            {
                "type": "function",
                "function": {"name": "get_weather", "parameters": parameters},
            }
        ],
    )

    trace = last_trace()
    (span,) = trace.data.spans
    (call,) = span.outputs["choices"][0]["message"]["tool_calls"]
    assert call["function"]["name"] == "get_weather"
    assert span.get_attribute("mlflow.chat.tools")[0]["function"]["name"] == "get_weather"
    record("trace", trace)


def test_code_block_with_decorator_and_autolog(last_trace, monkeypatch, capsys, record):
    """manual-tracing.mdx § Code Block: the second example"""
    said = iter(["Hello", "What is a trace?", "BYE"])
    monkeypatch.setattr(builtins, "input", lambda _: next(said))

    @mlflow.trace(span_type=SpanType.CHAIN)
    def start_session():
        messages = [{"role": "system", "content": "You are a friendly chat bot"}]
        while True:
            with mlflow.start_span(name="User") as span:
                span.set_inputs(messages)
                user_input = input(">> ")
                span.set_outputs(user_input)

            if user_input == "BYE":
                break

            messages.append({"role": "user", "content": user_input})

            response = openai.OpenAI().chat.completions.create(
                model="gpt-4o-mini",
                max_tokens=100,
                messages=messages,
            )
            answer = response.choices[0].message.content
            print(f"🤖: {answer}")

            messages.append({"role": "assistant", "content": answer})

    start_session()

    trace = last_trace()
    root, *steps = trace.data.spans
    assert [root.name, root.span_type] == ["start_session", SpanType.CHAIN]
    users = [step for step in steps if step.name.startswith("User")]
    models = [step for step in steps if step.span_type == SpanType.CHAT_MODEL]
    assert [user.outputs for user in users] == ["Hello", "What is a trace?", "BYE"]
    assert len(models) == 2
    assert all(step.parent_id == root.span_id for step in steps)
    assert [m["role"] for m in models[1].inputs["messages"]] == [
        "system",
        "user",
        "assistant",
        "user",
    ]
    assert capsys.readouterr().out.count("🤖") == 2
    usage = [model.get_attribute("mlflow.chat.tokenUsage") for model in models]
    assert trace.info.token_usage["input_tokens"] == sum(one["input_tokens"] for one in usage)
    record("trace", trace)


def test_multi_threading(last_trace, record):
    """manual-tracing.mdx § Multi Threading"""
    client = openai.OpenAI()

    @mlflow.trace
    def worker(question: str) -> str:
        messages = [
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": question},
        ]
        response = client.chat.completions.create(
            model="gpt-4o-mini",
            messages=messages,
            temperature=0.1,
            max_tokens=100,
        )
        return response.choices[0].message.content

    @mlflow.trace
    def main(questions: list[str]) -> list[str]:
        results = []
        # Almost same as how you would use ThreadPoolExecutor, but two additional steps
        #  1. Copy the context in the main thread using copy_context()
        #  2. Use ctx.run() to run the worker in the copied context
        with ThreadPoolExecutor(max_workers=2) as executor:
            futures = []
            for question in questions:
                ctx = contextvars.copy_context()
                futures.append(executor.submit(ctx.run, worker, question))
            for future in as_completed(futures):
                results.append(future.result())
        return results

    questions = [
        "What is the capital of France?",
        "What is the capital of Germany?",
    ]

    main(questions)

    trace = last_trace()
    by_id = {span.span_id: span for span in trace.data.spans}
    roots = [span for span in trace.data.spans if span.parent_id is None]
    models = [span for span in trace.data.spans if span.span_type == SpanType.CHAT_MODEL]
    assert [root.name for root in roots] == ["main"]
    assert len(trace.data.spans) == 5
    assert sorted(by_id[model.parent_id].inputs["question"] for model in models) == questions
    # Which of the two calls is counted first is chance, so only the sum can be compared.
    record("tokens", trace.info.token_usage)
    record("names", sorted(span.name for span in trace.data.spans))


def test_threads_without_context(record):
    """manual-tracing.mdx § Multi Threading: without the copied context, a trace per thread"""

    @mlflow.trace
    def worker(question: str) -> str:
        return question.upper()

    @mlflow.trace
    def main(questions: list[str]) -> list[str]:
        with ThreadPoolExecutor(max_workers=2) as executor:
            return list(executor.map(worker, questions))

    main(["a", "b"])

    mlflow.flush_trace_async_logging()
    traces = mlflow.search_traces(return_type="list")
    names = sorted(trace.info.tags["mlflow.traceName"] for trace in traces)
    assert names == ["main", "worker", "worker"]
    record("names", names)


def test_manual_instrumentation(last_trace, record):
    """3.6 announcement § Using MLflow Tracing SDK: manual instrumentation with @trace"""
    result = {"output": "data"}

    @mlflow.trace
    def process_request(data):
        # Your application logic
        return result

    # Call the traced function
    process_request({"input": "data"})

    trace = last_trace()
    (span,) = trace.data.spans
    assert span.inputs == {"data": {"input": "data"}}
    assert span.outputs == {"output": "data"}
    record("trace", trace)
