"""Manual Tracing (manual-tracing.mdx): the decorator, function wrapping, customising spans."""

import asyncio
import functools
import math
import time

import mlflow
import pytest
from mlflow.entities import SpanStatusCode, SpanType, TraceState


def test_decorator(last_trace, record):
    """§ Decorator"""

    @mlflow.trace(span_type="func", attributes={"key": "value"})
    def add_1(x):
        return x + 1

    @mlflow.trace(span_type="func", attributes={"key1": "value1"})
    def minus_1(x):
        return x - 1

    @mlflow.trace(name="Trace Test")
    def trace_test(x):
        step1 = add_1(x)
        return minus_1(step1)

    assert trace_test(4) == 4

    trace = last_trace()
    root, add, minus = trace.data.spans
    assert [root.name, add.name, minus.name] == ["Trace Test", "add_1", "minus_1"]
    assert [root.inputs, add.inputs, minus.inputs] == [{"x": 4}, {"x": 4}, {"x": 5}]
    assert [root.outputs, add.outputs, minus.outputs] == [4, 5, 4]
    assert [root.span_type, add.span_type, minus.span_type] == ["UNKNOWN", "func", "func"]
    assert add.get_attribute("key") == "value"
    assert minus.get_attribute("key1") == "value1"
    assert [root.parent_id, add.parent_id, minus.parent_id] == [None, root.span_id, root.span_id]
    assert all(span.status.status_code == SpanStatusCode.OK for span in trace.data.spans)
    assert trace.info.state == TraceState.OK
    assert trace.info.tags["mlflow.traceName"] == "Trace Test"
    assert trace.info.request_preview == '{"x": 4}'
    assert trace.info.response_preview == "4"
    assert trace.info.execution_duration >= 0
    record("trace", trace)


def test_spans_of_one_name(last_trace, record):
    """§ Decorator, note: names that are repeated"""

    @mlflow.trace
    def step(x):
        return x * 2

    @mlflow.trace
    def steps():
        return [step(x) for x in range(3)]

    steps()

    trace = last_trace()
    assert [span.name.split("_")[0] for span in trace.data.spans] == ["steps", *["step"] * 3]
    assert [span.outputs for span in trace.data.spans] == [[0, 2, 4], 0, 2, 4]
    record("trace", trace)


def test_function_wrapping(last_trace, record):
    """§ Function Wrapping"""

    def invocation(x, y, exp=2):
        # Wrap an external function from the math library
        traced_pow = mlflow.trace(math.pow)
        raised = traced_pow(x, exp)

        traced_factorial = mlflow.trace(math.factorial)
        factorial = traced_factorial(int(raised))
        return factorial

    assert mlflow.trace(invocation)(4, 2) == math.factorial(16)

    trace = last_trace()
    root, power, factorial = trace.data.spans
    assert [root.name, power.name, factorial.name] == ["invocation", "pow", "factorial"]
    assert power.outputs == 16.0
    assert factorial.outputs == 20_922_789_888_000
    assert root.inputs == {"x": 4, "y": 2, "exp": 2}
    record("trace", trace)


def test_function_wrapping_alone(last_trace, record):
    """§ Function Wrapping: each wrapped function called on its own is a trace of its own"""
    assert mlflow.trace(math.pow)(4, 2) == 16.0
    first = last_trace()
    assert mlflow.trace(math.factorial)(16) == 20_922_789_888_000
    second = last_trace()

    assert first.info.trace_id != second.info.trace_id
    assert [first.data.spans[0].name, second.data.spans[0].name] == ["pow", "factorial"]
    record("traces", [first, second])


class LocalLlm:
    """Stands for the snippets' `client`."""

    def invoke(self, messages: list[dict[str, str]], model: str) -> str:
        return f"{model} heard: {messages[-1]['content']}"


client = LocalLlm()


def test_customizing_spans(last_trace, record):
    """§ Customizing Spans"""

    @mlflow.trace(
        name="call-local-llm", span_type=SpanType.LLM, attributes={"model": "gpt-4o-mini"}
    )
    def invoke(prompt: str):
        return client.invoke(
            messages=[{"role": "user", "content": prompt}], model="gpt-4o-mini"
        )

    invoke("Hello")

    trace = last_trace()
    (span,) = trace.data.spans
    assert span.name == "call-local-llm"
    assert span.span_type == SpanType.LLM
    assert span.get_attribute("model") == "gpt-4o-mini"
    assert span.inputs == {"prompt": "Hello"}
    assert span.outputs == "gpt-4o-mini heard: Hello"
    record("trace", trace)


def test_updating_the_active_span(last_trace, record):
    """§ Customizing Spans: dynamically, inside the function"""

    @mlflow.trace(span_type=SpanType.LLM)
    def invoke(prompt: str):
        model_id = "gpt-4o-mini"
        # Get the current span (created by the @mlflow.trace decorator)
        span = mlflow.get_current_active_span()
        # Set the attribute to the span
        span.set_attributes({"model": model_id})
        return client.invoke(messages=[{"role": "user", "content": prompt}], model=model_id)

    invoke("Hello")

    trace = last_trace()
    (span,) = trace.data.spans
    assert [span.name, span.span_type] == ["invoke", SpanType.LLM]
    assert span.get_attribute("model") == "gpt-4o-mini"
    record("trace", trace)


