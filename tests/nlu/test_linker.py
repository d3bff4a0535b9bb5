"""Linking by meaning, with its measured precision and recall."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.knowledge import load
from bot.nlu.likeness import Clause
from bot.nlu.linker import GRAVE, THRESHOLD, Link, Linker
from bot.nlu.understanding import Understanding

CASES = Path(__file__).parents[1] / "cases" / "understanding"


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load())


def _cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = YAML(typ="safe").load(CASES / f"{name}.cases.yml")
    return cases


def _is_meant(found: str, meant: Collection[str]) -> bool:
    above = load().ancestors
    return any(found in above(id_) or id_ in above(found) for id_ in meant)


@pytest.mark.parametrize(("name", "precision", "recall"), [("unlisted", 0.9, 0.6), ("unlisted_held_out", 0.9, 0.6)])
def test_the_nearest_concept_is_right(linker: Linker, name: str, precision: float, recall: float) -> None:
    cases = _cases(name)
    links = linker.nearest([Clause.of(case["text"]) for case in cases])
    linked = [(link.id, case["symptom"]) for link, case in zip(links, cases, strict=True) if link.holds]
    right = sum(meant is not None and _is_meant(id_, [meant]) for id_, meant in linked)
    assert right / len(linked) >= precision
    assert right / sum(case["symptom"] is not None for case in cases) >= recall


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("told_otherwise", 0.82, 0.42), ("told_otherwise_held_out", 0.5, 0.2)]
)
def test_what_is_linked_in_a_message_is_mostly_right(
    understanding: Understanding, name: str, precision: float, recall: float
) -> None:
    """Of what phrases alone do not find; an ordinary clause that is linked counts as wrong."""
    phrases = Understanding(load())
    right = wrong = possible = 0
    for case in _cases(name):
        listed = {finding.id for finding in phrases.understand(case["text"]).findings}
        linked = {finding.id for finding in understanding.understand(case["text"]).findings} - listed
        found = [_is_meant(id_, case["means"]) for id_ in linked]
        wrong += found.count(False)
        if case["means"] and not any(_is_meant(id_, case["means"]) for id_ in listed):
            possible += 1
            right += any(found)
    assert right / (right + wrong) >= precision, f"{right} right, {wrong} wrong"
    assert right / possible >= recall, f"{right} of {possible}"


@pytest.mark.parametrize(
    "text", ["no worms under my skin", "my strength is the same as ever", "the engine rattles in the cold", "a b c"]
)
def test_what_is_denied_well_or_no_finding_is_not_linked(understanding: Understanding, text: str) -> None:
    assert not [f for f in understanding.understand(text).findings if f.assertion == "present"]


def test_what_is_grave_is_never_guessed() -> None:
    assert not [id_ for id_ in GRAVE if Link(id_, "symptom", 99.0).holds]
    assert Link("fatigue", "symptom", THRESHOLD + 0.01).holds


def test_a_negation_inside_a_complaint_is_no_denial(understanding: Understanding) -> None:
    found = understanding.understand("can not feel where my shoes end").findings
    assert ("numbness", "present") in {(finding.id, finding.assertion) for finding in found}
