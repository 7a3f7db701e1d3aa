"""Collect User Feedback (collect-user-feedback/index.mdx)."""

import inspect
import os
from typing import Literal

import mlflow
import pytest
from mlflow.entities import (
    AssessmentSource,
    AssessmentSourceType,
    Expectation,
    Feedback,
    Trace,
)
from mlflow.entities.assessment_error import AssessmentError
from mlflow.exceptions import MlflowException
from mlflow.genai.judges import make_judge

UNKNOWN_TRACE = "tr-" + "ab" * 16
HUMAN = AssessmentSource(source_type=AssessmentSourceType.HUMAN, source_id="user_123")


@pytest.fixture
def trace_id() -> str:
    with mlflow.start_span(name="answer") as span:
        span.set_inputs({"question": "What is a trace?"})
        span.set_outputs("The tree of the steps that an agent took.")
    return mlflow.get_last_active_trace_id()


def assessments_of(trace: Trace) -> list[tuple[str, object]]:
    return [(one.name, one.value) for one in trace.info.assessments]


def test_log_feedback(trace_id, get_trace, record):
    """§ Adding Feedback with API"""
    logged = mlflow.log_feedback(
        trace_id=trace_id,
        name="user_satisfaction",
        value=True,
        rationale="User indicated response was helpful",
        source=AssessmentSource(
            source_type=AssessmentSourceType.HUMAN, source_id="user_123"
        ),
    )
    assert logged.assessment_id.startswith("a-")
    record("logged", logged)

    trace = get_trace(trace_id)
    (stored,) = trace.info.assessments
    assert isinstance(stored, Feedback)
    assert [stored.name, stored.value] == ["user_satisfaction", True]
    assert stored.rationale == "User indicated response was helpful"
    assert [stored.source.source_type, stored.source.source_id] == ["HUMAN", "user_123"]
    assert stored.assessment_id == logged.assessment_id
    assert mlflow.get_assessment(trace_id, logged.assessment_id).value is True
    record("trace", trace)


def test_judge(trace_id, get_trace, record):
    """§ Adding Feedback with API: a judge's feedback, logged with log_assessment

    Of the snippet, only the server that the model runs on is another.
    """
    elsewhere = {}
    if "base_url" in inspect.signature(make_judge).parameters:
        elsewhere["base_url"] = f"{os.environ['STAND_IN_URL']}/v1/messages"
    coherence_judge = make_judge(
        name="coherence",
        instructions=(
            "Evaluate if the response is coherent, maintaining a constant tone "
            "and following a clear flow of thoughts/concepts"
            "Trace: {{ trace }}\n"
        ),
        feedback_value_type=Literal["coherent", "somewhat coherent", "incoherent"],
        model="anthropic:/claude-opus-4-1-20250805",
        **elsewhere,
    )

    trace = mlflow.get_trace(trace_id)
    feedback = coherence_judge(trace=trace)
    assert feedback.error is None
    assert feedback.value in ("coherent", "somewhat coherent", "incoherent")

    mlflow.log_assessment(trace_id=trace_id, assessment=feedback)

    trace = get_trace(trace_id)
    stored = next(one for one in trace.info.assessments if one.name == "coherence")
    assert stored.value == feedback.value
    assert stored.rationale == feedback.rationale
    assert stored.source.source_type == AssessmentSourceType.LLM_JUDGE
    assert stored.source.source_id == "anthropic:/claude-opus-4-1-20250805"
    record("assessment", stored)


@pytest.mark.parametrize(
    "value",
    [True, False, 5, 0.75, -1, "Well put, but long", ["a", "b"], {"tone": 3, "facts": True}],
    ids=repr,
)
def test_value_types(trace_id, get_trace, record, value):
    """§ Supported Value Types"""
    mlflow.log_feedback(trace_id=trace_id, name="quality", value=value, source=HUMAN)

    (stored,) = get_trace(trace_id).info.assessments
    assert stored.value == value
    assert isinstance(stored.value, bool) == isinstance(value, bool)
    record("assessment", stored)


@pytest.mark.parametrize("source_type", ["HUMAN", "LLM_JUDGE", "CODE", "AI_JUDGE"])
def test_sources(trace_id, get_trace, record, source_type):
    """§ Supported Feedback Sources"""
    source = AssessmentSource(source_type=source_type, source_id="someone")
    mlflow.log_feedback(trace_id=trace_id, name="quality", value=1.0, source=source)

    (stored,) = get_trace(trace_id).info.assessments
    wanted = "LLM_JUDGE" if source_type == "AI_JUDGE" else source_type
    assert [stored.source.source_type, stored.source.source_id] == [wanted, "someone"]
    record("assessment", stored)


