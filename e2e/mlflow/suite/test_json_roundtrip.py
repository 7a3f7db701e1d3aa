"""Trace JSON: what MLflow writes goes through Otelier's files and reads as the same again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import mlflow
import pytest
from mlflow.entities import AssessmentSource, SpanEvent, SpanType, Trace

PROJECT = Path(__file__).parents[3]
CAPTURES = PROJECT / "src-main/domain/mlflow/test-support/data"
NODE = PROJECT / "node_modules/node/bin" / ("node.exe" if sys.platform == "win32" else "node")

pytestmark = pytest.mark.otelier_only


def save_again(*files: Path) -> str:
    """What Otelier exports of the files once it has imported them."""
    node = str(NODE) if NODE.exists() else shutil.which("node")
    assert node is not None
    script = str(PROJECT / "e2e/mlflow/save-again.mjs")
    return subprocess.run(
        [node, script, *map(str, files)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        timeout=90,
        check=True,
    ).stdout


def comparable(trace: dict[str, Any], *, place: bool = True) -> dict[str, Any]:
    """Without what versions differ in, and in an order where there is none."""
    info = {**trace["info"]}
    if not place:
        del info["trace_location"]
    info["assessments"] = sorted(
        info.get("assessments", []), key=lambda one: one["assessment_id"]
    )
    newer = {"links": [], "kind": "SPAN_KIND_INTERNAL"}
    spans = [{**newer, **span} for span in trace["data"]["spans"]]
    return {"info": info, "spans": sorted(spans, key=lambda span: span["span_id"])}


def as_known_to(read: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """Without members of spans that this version does not know: links before 3.7, kinds before 3.18."""
    known = read["data"]["spans"][0].keys()
    spans = [
        {key: value for key, value in span.items() if key in known or key not in ("links", "kind")}
        for span in written["data"]["spans"]
    ]
    return {**written, "data": {"spans": spans}}


def reads_as_written(saved: str) -> bool:
    written = json.loads(saved)
    read = json.loads(Trace.from_json(saved).to_json())
    return read == as_known_to(read, written)


@pytest.mark.parametrize(
    "name", ["to-json-3.11.json", "rich-to-json-3.6.json", "rich-to-json-3.18.json"]
)
def test_captures(name: str):
    saved = save_again(CAPTURES / name)
    assert reads_as_written(saved)
    before = json.loads((CAPTURES / name).read_text(encoding="utf-8"))
    # Ids of experiments that MLflow's file store makes are no numbers of ours.
    is_ours = len(before["info"]["trace_location"]["mlflow_experiment"]["experiment_id"]) < 16
    assert comparable(json.loads(saved), place=is_ours) == comparable(before, place=is_ours)


@pytest.mark.parametrize("name", ["batch-get-3.17.json", "typescript-0.2.0-traces.json"])
def test_other_variants(name: str):
    saved = save_again(CAPTURES / name)
    assert reads_as_written(saved)
    trace = Trace.from_json(saved)
    root = next(span for span in trace.data.spans if span.parent_id is None)
    assert root.span_type == "AGENT"
    assert root.trace_id == trace.info.trace_id
    assert root.inputs["messages"][0]["role"] == "user"


def test_several_are_a_list():
    files = [CAPTURES / "to-json-3.11.json", CAPTURES / "rich-to-json-3.6.json"]
    traces = json.loads(save_again(*files))
    assert [type(Trace.from_dict(trace)) for trace in traces] == [Trace, Trace]


def test_trace_of_this_version(last_trace, tmp_path):
    with mlflow.start_span("agent", span_type=SpanType.AGENT) as agent:
        agent.set_inputs({"question": "Wie spät? 🕰", "n": 3, "f": 3.0, "tiny": 4.95e-07})
        with mlflow.start_span("llm", span_type=SpanType.CHAT_MODEL) as llm:
            llm.set_attribute("digits", "123")
            llm.set_attribute("json text", '{"a": 1}')
            llm.set_outputs([None, True, {"deep": [[]]}])
            llm.add_event(SpanEvent("checkpoint", attributes={"step": 2, "ratio": 1.0}))
        mlflow.update_current_trace(tags={"env": "dev"}, client_request_id="creq-7")
    trace_id = last_trace().info.trace_id
    kim = AssessmentSource(source_type="HUMAN", source_id="kim")
    mlflow.log_feedback(trace_id=trace_id, name="score", value=3, rationale="three", source=kim)
    mlflow.log_expectation(trace_id=trace_id, name="answer", value={"b": [1, 2.5, None]})
    mlflow.log_feedback(trace_id=trace_id, name="judge", error=ValueError("no"))

    trace = last_trace()
    file = tmp_path / "trace.json"
    file.write_text(trace.to_json(), encoding="utf-8")
    saved = save_again(file)
    assert reads_as_written(saved)
    again = Trace.from_json(saved)
    assert comparable(json.loads(again.to_json())) == comparable(json.loads(trace.to_json()))
    for before, after in zip(trace.data.spans, again.data.spans, strict=True):
        assert (before.inputs, before.outputs) == (after.inputs, after.outputs)
        assert before.attributes == after.attributes
