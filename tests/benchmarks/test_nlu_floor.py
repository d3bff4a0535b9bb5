"""Understanding must not fall behind its last measured run on the development part.

`python -m benchmarks.nlu --part all --json benchmarks/nlu/baseline.json` renews the baseline. No time is tested.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.nlu.figures import result_of, texts_of
from benchmarks.nlu.gold import part
from benchmarks.nlu.systems import nutrigap
from benchmarks.nlu.tables import counts

BASELINE = json.loads(Path("benchmarks/nlu/baseline.json").read_text(encoding="utf-8"))["parts"]["development"]
BEFORE = BASELINE["systems"]["Nutrigap"]["figures"]
TOLERANCE = 0.005
"""A figure may fall by half a point, or by one item where half a point is less than that."""


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    of = part("development")
    figures: dict[str, Any] = result_of(of, nutrigap(texts_of(of))).as_json()["figures"]
    return figures


def test_baseline_is_of_todays_gold() -> None:
    assert counts("development") == BASELINE["counts"]


@pytest.mark.parametrize("name", BEFORE)
def test_figure_holds(name: str, measured: dict[str, Any]) -> None:
    before, now = BEFORE[name], measured[name]
    worse = before["value"] - now["value"] if before["good"] else now["value"] - before["value"]
    said = f"{name}: {now['hits']} of {now['of']} ({now['value']:.1%}), was {before['hits']} of {before['of']}"
    assert worse <= max(TOLERANCE, 1 / before["of"]) + 1e-9, f"{said} ({before['value']:.1%})"
