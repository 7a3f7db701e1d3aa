"""Runs a program of `programs/` and reads what it says of itself."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 90
ANSWER = "answer: "


@dataclass(frozen=True)
class Program:
    """A program that has ended well."""

    output: str
    """Everything it printed."""
    told: dict[str, Any]
    """What it printed with `tell`, such as its trace's id."""


def run_program(python: str, script: Path, env: dict[str, str]) -> Program:
    result = subprocess.run(
        [python, str(script)],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert result.returncode == 0, f"{script.name} ended with {result.returncode}:\n{result.stdout}"
    told: dict[str, Any] = {}
    for line in result.stdout.splitlines():
        if line.startswith(ANSWER):
            told.update(json.loads(line.removeprefix(ANSWER)))
    return Program(result.stdout, told)
