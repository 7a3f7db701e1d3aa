"""What the documents show, in one conversation, for the spec that looks at the window."""

import mlflow
import openai
from mlflow.entities import AssessmentSource, AssessmentSourceType, SpanType
from telling import tell

mlflow.set_experiment("Support desk")
mlflow.openai.autolog()


@mlflow.trace(span_type=SpanType.RETRIEVER)
def search_handbook(question: str) -> list[dict[str, object]]:
    return [{"page_content": "Refunds take five days.", "metadata": {"doc_uri": "refunds.md"}}]


@mlflow.trace(name="count down", output_reducer=lambda parts: " ".join(parts))
def count_down():
    yield from ("three", "two", "one")


@mlflow.trace(name="answer a customer", span_type=SpanType.AGENT)
def answer(question: str) -> str:
    mlflow.update_current_trace(
        tags={"environment": "production", "topic": "about mlflow"},
        metadata={"mlflow.trace.session": "desk-7", "mlflow.trace.user": "ada"},
        request_preview="Asked: when is my refund here?",
        response_preview="Said: in five days.",
    )
    search_handbook(question)
    list(count_down())
    completion = openai.OpenAI().chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": question}]
    )
    return completion.choices[0].message.content


@mlflow.trace(name="fail a customer", span_type=SpanType.AGENT)
def fail(question: str) -> str:
    mlflow.update_current_trace(metadata={"mlflow.trace.session": "desk-7"})
    raise TimeoutError(f"no answer to: {question}")


answer("When is my refund here?")
answered = mlflow.get_last_active_trace_id()
try:
    fail("Where is it?")
except TimeoutError:
    failed = mlflow.get_last_active_trace_id()

mlflow.flush_trace_async_logging()
mlflow.set_trace_tag(trace_id=answered, key="reviewed", value="yes")
mlflow.log_feedback(
    trace_id=answered,
    name="user_satisfaction",
    value=True,
    rationale="User indicated response was helpful",
    source=AssessmentSource(source_type=AssessmentSourceType.HUMAN, source_id="user_123"),
)
tell(answered=answered, failed=failed)
