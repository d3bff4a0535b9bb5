"""The hazard log is whole, its tests exist, and its controls were seen to do something."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import date

import pytest

from tests.safety.removal import RESULT, controls, hazards, seen
from tests.safety.without import knowledge_without

SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
LIKELIHOODS = ("very_low", "low", "medium", "high", "very_high")
RISKS = ((1, 1, 2, 2, 3), (1, 2, 3, 3, 4), (2, 3, 3, 4, 5), (2, 3, 4, 5, 5), (3, 4, 5, 5, 5))
FEWEST = 40
TRIED = 3


def test_every_hazard_is_whole() -> None:
    log = hazards()
    assert len(log) >= FEWEST
    assert len({hazard["id"] for hazard in log}) == len(log)
    for hazard in log:
        assert all(hazard[key].strip() for key in ("hazard", "cause", "effect")), hazard["id"]
        assert hazard["controls"], hazard["id"]
        for rating in (hazard["before"], hazard["after"]):
            row = RISKS[SEVERITIES.index(rating["severity"])]
            assert rating["risk"] == row[LIKELIHOODS.index(rating["likelihood"])], hazard["id"]
        assert hazard["after"]["risk"] <= hazard["before"]["risk"]
        assert hazard["after"]["severity"] == hazard["before"]["severity"]


def test_every_named_test_exists() -> None:
    named = {control["test"] for _, control in controls()}
    files = sorted({test.partition("::")[0] for test in named})
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *files]
    listed = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    known = {*listed, *(line.partition("[")[0] for line in listed)}
    assert named <= known


def test_every_control_was_seen_to_do_something() -> None:
    result = json.loads(RESULT.read_text(encoding="utf-8"))
    assert date.fromisoformat(result["date"])
    good = [item for item in result["controls"] if item["passes_with_it"] and item["fails_without_it"]]
    assert [(item["hazard"], item["test"], item["without"]) for item in good] == [
        (hazard, control["test"], control["without"]) for hazard, control in controls()
    ]


def test_a_few_controls_are_tried_anew() -> None:
    quick = [(hazard, control) for hazard, control in controls() if "test_vetoes" in control["test"]]
    for hazard, control in random.Random(date.today().toordinal()).sample(quick, TRIED):
        found = seen(hazard, control)
        assert found["passes_with_it"], found
        assert found["fails_without_it"], found


def test_taking_away_what_is_not_there_is_a_fault() -> None:
    from bot.knowledge import load

    with pytest.raises(LookupError):
        knowledge_without(load(), "no_such_rule")
