"""What every test has: the server under test, an experiment of its own, a book of answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import mlflow
import pytest
from answers import Answers
from mlflow.entities import Trace
from programs_runner import Program, run_program

PROGRAMS = Path(__file__).parent / "programs"
# So that a server can be asked again by hand.
RUN = f"{mlflow.__version__} {uuid4().hex[:6]}"


@dataclass(frozen=True)
class Server:
    """One of the two servers that are asked the same."""

    kind: str
    url: str
    grpc_url: str | None

    @property
    def is_otelier(self) -> bool:
        return self.kind == "otelier"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--server", required=True, choices=["otelier", "mlflow"])
    parser.addoption("--url", required=True, help="of its HTTP port")
    parser.addoption("--grpc-url", help="of its gRPC port, where it has one")
    parser.addoption("--answers", help="file that the answers are written to")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Both servers' tests come first and in one order, so that the stand-in counts them alike."""
    others = [item for item in items if item.get_closest_marker("otelier_only")]
    items[:] = [item for item in items if item not in others]
    if config.getoption("--server") == "otelier":
        items += others
    else:
        config.hook.pytest_deselected(items=others)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Server:
    option = request.config.getoption
    return Server(option("--server"), option("--url").rstrip("/"), option("--grpc-url"))


@pytest.fixture(scope="session")
def all_answers(request: pytest.FixtureRequest) -> Iterator[Answers]:
    answers = Answers()
    yield answers
    if file := request.config.getoption("--answers"):
        answers.write(Path(file))


@pytest.fixture
def record(
    request: pytest.FixtureRequest, all_answers: Answers
) -> Callable[[str, object], None]:
    """Keeps an answer under a label, to be compared with the other server's."""

    def keep(label: str, answer: object) -> None:
        all_answers.add(request.node.nodeid, label, answer)

    return keep


@pytest.fixture(scope="session", autouse=True)
def tracking(server: Server) -> None:
    mlflow.set_tracking_uri(server.url)


@pytest.fixture(autouse=True)
def experiment(request: pytest.FixtureRequest, server: Server) -> str:
    """The id of a new experiment of the test's name."""
    name = f"{request.node.nodeid} {RUN}"
    return mlflow.set_experiment(name).experiment_id


@pytest.fixture
def last_trace() -> Callable[[], Trace]:
    """The trace that ended last, as the server tells it."""

    def get() -> Trace:
        trace_id = mlflow.get_last_active_trace_id()
        assert trace_id is not None, "no trace was made"
        return stored(trace_id)

    return get


@pytest.fixture
def get_trace() -> Callable[[str], Trace]:
    return stored


def stored(trace_id: str) -> Trace:
    mlflow.flush_trace_async_logging()
    trace = mlflow.get_trace(trace_id)
    assert trace is not None, f"the server does not know {trace_id}"
    return trace


@pytest.fixture
def openai_autolog() -> Iterator[None]:
    mlflow.openai.autolog()
    yield
    mlflow.openai.autolog(disable=True)


@pytest.fixture
def program(server: Server, experiment: str) -> Callable[..., Program]:
    """Runs a program in a process of its own, for what MLflow sets up once in a process."""

    def run(name: str, **variables: str) -> Program:
        env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("OTEL_")},
            "MLFLOW_TRACKING_URI": server.url,
            "MLFLOW_EXPERIMENT_ID": experiment,
            **variables,
        }
        return run_program(sys.executable, PROGRAMS / name, env)

    return run
