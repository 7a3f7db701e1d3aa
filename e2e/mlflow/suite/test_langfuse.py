"""The Langfuse notebook and Langfuse's own SDK, with only the endpoint changed."""

import importlib.metadata

import pytest

pytestmark = pytest.mark.otelier_only

LANGFUSE = int(importlib.metadata.version("langfuse").split(".")[0])


def test_notebook(program, server, get_trace):
    """MLflow Integration via OpenTelemetry: all steps"""
    told = program("langfuse_notebook.py", SERVER_URL=server.url).told

    trace = get_trace(told["trace_id"])
    root = trace.data.spans[0]
    assert root.name == "OpenAI-Trace"
    assert root.inputs == "How does enhanced LLM observability improve AI debugging?"
    assert root.outputs == told["text"]
    assert root.get_attribute("langfuse.tags") == ["staging", "demo"]
    assert trace.info.trace_metadata["mlflow.trace.session"] == "123456789"
    assert trace.info.trace_metadata["mlflow.trace.user"] == "user-123"
