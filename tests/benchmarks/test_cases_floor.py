"""The development part of the case benchmark must not fall behind its last measured run.

`python -m benchmarks.cases --json benchmarks/cases/baseline.json` renews what is compared with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cases.run import run
from benchmarks.cases.score import report

BASELINE = json.loads(Path("benchmarks/cases/baseline.json").read_text())
SLACK = 2
"""So many cases may fall out before this fails: a better rule for many may cost one."""


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return report(run("development"))


def test_baseline_is_of_todays_vignettes(measured: dict[str, Any]) -> None:
    assert measured["cases"] == BASELINE["cases"]


@pytest.mark.parametrize("name", BASELINE["figures"])
def test_figure_holds(name: str, measured: dict[str, Any]) -> None:
    before, now = BASELINE["figures"][name], measured["figures"][name]
    worse = before["hits"] - now["hits"] if before["good"] else now["hits"] - before["hits"]
    assert worse <= SLACK, f"{name}: {now['hits']} of {now['of']}, was {before['hits']}"


def test_few_questions_are_asked(measured: dict[str, Any]) -> None:
    assert measured["questions"]["median"] <= 3
