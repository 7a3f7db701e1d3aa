"""Otelier answers as MLflow's server does, but for what is known and explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import VERSIONS
from differences import MISSING, Difference, difference, known_differences

DOCUMENT = Path(__file__).parents[3] / "docs" / "mlflow-compatibility.md"


def differences_of(all_answers, version: str, key: str) -> list[Difference]:
    return difference(
        key,
        all_answers["mlflow", version][key],
        all_answers["otelier", version].get(key, MISSING),
    )


def test_answer(all_answers, answer):
    version, key = answer
    unknown = [
        found
        for found in differences_of(all_answers, version, key)
        if not any(known.covers(found) for known in known_differences())
    ]
    assert not unknown, "\n" + "\n".join(map(str, unknown))


@pytest.mark.parametrize("known", known_differences(), ids=lambda known: known.title)
def test_known_difference_is_still_there(all_answers, known):
    """What is the same by now must not be explained any more."""
    assert any(
        known.covers(found)
        for version in VERSIONS
        for key in all_answers["mlflow", version]
        for found in differences_of(all_answers, version, key)
    )


@pytest.mark.parametrize("known", known_differences(), ids=lambda known: known.title)
def test_known_difference_is_documented(known):
    document = DOCUMENT.read_text(encoding="utf-8")
    assert known.title in document
    assert known.reason in document


def test_both_servers_were_asked_the_same(all_answers):
    for version in VERSIONS:
        assert set(all_answers["mlflow", version]) <= set(all_answers["otelier", version])
