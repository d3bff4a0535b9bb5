"""Understanding must not fall behind its last measured run on the development part.

`python -m benchmarks.nlu --no-stock --json benchmarks/nlu/baseline.json` renews the baseline. No time is tested.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.nlu.figures import result_of, texts_of
from benchmarks.nlu.gold import part
from benchmarks.nlu.noise import STRENGTHS
from benchmarks.nlu.systems import nutrigap
from benchmarks.nlu.tables import counts

BASELINE = json.loads(Path("benchmarks/nlu/baseline.json").read_text(encoding="utf-8"))["parts"]["development"]
BEFORE = BASELINE["systems"]["Nutrigap"]["figures"]
HEAVY = STRENGTHS[-1:]
"""Light noise is left to the benchmark, for the sake of time."""

TOLERANCE = 0.005
"""A figure may fall by half a point, or by one item where that is more."""


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    of = part("development")
    figures: dict[str, Any] = result_of(of, nutrigap(texts_of(of, HEAVY)), HEAVY).as_json()["figures"]
    return figures


def test_baseline_is_of_todays_gold() -> None:
    assert counts("development") == BASELINE["counts"]


@pytest.mark.parametrize("name", [name for name in BEFORE if "light noise" not in name])
def test_figure_holds(name: str, measured: dict[str, Any]) -> None:
    before, now = BEFORE[name], measured[name]
    fell = before["hits"] / before["of"] - now["hits"] / now["of"]
    one_item = (2 if name.endswith("F1") else 1) / before["of"]  # F1 counts what was expected and what was found
    said = f"{name}: {now['hits']} of {now['of']} ({now['value']:.1%}), was {before['hits']} of {before['of']}"
    assert (fell if before["good"] else -fell) <= max(TOLERANCE, one_item) + 1e-9, f"{said} ({before['value']:.1%})"
