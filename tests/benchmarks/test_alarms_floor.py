"""Emergencies told in everyday words are called, and near misses are not: the alarm benchmark, development part."""

from __future__ import annotations

import pytest

from benchmarks.alarms.run import Outcome, run, shares
from benchmarks.alarms.tellings import PARTS, Telling, tellings

LEAST_CALLED = 0.97
MOST_FALSE = 0.03


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return run("development")


def test_emergencies_are_called(outcomes: list[Outcome]) -> None:
    called = shares(outcomes)[0]
    assert called.value >= LEAST_CALLED, [o.telling.text for o in outcomes if o.telling.emergency and o.wrong]


def test_near_misses_are_not(outcomes: list[Outcome]) -> None:
    false = shares(outcomes)[1]
    assert false.value <= MOST_FALSE, [o.telling.text for o in outcomes if not o.telling.emergency and o.wrong]


def test_parts_tell_the_same_kinds_in_other_words() -> None:
    development, held_out = (tellings(part) for part in PARTS)
    kinds = [{telling.kind for telling in part if telling.emergency} for part in (development, held_out)]
    assert kinds[0] == kinds[1]
    assert {telling.text for telling in development} & {telling.text for telling in held_out} == set()


def test_a_miss_and_a_false_alarm_are_wrong() -> None:
    missed = Outcome(Telling("help", "choking", True), called=False)
    false = Outcome(Telling("a cough", "mild", False), called=True)
    assert missed.wrong
    assert false.wrong
    assert [share.hits for share in shares([missed, false])[:2]] == [0, 1]