def test_attributes_of_every_kind(last_trace, record):
    """§ Customizing Spans: what an attribute may hold"""
    attributes = {
        "text": "größer 🚀",
        "whole": 9_007_199_254_740_993,
        "real": 0.1,
        "truth": True,
        "nothing": None,
        "list": [1, "two", 3.5, None],
        "map": {"a": {"b": [1, {"c": "d"}]}},
        "looks.like.number": "007",
    }
    with mlflow.start_span(name="kinds", attributes=attributes) as span:
        span.set_inputs(attributes)
        span.set_outputs([attributes])

    trace = last_trace()
    (stored,) = trace.data.spans
    assert stored.inputs == attributes
    assert stored.outputs == [attributes]
    assert {key: stored.get_attribute(key) for key in attributes} == attributes
    record("trace", trace)


def test_text_that_looks_like_json(last_trace, record):
    """Text that happens to be JSON: MLflow's own server makes JSON of it"""
    text = '{"kept": "as text"}'
    with mlflow.start_span(name="json", attributes={"looks.like.json": text}) as span:
        span.set_inputs(text)

    trace = last_trace()
    (stored,) = trace.data.spans
    assert stored.inputs in (text, {"kept": "as text"})
    assert stored.get_attribute("looks.like.json") in (text, {"kept": "as text"})
    record("trace", trace)


def test_decorator_order(last_trace, capsys, record):
    """§ Using @mlflow.trace with Other Decorators"""

    # A hypothetical additional decorator
    def simple_timing_decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            start_time = time.time()
            result = func(*args, **kwargs)
            end_time = time.time()
            print(
                f"{func.__name__} executed in {end_time - start_time:.4f} seconds by simple_timing_decorator."
            )
            return result

        return wrapper

    # Correct order: @mlflow.trace is outermost
    @mlflow.trace(name="my_decorated_function_correct_order")
    @simple_timing_decorator
    # @another_framework_decorator # e.g., @app.route("/mypath") from Flask
    def my_complex_function(x, y):
        # Function logic here
        time.sleep(0.1)  # Simulate work
        return x + y

    # Incorrect order: @mlflow.trace is NOT outermost
    @simple_timing_decorator
    @mlflow.trace(name="my_decorated_function_incorrect_order")
    # @another_framework_decorator
    def my_other_complex_function(x, y):
        time.sleep(0.1)
        return x * y

    assert my_complex_function(5, 3) == 8
    correct = last_trace()
    assert my_other_complex_function(5, 3) == 15
    incorrect = last_trace()

    assert capsys.readouterr().out.count("by simple_timing_decorator.") == 2
    assert correct.data.spans[0].name == "my_decorated_function_correct_order"
    assert correct.data.spans[0].inputs == {"x": 5, "y": 3}
    assert incorrect.data.spans[0].name == "my_decorated_function_incorrect_order"
    assert correct.info.execution_duration >= 100
    assert incorrect.info.execution_duration >= 100
    record("traces", [correct, incorrect])


def test_exception(last_trace, record):
    """§ Automatic Exception Handling"""

    @mlflow.trace
    def lookup(city):
        raise LookupError(f"no weather for {city}")

    @mlflow.trace
    def answer(city):
        return lookup(city)

    with pytest.raises(LookupError):
        answer("Atlantis")

    trace = last_trace()
    assert trace.info.state == TraceState.ERROR
    root, inner = trace.data.spans
    for span in (root, inner):
        assert span.status.status_code == SpanStatusCode.ERROR
        assert "no weather for Atlantis" in span.status.description
        (event,) = [event for event in span.events if event.name == "exception"]
        assert event.attributes["exception.type"] == "LookupError"
        assert event.attributes["exception.message"] == "no weather for Atlantis"
        assert 'raise LookupError(f"no weather for {city}")' in (
            event.attributes["exception.stacktrace"]
        )
    assert inner.inputs == {"city": "Atlantis"}
    assert inner.outputs is None
    record("trace", trace)


def test_exception_that_is_handled(last_trace, record):
    """§ Automatic Exception Handling: the trace goes well where a step of it did not"""

    @mlflow.trace
    def fragile():
        raise ValueError("on purpose")

    @mlflow.trace
    def careful():
        try:
            return fragile()
        except ValueError:
            return "recovered"

    careful()

    trace = last_trace()
    assert trace.info.state == TraceState.OK
    assert trace.info.response_preview == '"recovered"'
    assert trace.data.spans[1].status.status_code == SpanStatusCode.ERROR
    record("trace", trace)


def test_async(last_trace, record):
    """§ Async Support"""

    @mlflow.trace
    async def async_operation(data: str) -> str:
        # Simulate async work
        await asyncio.sleep(0.1)
        return f"Processed: {data}"

    @mlflow.trace
    async def async_pipeline(items: list[str]) -> list[str]:
        results = []
        for item in items:
            result = await async_operation(item)
            results.append(result)
        return results

    # Run the async pipeline
    asyncio.run(async_pipeline(["item1", "item2", "item3"]))

    trace = last_trace()
    root, *steps = trace.data.spans
    assert root.inputs == {"items": ["item1", "item2", "item3"]}
    assert root.outputs == ["Processed: item1", "Processed: item2", "Processed: item3"]
    assert [step.inputs["data"] for step in steps] == ["item1", "item2", "item3"]
    assert all(step.parent_id == root.span_id for step in steps)
    assert trace.info.execution_duration >= 300
    record("trace", trace)
