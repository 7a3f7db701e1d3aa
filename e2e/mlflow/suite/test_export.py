"""Export MLflow Traces/Metrics via OTLP. Otelier is the collector: MLflow's server has no gRPC."""

from __future__ import annotations

import json

import mlflow
import pytest

pytestmark = pytest.mark.otelier_only


@pytest.fixture(params=["http/protobuf", "grpc"])
def protocol(request) -> str:
    return request.param


def endpoint(server, protocol: str, path: str) -> str:
    return server.grpc_url if protocol == "grpc" else f"{server.url}{path}"


def test_otlp_exporter(program, server, protocol, get_trace):
    """§ Set Up OTLP Exporter; § OpenTelemetry Configuration"""
    told = program(
        "export_otlp.py",
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=endpoint(server, protocol, "/v1/traces"),
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=protocol,
        OTEL_EXPORTER_OTLP_TRACES_HEADERS="api_key=12345",
    ).told

    trace = get_trace(told["trace_id"])
    (span,) = trace.data.spans
    assert [span.name, span.inputs, span.outputs] == ["foo", {"a": 1}, {"b": 2}]
    # It came by OTLP alone, without the trace's own record.
    assert json.loads(trace.info.request_preview) == {"a": 1}


def test_dual_export(program, server, protocol, experiment, get_trace):
    """§ Dual Export: with both destinations the same, the trace is still one"""
    told = program(
        "dual_export.py",
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=endpoint(server, protocol, "/v1/traces"),
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=protocol,
    ).told

    trace = get_trace(told["trace_id"])
    (span,) = trace.data.spans
    assert [span.name, span.inputs, span.outputs] == ["foo", {"a": 1}, {"b": 2}]
    assert trace.info.experiment_id == experiment
    (found,) = mlflow.MlflowClient().search_traces([experiment])
    assert found.info.trace_id == told["trace_id"]


def test_metrics(program, server, protocol, get_trace):
    """§ Metrics Export: they are taken, and the trace beside them is there"""
    ran = program(
        "metrics.py",
        OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=endpoint(server, protocol, "/v1/metrics"),
        OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=protocol,
    )

    assert ran.told["flushed"] is True
    assert "ERROR opentelemetry" not in ran.output
    assert "WARNING opentelemetry" not in ran.output
    assert get_trace(ran.told["trace_id"]).data.spans[0].name == "process_request"
