"""Experiments, as far as tracing needs them: `set_experiment` of several snippets."""

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

UNKNOWN = "987654321"


def test_set_experiment_makes_it_once(experiment, record):
    first = mlflow.set_experiment(f"my-experiment {experiment}")
    second = mlflow.set_experiment(f"my-experiment {experiment}")

    assert first.experiment_id == second.experiment_id
    assert first.lifecycle_stage == "active"
    assert mlflow.get_experiment(first.experiment_id).name == f"my-experiment {experiment}"
    assert first.creation_time is not None
    record("stage", [first.lifecycle_stage, sorted(first.tags)])


def test_default_experiment(record):
    default = mlflow.get_experiment_by_name("Default")
    assert default.experiment_id == "0"
    record("default", [default.name, default.experiment_id, default.lifecycle_stage])


def test_experiment_that_is_not_there(record):
    assert mlflow.get_experiment_by_name("never made") is None
    with pytest.raises(MlflowException) as error:
        mlflow.get_experiment(UNKNOWN)
    assert error.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    record("get", error.value)


def test_name_that_is_taken(experiment, record):
    MlflowClient().create_experiment(f"taken by {experiment}")
    with pytest.raises(MlflowException) as error:
        MlflowClient().create_experiment(f"taken by {experiment}")
    assert error.value.error_code == "RESOURCE_ALREADY_EXISTS"
    record("code", error.value.error_code)


def test_search_experiments(experiment):
    mlflow.set_experiment(f"findable {experiment}")
    names = [one.name for one in MlflowClient().search_experiments()]
    assert f"findable {experiment}" in names


def test_traces_stay_in_their_experiments(experiment, record):
    one = mlflow.set_experiment(f"one {experiment}")
    with mlflow.start_span(name="in one"):
        pass
    other = mlflow.set_experiment(f"other {experiment}")
    with mlflow.start_span(name="in other"):
        pass
    mlflow.flush_trace_async_logging()

    client = MlflowClient()
    found = {
        ids: sorted(
            trace.info.tags["mlflow.traceName"]
            for trace in client.search_traces(ids.split())
        )
        for ids in (
            one.experiment_id,
            other.experiment_id,
            f"{one.experiment_id} {other.experiment_id}",
        )
    }
    assert list(found.values()) == [["in one"], ["in other"], ["in one", "in other"]]
    record("found", list(found.values()))
