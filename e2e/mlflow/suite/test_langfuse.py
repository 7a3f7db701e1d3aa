"""The Langfuse notebook and Langfuse's own SDK, with only the endpoint changed."""

import importlib.metadata

import mlflow
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


def test_what_autologging_adds(program, server):
    """MLflow Integration via OpenTelemetry § Step 4: the call on its own is a trace as well"""
    program("langfuse_notebook.py", SERVER_URL=server.url)

    mlflow.set_experiment(experiment_id="0")
    found = mlflow.search_traces(
        filter_string="span.name LIKE 'Completions%'", return_type="list", max_results=5
    )
    questions = [trace.data.spans[0].inputs for trace in found]
    assert any("What is the weather like today?" in str(one) for one in questions)


if LANGFUSE >= 3:

    def test_own_sdk(program, server, get_trace):
        """Langfuse's SDK has spoken OpenTelemetry since its version 3"""
        told = program("langfuse_sdk.py", LANGFUSE_HOST=server.url, LANGFUSE_BASE_URL=server.url).told

        trace = get_trace(told["trace_id"])
        root = trace.data.spans[0]
        assert root.name == "handle-request"
        assert root.outputs == told["text"]
        assert trace.info.trace_metadata["mlflow.trace.session"] == "lf-session"
        assert trace.info.trace_metadata["mlflow.trace.user"] == "lf-user"
        assert {"ask", "OpenAI-generation"} <= {span.name for span in trace.data.spans}
