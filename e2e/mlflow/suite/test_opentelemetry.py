"""OpenTelemetry and MLflow together: the 3.6 announcement and opentelemetry.mdx."""

from __future__ import annotations

import time

import mlflow
import pytest
from mlflow.entities import SpanType, Trace, TraceState


@pytest.fixture
def traces_of(experiment):
    """All traces of the test's experiment, oldest first."""

    def find() -> list[Trace]:
        return list(
            mlflow.MlflowClient().search_traces([experiment], order_by=["timestamp_ms ASC"])
        )

    return find


def understood(trace_id: str) -> Trace:
    """A trace that came by OTLP alone: Otelier sums it up shortly after it has answered."""
    for _ in range(100):
        trace = mlflow.get_trace(trace_id)
        if trace is not None and trace.info.token_usage:
            return trace
        time.sleep(0.05)
    pytest.fail(f"no tokens were counted of {trace_id}")


def test_otlp_exporter_by_code(program, record):
    """Announcement § Programmatic Configuration"""
    told = program("otlp_by_code.py").told

    trace = understood(told["trace_id"])
    root, step = trace.data.spans
    assert [root.name, step.name] == ["my_operation", "step"]
    assert step.parent_id == root.span_id
    assert root.get_attribute("gen_ai.request.model") == "gpt-4o-mini"
    assert root.span_type == SpanType.CHAT_MODEL
    assert step.span_type == SpanType.TOOL
    assert [event.name for event in step.events] == ["cache.miss"]
    assert trace.info.state == TraceState.OK
    assert trace.info.token_usage["input_tokens"] == 12
    assert trace.info.token_usage["output_tokens"] == 5
    assert "otlp-session" in trace.info.trace_metadata["mlflow.trace.session"]
    assert "otlp-user" in trace.info.trace_metadata["mlflow.trace.user"]
    record("trace", trace)


def test_otlp_trace_is_found(program, traces_of, record):
    """Announcement § Programmatic Configuration: it is in the experiment of the header"""
    told = program("otlp_by_code.py").told

    understood(told["trace_id"])
    (trace,) = traces_of()
    assert trace.info.trace_id == told["trace_id"]
    for filter_string in (
        "span.name = 'my_operation'",
        "span.type = 'TOOL'",
        "metadata.`mlflow.trace.session` = 'otlp-session'",
        "status = 'OK'",
    ):
        found = mlflow.search_traces(filter_string=filter_string, return_type="list")
        record(filter_string, len(found))


def test_otlp_exporter_by_environment(program, server, experiment, get_trace, record):
    """Announcement § Environment Variable Configuration"""
    told = program(
        "otlp_by_environment.py",
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=f"{server.url}/v1/traces",
        OTEL_EXPORTER_OTLP_TRACES_HEADERS=f"x-mlflow-experiment-id={experiment}",
    ).told

    trace = get_trace(told["trace_id"])
    assert [span.name for span in trace.data.spans] == ["by environment"]
    assert trace.info.experiment_id == experiment
    record("trace", trace)


def test_fastapi_and_openai(program, traces_of, record):
    """opentelemetry.mdx § Combining the OpenTelemetry SDK and the MLflow Tracing SDK"""
    told = program("fastapi_and_openai.py").told
    assert told["status"] == 200

    trace = traces_of()[-1]
    by_name = {span.name: span for span in trace.data.spans}
    request = by_name["POST /rag/v1/answer"]
    answer = by_name["answer_question"]
    (model,) = trace.search_spans(span_type=SpanType.CHAT_MODEL)
    assert request.parent_id is None
    assert answer.parent_id == request.span_id
    assert model.parent_id == answer.span_id
    assert request.get_attribute("http.route") or request.get_attribute("http.target")
    assert model.outputs["choices"][0]["message"]["content"] == told["text"]
    record("trace", trace)


def test_unified_trace(program, traces_of, record):
    """Announcement § Unified Observability Across Your Stack"""
    assert program("fastapi_unified.py").told["text"] == "HELLO"

    first, unified = traces_of()
    assert [span.name for span in first.data.spans] == ["start-up"]
    by_name = {span.name: span for span in unified.data.spans}
    request = by_name["GET /shout/{text}"]
    function = by_name["my_llm_function"]
    assert request.parent_id is None
    assert function.parent_id == request.span_id
    assert function.inputs == {"input_text": "hello"}
    assert function.outputs == "HELLO"
    record("trace", unified)


def test_batches(program, get_trace, record):
    """The SDK's default: spans come in batches, children before their root, the trace last"""
    told = program("batched.py", MLFLOW_ENABLE_ASYNC_TRACE_LOGGING="true").told

    trace = get_trace(told["trace_id"])
    assert len(trace.data.spans) == 21
    assert trace.info.response_preview == "2470"
    assert sorted(step.outputs for step in trace.data.spans[1:]) == [n * n for n in range(20)]
    record("trace", trace)
