"""Answers of a server with everything scrubbed that two servers cannot have in common."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from mlflow.entities import Span, Trace
from mlflow.entities.assessment import Assessment

TRACE_ID = re.compile(r"tr-[0-9a-f]{32}")
ASSESSMENT_ID = re.compile(r"\ba-[0-9a-f]{32}\b")
HEX_TRACE_ID = re.compile(r"\b[0-9a-f]{32}\b")
HEX_SPAN_ID = re.compile(r"(?<![.\d])\b(?=\d*[a-f])[0-9a-f]{16}\b")
TIME = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\s\"']*")
URL = re.compile(r"http://(localhost|127\.0\.0\.1|testserver)(:\d+)?")
ADDRESS = re.compile(r"\bat 0x[0-9a-f]+")
CREATED = re.compile(r'(?<="created)(_at)?": ?[\d.]+')
CALL_ID = re.compile(r"\b(chatcmpl|resp|msg|req|call)_?-?[0-9a-zA-Z_]*\d[0-9a-zA-Z_]*")

# What tells of this machine or of this second.
HIDDEN = {
    "mlflow.source.name",
    "mlflow.source.git.commit",
    "mlflow.source.git.branch",
    "mlflow.source.git.repoURL",
    "mlflow.source.git.dirty",
    "mlflow.user",
    "mlflow.trace.sizeBytes",
    "mlflow.trace.sizeStats",
    "mlflow.experimentId",
    "mlflow.spanStartTimeNs",
    "exception.stacktrace",
    "created",
    "created_at",
    "completed_at",
    "net.peer.port",
    "client.port",
    "http.user_agent",
    "user_agent.original",
    "service.instance.id",
}


class Answers:
    """Label by label what the tests were answered."""

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}

    def add(self, test: str, label: str, answer: object) -> None:
        key = f"{test} / {label}"
        if key in self._kept:
            raise ValueError(f"the label is taken: {key}")
        self._kept[key] = plain(answer)

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(self._kept, indent=1, ensure_ascii=False), encoding="utf-8")


def plain(value: object) -> Any:
    """Of any answer, what is to be the same on both servers."""
    match value:
        case Trace():
            return trace_answer(value)
        case Assessment():
            return assessment_answer(value)
        case Exception():
            return error_answer(value)
        case dict():
            return {str(key): hide(str(key), item) for key, item in value.items()}
        case list() | tuple() | set():
            return [plain(item) for item in value]
        case str():
            return scrub(value)
        case None | bool() | int() | float():
            return value
    return scrub(repr(value))


def hide(key: str, value: object) -> Any:
    return "<hidden>" if key in HIDDEN else plain(value)


def scrub(text: str) -> str:
    for pattern, name in (
        (TRACE_ID, "<trace>"),
        (ASSESSMENT_ID, "<assessment>"),
        (HEX_TRACE_ID, "<hex trace>"),
        (HEX_SPAN_ID, "<span>"),
        (TIME, "<time>"),
        (URL, "<url>"),
        (CALL_ID, "<call>"),
        (ADDRESS, "at <address>"),
        (CREATED, '": <time>'),
    ):
        text = pattern.sub(name, text)
    return scrub_json(text)


def scrub_json(text: str) -> str:
    """The same for JSON in a string, whose members tell the second as well."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.dumps(plain(json.loads(text)), ensure_ascii=False)
    except ValueError:
        return text


def trace_answer(trace: Trace) -> dict[str, Any]:
    info = trace.info
    names = {span.span_id: span.name for span in trace.data.spans}
    return {
        "state": str(info.state),
        "client_request_id": info.client_request_id,
        "request_preview": plain(info.request_preview),
        "response_preview": plain(info.response_preview),
        "has_duration": info.execution_duration is not None,
        "metadata": info_map(info.trace_metadata),
        "tags": info_map(info.tags),
        "token_usage": plain(info.token_usage),
        "assessments": [assessment_answer(one) for one in info.assessments],
        "spans": [span_answer(span, names) for span in in_order(trace.data.spans)],
    }


def info_map(entries: dict[str, str]) -> dict[str, Any]:
    shown = {}
    for key, value in sorted(entries.items()):
        if key == "mlflow.artifactLocation":
            # The experiment's number differs.
            value = re.sub(r"/\d+/", "/<experiment>/", value)
        shown[key] = hide(key, value)
    return shown


def in_order(spans: list[Span]) -> list[Span]:
    """By start; parallel ones, whose order is chance, are told apart by what they got."""
    return sorted(spans, key=lambda span: (depth(span, spans), span.name, repr(span.inputs)))


def depth(span: Span, spans: list[Span]) -> int:
    parent = next((one for one in spans if one.span_id == span.parent_id), None)
    return 0 if parent is None else depth(parent, spans) + 1


def span_answer(span: Span, names: dict[str, str]) -> dict[str, Any]:
    attributes = {
        key: value
        for key, value in span.attributes.items()
        if key not in ("mlflow.spanInputs", "mlflow.spanOutputs", "mlflow.spanType")
    }
    return {
        "name": span.name,
        "parent": names.get(span.parent_id or "", span.parent_id and "<elsewhere>"),
        "type": span.span_type,
        "status": f"{span.status.status_code.value} {scrub(span.status.description)}".strip(),
        "inputs": plain(span.inputs),
        "outputs": plain(span.outputs),
        "attributes": plain(dict(sorted(attributes.items()))),
        "events": [
            {"name": event.name, "attributes": plain(event.attributes)} for event in span.events
        ],
        "has_ended": span.end_time_ns is not None,
    }


def assessment_answer(one: Assessment) -> dict[str, Any]:
    return {
        "kind": type(one).__name__,
        "name": one.name,
        "value": plain(getattr(one, "value", None)),
        "value_type": type(getattr(one, "value", None)).__name__,
        "source": [str(one.source.source_type), one.source.source_id] if one.source else None,
        "rationale": one.rationale,
        "metadata": plain(one.metadata),
        "on_span": one.span_id is not None,
        "error": plain(getattr(one, "error", None) and one.error.to_dictionary()),
        "has_id": one.assessment_id is not None,
        "has_times": one.create_time_ms is not None and one.last_update_time_ms is not None,
        "valid": one.valid,
        "overrides": one.overrides is not None,
    }


def error_answer(error: Exception) -> dict[str, Any]:
    return {
        "type": type(error).__name__,
        "code": getattr(error, "error_code", None),
        "message": scrub(str(error)),
    }
