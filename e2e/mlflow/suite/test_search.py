"""Search with every operator and every order, paging, errors, and deletion."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import SpanType
from mlflow.exceptions import MlflowException


UNKNOWN_TRACE = "tr-" + "ab" * 16


@dataclass(frozen=True)
class Story:
    """Traces whose names are their whole identity, oldest first: one, two, three, four."""

    experiment: str
    ids: dict[str, str]
    times: dict[str, int]

    def find(self, filter_string: str, **options: object) -> list[str]:
        traces = MlflowClient().search_traces(
            experiment_ids=[self.experiment],
            filter_string=filter_string,
            include_spans=False,
            **options,
        )
        return [trace.info.tags["mlflow.traceName"] for trace in traces]

    def fill(self, text: str) -> str:
        """Puts ids (`{id:one}`) and times (`{time:one}`) into a filter."""
        for name in self.ids:
            text = text.replace(f"{{id:{name}}}", self.ids[name])
            text = text.replace(f"{{time:{name}}}", str(self.times[name]))
        return text


@pytest.fixture(scope="module")
def story(tracking: None) -> Iterator[Story]:
    experiment = mlflow.set_experiment(f"search {time.time_ns()}").experiment_id

    with mlflow.start_span(name="one", span_type=SpanType.CHAIN) as span:
        span.set_inputs({"question": "Where is Oslo?"})
        mlflow.update_current_trace(
            tags={"env": "prod", "topic": "about mlflow", "a key": "spaced", "100%": "a_b"},
            metadata={"mlflow.trace.session": "s1", "mlflow.trace.user": "anna"},
            client_request_id="request-1",
        )
        with mlflow.start_span(name="search", span_type=SpanType.RETRIEVER) as inner:
            inner.set_attribute("gen_ai.request.model", "gpt-4o-mini")
            inner.set_outputs("Norway")
    with pytest.raises(ValueError), mlflow.start_span(name="two", span_type=SpanType.AGENT):
        mlflow.update_current_trace(
            tags={"env": "PROD", "topic": "MLflow"},
            metadata={"mlflow.trace.session": "s1", "mlflow.trace.user": "ben"},
        )
        with mlflow.start_span(name="search", span_type=SpanType.TOOL):
            raise ValueError("nothing found")
    with mlflow.start_span(name="three"):
        mlflow.update_current_trace(
            tags={"env": "staging"}, metadata={"mlflow.trace.session": "s2"}
        )
        time.sleep(0.6)
    with mlflow.start_span(name="four") as span:
        span.set_outputs("größer 🚀")
    mlflow.flush_trace_async_logging()

    found = MlflowClient().search_traces([experiment], order_by=["timestamp ASC"])
    ids = {trace.info.tags["mlflow.traceName"]: trace.info.trace_id for trace in found}
    assert list(ids) == ["one", "two", "three", "four"]
    mlflow.log_feedback(trace_id=ids["one"], name="score", value=0.5)
    mlflow.log_feedback(trace_id=ids["two"], name="score", value=1.0)
    mlflow.log_feedback(trace_id=ids["one"], name="helpful", value=True)
    mlflow.log_feedback(trace_id=ids["three"], name="tone", value="warm")
    mlflow.log_expectation(trace_id=ids["four"], name="answer", value="Oslo")
    times = {
        trace.info.tags["mlflow.traceName"]: trace.info.timestamp_ms for trace in found
    }
    yield Story(experiment, ids, times)


ALL = ["one", "two", "three", "four"]

FILTERS: dict[str, list[str]] = {
    "": ALL,
    # Status
    "status = 'OK'": ["one", "three", "four"],
    "trace.status = 'ERROR'": ["two"],
    "attributes.status != 'ERROR'": ["one", "three", "four"],
    "attribute.status IN ('ERROR', 'OK')": ALL,
    "trace.status NOT IN ('OK')": ["two"],
    "status LIKE 'ERR%'": ["two"],
    "status ILIKE 'err%'": ["two"],
    "status = 'ok'": [],
    # Times
    "timestamp_ms >= {time:one}": ALL,
    "timestamp > {time:four}": [],
    "timestamp_ms < {time:one}": [],
    "trace.timestamp_ms = {time:four}": ["four"],
    "timestamp_ms != {time:four}": ["one", "two", "three"],
    "timestamp_ms >= '{time:three}'": ["three", "four"],
    "execution_time_ms >= 500": ["three"],
    "trace.execution_time < 500": ["one", "two", "four"],
    "execution_time_ms > 500 AND status = 'OK'": ["three"],
    "end_time_ms >= {time:one}": ALL,
    # Ids and names
    "request_id = '{id:two}'": ["two"],
    "trace.request_id IN ('{id:one}', '{id:four}')": ["one", "four"],
    "client_request_id = 'request-1'": ["one"],
    "client_request_id LIKE 'request%'": ["one"],
    "name = 'three'": ["three"],
    "trace.name != 'three'": ["one", "two", "four"],
    "name LIKE 't%'": ["two", "three"],
    "name ILIKE 'T%'": ["two", "three"],
    "trace.name RLIKE '^(one|four)$'": ["one", "four"],
    # Tags
    "tag.env = 'prod'": ["one"],
    "tags.env != 'prod'": ["two", "three"],
    "tags.env LIKE 'pro%'": ["one"],
    "tags.env ILIKE 'pro%'": ["one", "two"],
    "tags.env RLIKE '^(PROD|staging)$'": ["two", "three"],
    "tags.topic LIKE '%mlflow%'": ["one"],
    "tags.env IS NULL": ["four"],
    "tag.env IS NOT NULL": ["one", "two", "three"],
    "tags.`a key` = 'spaced'": ["one"],
    'tags."a key" = \'spaced\'': ["one"],
    "tags.'a key' = 'spaced'": ["one"],
    "tags.env = 'never'": [],
    # Metadata
    "metadata.`mlflow.trace.session` = 's1'": ["one", "two"],
    "request_metadata.`mlflow.trace.user` = 'anna'": ["one"],
    "metadata.`mlflow.trace.user` LIKE '%n%'": ["one", "two"],
    "metadata.`mlflow.trace.session` IS NULL": ["four"],
    "metadata.`mlflow.trace.session` != 's1'": ["three"],
    # Spans
    "span.name = 'search'": ["one", "two"],
    "span.name != 'search'": ALL,
    "span.name LIKE 'sea%'": ["one", "two"],
    "span.name IN ('three', 'four')": ["three", "four"],
    "span.type = 'TOOL'": ["two"],
    "span.type IN ('AGENT', 'CHAIN')": ["one", "two"],
    "span.type NOT IN ('AGENT', 'CHAIN', 'UNKNOWN')": ["one", "two"],
    "span.status = 'ERROR'": ["two"],
    "span.name = 'search' AND span.status = 'ERROR'": ["two"],
    "span.name = 'search' AND span.type = 'AGENT'": [],
    "span.attributes.`gen_ai.request.model` LIKE '%gpt%'": ["one"],
    "span.attributes.`gen_ai.request.model` ILIKE '%GPT%'": ["one"],
    "span.attributes.`gen_ai.request.model` RLIKE 'gpt-4o'": ["one"],
    # Text
    "trace.text LIKE '%Norway%'": ["one"],
    "trace.text ILIKE '%norway%'": ["one"],
    "trace.text LIKE '%nowhere to be found%'": [],
    "span.content LIKE '%Oslo%'": ["one"],
    # Assessments
    "feedback.score = '0.5'": ["one"],
    "feedback.score != '0.5'": ["two"],
    "feedback.helpful = 'true'": ["one"],
    "feedback.tone = 'warm'": ["three"],
    "feedback.tone LIKE '%wa%'": ["three"],
    "feedback.tone ILIKE '%WA%'": ["three"],
    "feedback.score IS NOT NULL": ["one", "two"],
    "feedback.score IS NULL": ["three", "four"],
    "feedback.score > 0.5": ["two"],
    "feedback.score >= 0.5": ["one", "two"],
    "feedback.score < 0.75": ["one"],
    "feedback.score <= 0": [],
    "expectation.answer = 'Oslo'": ["four"],
    "expectation.answer IS NOT NULL": ["four"],
    # Together
    "status = 'OK' AND tags.env = 'prod' AND metadata.`mlflow.trace.user` = 'anna'": ["one"],
    "tags.env = 'prod' AND span.name = 'search' AND feedback.score = '0.5'": ["one"],
    "status = 'OK' and tags.env = 'prod'": ["one"],
}

# What the documents do not settle: only that both servers say the same.
UNSETTLED = [
    "STATUS = 'OK'",
    "feedback.tone LIKE 'wa%'",
    "tags.env = prod",
    "tags.`100%` = 'a_b'",
    "tags.`100%` LIKE 'a\\_b'",
    "run_id = 'none'",
    "prompt = 'name/1'",
    "span.attributes.`gen_ai.request.model` = 'gpt-4o-mini'",
    "span.attributes.`gen_ai.request.model` LIKE 'gpt%'",
    "span.content LIKE '%größer%'",
    "trace.text LIKE '%🚀%'",
    "timestamp_ms = 'soon'",
    "execution_time_ms LIKE '1%'",
    "state = 'OK'",
    "trace_id = 'tr-1'",
    "request_time > 1",
    "execution_duration > 1",
    "end_time < 1",
    "text LIKE '%a%'",
    "feedback.score > '0.2'",
    "feedback.score = 0.5",
    "feedback.helpful = true",
    "name IN ('one')",
    "tags.env IN ('prod')",
    "status = 'OK' OR status = 'ERROR'",
    "NOT status = 'OK'",
    "(status = 'OK')",
    "timestamp_ms BETWEEN 1 AND 2",
    "status == 'OK'",
    "status <> 'OK'",
    "status = 'OK';",
    "status",
    "= 'OK'",
    "tags.env RLIKE '('",
    "unknown.field = 'x'",
    "issue.id = '1'",
    "span.unknown = 'x'",
]

ORDERS: dict[str, list[str]] = {
    "timestamp ASC": ALL,
    "timestamp_ms DESC": ["four", "three", "two", "one"],
    "timestamp_ms": ALL,
    "status ASC, timestamp_ms ASC": ["two", "one", "three", "four"],
    "status DESC, timestamp_ms DESC": ["four", "three", "one", "two"],
    "name ASC": ["four", "one", "three", "two"],
    "name DESC": ["two", "three", "one", "four"],
    "trace.name": ["four", "one", "three", "two"],
    "execution_time_ms DESC": ["three"],
    "execution_time ASC": [],
}

UNSETTLED_ORDERS = [
    "tag.env ASC, timestamp_ms ASC",
    "tags.env DESC, timestamp_ms ASC",
    "metadata.`mlflow.trace.user` ASC, timestamp_ms ASC",
    "experiment_id ASC, timestamp_ms ASC",
    "run_id ASC, timestamp_ms ASC",
    "end_time_ms ASC",
    "timestamp_ms ASC, timestamp_ms DESC",
    "unknown ASC",
    "timestamp_ms SIDEWAYS",
    "name ASC;",
]


@pytest.mark.parametrize("filter_string", FILTERS, ids=lambda text: text or "(none)")
def test_filter(story, filter_string):
    try:
        found = story.find(story.fill(filter_string), order_by=["timestamp_ms ASC"])
    except MlflowException as error:
        pytest.fail(f"refused: {error}")
    assert found == FILTERS[filter_string]


@pytest.mark.parametrize("filter_string", UNSETTLED)
def test_unsettled_filter(story, record, filter_string):
    try:
        answer = story.find(story.fill(filter_string), order_by=["timestamp_ms ASC"])
    except MlflowException as error:
        assert error.error_code, "an error of the server's own making"
        answer = error
    record("answer", answer)


@pytest.mark.parametrize("order", ORDERS)
def test_order(story, record, order):
    found = story.find("", order_by=order.split(", "))
    wanted = ORDERS[order]
    assert sorted(found) == sorted(ALL)
    # Durations below a millisecond have no order that can be relied on.
    if order == "execution_time ASC":
        assert found[-1] == "three"
    else:
        assert found[: len(wanted)] == wanted


@pytest.mark.parametrize("order", UNSETTLED_ORDERS)
def test_unsettled_order(story, record, order):
    try:
        answer = story.find("", order_by=order.split(", "))
    except MlflowException as error:
        answer = error
    record("answer", answer)


def test_default_order_is_newest_first(story):
    assert story.find("") == ["four", "three", "two", "one"]


def test_pages(story, record):
    client = MlflowClient()
    seen: list[str] = []
    sizes: list[int] = []
    token = None
    while True:
        page = client.search_traces(
            [story.experiment], max_results=3, order_by=["timestamp_ms ASC"], page_token=token
        )
        seen += [trace.info.tags["mlflow.traceName"] for trace in page]
        sizes.append(len(page))
        token = page.token
        if not token:
            break
    assert seen == ALL
    assert sizes == [3, 1]


def test_page_that_just_fits(story, record):
    page = MlflowClient().search_traces([story.experiment], max_results=4)
    record("has more", bool(page.token))
    assert len(page) == 4


@pytest.mark.parametrize("page_token", ["nonsense", "e30="])
def test_bad_page_token(story, record, page_token):
    with pytest.raises(MlflowException) as error:
        story.find("", page_token=page_token)
    record("error code", error.value.error_code)


@pytest.mark.parametrize("most", [1, 500])
def test_max_results(story, most):
    assert len(story.find("", max_results=most)) == min(most, 4)


@pytest.mark.parametrize("most", [0, -1, 501, 100_000])
def test_bad_max_results(story, record, most):
    try:
        answer = len(MlflowClient().search_traces([story.experiment], max_results=most))
    except MlflowException as error:
        answer = error
    record("answer", answer)


def test_unknown_experiment(record):
    try:
        answer = len(MlflowClient().search_traces(["987654321"]))
    except MlflowException as error:
        answer = error
    record("answer", answer)


def test_data_frame(story, record):
    mlflow.set_experiment(experiment_id=story.experiment)
    frame = mlflow.search_traces(order_by=["timestamp_ms ASC"])
    assert len(frame) == 4
    assert frame["trace_id"].tolist() == list(story.ids.values())
    assert frame["request"][0] == {"question": "Where is Oslo?"}
    assert frame["response"][3] == "größer 🚀"
    assert [str(state).split(".")[-1] for state in frame["state"]] == ["OK", "ERROR", "OK", "OK"]
    record("columns", sorted(frame.columns))


def test_search_with_spans(story, record):
    traces = MlflowClient().search_traces(
        [story.experiment], order_by=["timestamp_ms ASC"], include_spans=True
    )
    assert [len(trace.data.spans) for trace in traces] == [2, 2, 1, 1]
    record("traces", list(traces))


def test_get_trace(story, record):
    trace = mlflow.get_trace(story.ids["two"])
    assert [span.name for span in trace.data.spans] == ["two", "search"]
    record("trace", trace)


def test_get_unknown_trace(record):
    assert mlflow.get_trace(UNKNOWN_TRACE, silent=True) is None
    with pytest.raises(MlflowException) as error:
        MlflowClient().get_trace(UNKNOWN_TRACE)
    record("error", error.value)


def test_delete_by_id(experiment, record):
    ids = [made(name) for name in ("kept", "gone", "gone too")]
    client = MlflowClient()

    assert client.delete_traces(experiment, trace_ids=ids[1:]) == 2
    left = client.search_traces([experiment])
    assert [trace.info.trace_id for trace in left] == ids[:1]
    assert mlflow.get_trace(ids[1], silent=True) is None
    record("again", client.delete_traces(experiment, trace_ids=ids[1:]))


def test_delete_by_age(experiment, record):
    ids = [made(name) for name in ("first", "second", "third")]
    client = MlflowClient()
    times = {trace.info.trace_id: trace.info.timestamp_ms for trace in client.search_traces([experiment])}

    assert client.delete_traces(experiment, max_timestamp_millis=times[ids[1]], max_traces=1) == 1
    assert [trace.info.trace_id for trace in client.search_traces([experiment])] == [
        ids[2],
        ids[1],
    ]
    assert client.delete_traces(experiment, max_timestamp_millis=times[ids[1]]) == 1
    assert [trace.info.trace_id for trace in client.search_traces([experiment])] == ids[2:]


def test_delete_from_another_experiment(experiment, record):
    kept = made("kept")
    deleted = MlflowClient().delete_traces("0", trace_ids=[kept])
    record("deleted", deleted)
    assert deleted == 0
    assert mlflow.get_trace(kept) is not None


def made(name: str) -> str:
    """The id of a new trace, a few milliseconds after any before it."""
    time.sleep(0.005)
    with mlflow.start_span(name=name):
        pass
    mlflow.flush_trace_async_logging()
    return mlflow.get_last_active_trace_id()