def test_default_source(trace_id, get_trace, record):
    mlflow.log_feedback(trace_id=trace_id, name="length", value=42)

    (stored,) = get_trace(trace_id).info.assessments
    assert [stored.source.source_type, stored.source.source_id] == ["CODE", "default"]
    record("assessment", stored)


def test_feedback_with_an_error(trace_id, get_trace, record):
    error = AssessmentError(
        error_code="RATE_LIMIT_EXCEEDED", error_message="try later", stack_trace="line 1"
    )
    mlflow.log_feedback(trace_id=trace_id, name="judged", error=error, source=HUMAN)

    (stored,) = get_trace(trace_id).info.assessments
    assert stored.value is None
    assert stored.error.error_code == "RATE_LIMIT_EXCEEDED"
    assert stored.error.error_message == "try later"
    record("assessment", stored)


@pytest.mark.parametrize(
    "value", ["Paris", 3, 0.5, True, ["a", {"b": 1}], {"facts": ["x", "y"]}], ids=repr
)
def test_expectations(trace_id, get_trace, record, value):
    mlflow.log_expectation(trace_id=trace_id, name="expected", value=value, source=HUMAN)

    (stored,) = get_trace(trace_id).info.assessments
    assert isinstance(stored, Expectation)
    assert stored.value == value
    record("assessment", stored)


def test_feedback_on_a_span(trace_id, get_trace, record):
    span_id = get_trace(trace_id).data.spans[0].span_id
    mlflow.log_feedback(
        trace_id=trace_id,
        span_id=span_id,
        name="retrieval",
        value="relevant",
        metadata={"reviewer": "second", "mlflow.trace.session": "session-7"},
        source=HUMAN,
    )

    (stored,) = get_trace(trace_id).info.assessments
    assert stored.span_id == span_id
    assert stored.metadata["reviewer"] == "second"
    record("assessment", stored)


def test_update(trace_id, get_trace, record):
    first = mlflow.log_feedback(
        trace_id=trace_id, name="score", value=1, rationale="bad", metadata={"a": "1"}
    )
    updated = mlflow.update_assessment(
        trace_id=trace_id,
        assessment_id=first.assessment_id,
        assessment=Feedback(name="rating", value=5, rationale="good", metadata={"b": "2"}),
    )
    assert updated.value == 5
    record("updated", updated)

    (stored,) = get_trace(trace_id).info.assessments
    assert [stored.name, stored.value, stored.rationale] == ["rating", 5, "good"]
    assert stored.metadata["b"] == "2"
    assert stored.assessment_id == first.assessment_id
    assert stored.last_update_time_ms >= stored.create_time_ms
    record("stored", stored)


def test_override_and_delete(trace_id, get_trace, record):
    judged = mlflow.log_feedback(trace_id=trace_id, name="ok", value=False)
    corrected = mlflow.override_feedback(
        trace_id=trace_id,
        assessment_id=judged.assessment_id,
        value=True,
        rationale="A person looked.",
        source=HUMAN,
    )

    by_id = {one.assessment_id: one for one in get_trace(trace_id).info.assessments}
    assert by_id[corrected.assessment_id].overrides == judged.assessment_id
    assert by_id[corrected.assessment_id].valid is True
    assert by_id[judged.assessment_id].valid is False
    record("overridden", sorted(map(validity, by_id.values())))

    mlflow.delete_assessment(trace_id, corrected.assessment_id)
    (restored,) = get_trace(trace_id).info.assessments
    assert restored.assessment_id == judged.assessment_id
    assert restored.valid is True
    record("restored", restored)

    mlflow.delete_assessment(trace_id, judged.assessment_id)
    assert get_trace(trace_id).info.assessments == []


def validity(one: Feedback) -> list[object]:
    return [one.valid, one.value, one.overrides is not None]


def test_several_assessments(trace_id, get_trace, record):
    for name in ["a", "b", "c"]:
        mlflow.log_feedback(trace_id=trace_id, name=name, value=name)
    mlflow.log_feedback(trace_id=trace_id, name="a", value="again")
    mlflow.log_expectation(trace_id=trace_id, name="a", value="expected")

    trace = get_trace(trace_id)
    assert sorted(assessments_of(trace)) == [
        ("a", "a"),
        ("a", "again"),
        ("a", "expected"),
        ("b", "b"),
        ("c", "c"),
    ]
    assert len(trace.search_assessments(name="a", type="feedback")) == 2
    record("all", sorted(assessments_of(trace)))


def test_assessment_of_unknown_trace(record):
    with pytest.raises(MlflowException) as error:
        mlflow.log_feedback(trace_id=UNKNOWN_TRACE, name="ok", value=True)
    record("log", error.value)


def test_unknown_assessment(trace_id, record):
    with pytest.raises(MlflowException) as error:
        mlflow.get_assessment(trace_id, "a-" + "ab" * 16)
    record("get", error.value)
    mlflow.delete_assessment(trace_id, "a-" + "ab" * 16)
