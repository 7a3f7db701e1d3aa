"""Where two servers' answers differ, and which of the differences are meant."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

KNOWN = Path(__file__).parent / "known-differences.json"
MISSING = "<missing>"


@dataclass(frozen=True)
class Difference:
    """One place of an answer."""

    place: str
    """The test, the label and the way into the answer, divided by ` / `."""
    mlflow: Any
    otelier: Any

    def __str__(self) -> str:
        return (
            f"{self.place}\n  MLflow:  {shorten(self.mlflow)}\n  Otelier: {shorten(self.otelier)}"
        )


@dataclass(frozen=True)
class Known:
    """A difference that is meant, or cannot be helped."""

    title: str
    reason: str
    place: re.Pattern[str]
    mlflow: re.Pattern[str] | None
    otelier: re.Pattern[str] | None

    def covers(self, difference: Difference) -> bool:
        return (
            self.place.search(difference.place) is not None
            and (self.mlflow is None or self.mlflow.search(text(difference.mlflow)) is not None)
            and (self.otelier is None or self.otelier.search(text(difference.otelier)) is not None)
        )


def text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def shorten(value: Any) -> str:
    shown = value if value == MISSING else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 300 else f"{shown[:300]}…"


@lru_cache(maxsize=1)
def known_differences() -> tuple[Known, ...]:
    """`known-differences.json`: `place`, `mlflow` and `otelier` are regular expressions."""
    entries = json.loads(KNOWN.read_text(encoding="utf-8"))
    return tuple(
        Known(
            title=one["title"],
            reason=one["reason"],
            place=re.compile(one["place"]),
            mlflow=re.compile(one["mlflow"]) if "mlflow" in one else None,
            otelier=re.compile(one["otelier"]) if "otelier" in one else None,
        )
        for one in entries
    )


def difference(place: str, mlflow: Any, otelier: Any) -> list[Difference]:
    """Every innermost place where the two are not the same."""
    if isinstance(mlflow, dict) and isinstance(otelier, dict):
        return [
            found
            for key in sorted({*mlflow, *otelier})
            for found in difference(
                f"{place} / {key}", mlflow.get(key, MISSING), otelier.get(key, MISSING)
            )
        ]
    if isinstance(mlflow, list) and isinstance(otelier, list) and len(mlflow) == len(otelier):
        return [
            found
            for at, (one, other) in enumerate(zip(mlflow, otelier, strict=True))
            for found in difference(f"{place} / {at}", one, other)
        ]
    same = mlflow == otelier and isinstance(mlflow, bool) == isinstance(otelier, bool)
    return [] if same else [Difference(place, mlflow, otelier)]
