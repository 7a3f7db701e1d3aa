"""Setting Trace Tags (attach-tags/index.mdx)."""

import mlflow
import pytest
from mlflow.exceptions import MlflowException


UNKNOWN_TRACE = "tr-" + "ab" * 16


@pytest.fixture
def trace_id() -> str:
    with mlflow.start_span(name="tagged"):
        pass
    return mlflow.get_last_active_trace_id()


def test_tags_on_ongoing_traces(last_trace, record):
    """§ Setting Tags on Ongoing Traces, with the note: a key that is there gets the new value"""

    @mlflow.trace
    def my_func(x):
        mlflow.update_current_trace(tags={"fruit": "pear", "size": "big"})
        mlflow.update_current_trace(tags={"fruit": "apple"})
        return x + 1

    result = my_func(5)

    trace = last_trace()
    assert result == 6
    assert trace.info.tags["fruit"] == "apple"
    assert trace.info.tags["size"] == "big"
    record("trace", trace)


def test_tags_on_completed_traces(trace_id, get_trace, record):
    """§ Setting Tags on Completed Traces; § Retrieving Tags"""
    mlflow.set_trace_tag(trace_id=trace_id, key="tag_key", value="tag_value")

    trace = mlflow.get_trace(trace_id=trace_id)
    assert trace.info.tags["tag_key"] == "tag_value"
    record("set", trace)

    mlflow.set_trace_tag(trace_id=trace_id, key="tag_key", value="another")
    assert get_trace(trace_id).info.tags["tag_key"] == "another"

    mlflow.delete_trace_tag(trace_id=trace_id, key="tag_key")
    trace = get_trace(trace_id)
    assert "tag_key" not in trace.info.tags
    record("deleted", trace)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("empty", ""),
        ("with space", "a b"),
        ("dotted.key", "dotted"),
        ("path/key", "a/b?c=d&e"),
        ("schlüssel", "größer 🚀"),
        ("long", "x" * 4096),
        ("quote", "it's \"quoted\" `here` \\ %_"),
    ],
)
def test_tags_of_every_kind(trace_id, get_trace, record, key, value):
    mlflow.set_trace_tag(trace_id, key, value)

    tags = get_trace(trace_id).info.tags
    assert tags[key] == value
    record("tags", {name: tags[name] for name in sorted(tags) if name == key})


def test_tag_of_unknown_trace(record):
    with pytest.raises(MlflowException) as error:
        mlflow.set_trace_tag(UNKNOWN_TRACE, "key", "value")
    record("set", error.value)


def test_deleting_a_tag_that_is_not_there(trace_id, record):
    with pytest.raises(MlflowException) as error:
        mlflow.delete_trace_tag(trace_id, "never set")
    record("delete", error.value)


def test_searching_with_tags(record):
    """§ Searching and Filtering with Tags"""
    for topic, environment in [
        ("about mlflow", "production"),
        ("mlflow", "staging"),
        ("otel", "production"),
    ]:
        with mlflow.start_span(name=topic):
            mlflow.update_current_trace(tags={"topic": topic, "environment": environment})
    mlflow.flush_trace_async_logging()

    # Search for traces with tag 'environment' set to 'production'
    traces = mlflow.search_traces(filter_string="tags.environment = 'production'")
    assert sorted(tags["topic"] for tags in traces["tags"]) == ["about mlflow", "otel"]

    # Search for traces with tag that contains the word 'mlflow'
    traces = mlflow.search_traces(filter_string="tags.topic LIKE '%mlflow%'")
    assert sorted(tags["topic"] for tags in traces["tags"]) == ["about mlflow", "mlflow"]
    record("columns", sorted(traces.columns))
