"""Reads the answers that the suite has kept of each server and version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

VERSIONS = ("newest", "3.6")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--answers", required=True, help="folder of the answers")


def answers_of(config: pytest.Config, server: str, version: str) -> dict[str, Any]:
    file = Path(config.getoption("--answers")) / f"{server}-{version}.json"
    return json.loads(file.read_text(encoding="utf-8"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "answer" not in metafunc.fixturenames:
        return
    cases = [
        pytest.param((version, key), id=f"{version} {key}")
        for version in VERSIONS
        for key in answers_of(metafunc.config, "mlflow", version)
    ]
    metafunc.parametrize("answer", cases)


@pytest.fixture(scope="session")
def all_answers(request: pytest.FixtureRequest) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (server, version): answers_of(request.config, server, version)
        for server in ("mlflow", "otelier")
        for version in VERSIONS
    }
