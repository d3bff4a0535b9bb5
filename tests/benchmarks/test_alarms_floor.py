"""Emergencies told in everyday words are called, and near misses are not: the alarm benchmark, development part."""

from __future__ import annotations

import pytest

from benchmarks.alarms.run import Outcome, run, shares
from benchmarks.alarms.tellings import PARTS, Telling, tellings

LEAST_CALLED = 0.93
LEAST_CALLED_OR_ASKED = 0.96
MOST_FALSE = 0.04
MOST_NEEDLESS = 0.05


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return run("development")


def test_emergencies_are_called(outcomes: list[Outcome]) -> None:
    called = {share.name: share.value for share in shares(outcomes)}
    missed = [o.telling.text for o in outcomes if o.telling.emergency and not o.called]
    assert called["emergencies called"] >= LEAST_CALLED, missed
    assert called["emergencies called or asked about"] >= LEAST_CALLED_OR_ASKED, missed


def test_near_misses_are_not(outcomes: list[Outcome]) -> None:
    wrong = [o.telling.text for o in outcomes if not o.telling.emergency and o.wrong]
    false = {share.name: share.value for share in shares(outcomes)}
    assert false["false alarms"] <= MOST_FALSE, wrong
    assert false["needless questions"] <= MOST_NEEDLESS, wrong


def test_parts_tell_the_same_kinds_in_other_words() -> None:
    development, held_out = (tellings(part) for part in PARTS)
    kinds = [{telling.kind for telling in part if telling.emergency} for part in (development, held_out)]
    assert kinds[0] == kinds[1]
    assert {telling.text for telling in development} & {telling.text for telling in held_out} == set()


def test_a_miss_and_a_false_alarm_are_wrong() -> None:
    missed = Outcome(Telling("help", "choking", True), called=False)
    asked = Outcome(Telling("help me", "choking", True), called=False, asked=True)
    false = Outcome(Telling("a cough", "mild", False), called=True)
    assert [outcome.wrong for outcome in (missed, asked, false)] == [True, False, True]
    hits = {share.name: share.hits for share in shares([missed, asked, false])}
    assert (hits["emergencies called"], hits["emergencies called or asked about"]) == (0, 1)
    assert (hits["false alarms"], hits["needless questions"]) == (1, 0)
