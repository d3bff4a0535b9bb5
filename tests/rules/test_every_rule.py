"""Every rule has a case in which it shows, and that case fails without it.

`tests/cases/every_rule` says it: under a heading that tells what must come of it, each rule's id and what is told.
Headings are "magnesium low: for" or "against"; "magnesium careful: supplement, food", which is what is withheld;
"magnesium apart: 4", in hours; "care: urgent"; "explained by caffeine: for" or "against"; "reassured"; "unlikely";
"self-help"; "asked".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.findings import Amount, Finding
from bot.knowledge import DANGER, load
from bot.rules import Case, Facts, assess, finding_of
from bot.rules.evidence import fired, placed, weigh
from bot.rules.questions import open_questions

KB = load()
FILES = sorted((Path(__file__).parents[1] / "cases" / "every_rule").glob("*.yml"))
CASES = {path.stem: YAML(typ="safe").load(path) for path in FILES}
PARTS = {"for": ("picture", "risks"), "against": ("against",)}


def _finding(entry: Any) -> Finding:
    if isinstance(entry, str):
        return finding_of({"id": entry}, KB)
    if "age" in entry:
        return Finding("profile", "age_years", quantity=Amount(float(entry["age"]), "year"))
    return finding_of(entry, KB)


def _case(told: list[Any], nutrient: str | None) -> Case:
    findings = [_finding(entry) for entry in told if entry != "whole_diet"]
    assert all(item.id in KB.terms or item.id in KB.foods for item in findings)
    return Case(nutrients=(nutrient,) if nutrient else (), whole_diet="whole_diet" in told).telling(findings)


def shown(heading: str, told: list[Any]) -> set[str]:
    """The ids of the rules that bring about what a heading says."""
    about, _, wanted = heading.partition(": ")
    name, _, how = about.partition(" ")
    case = _case(told, name if name in KB.nutrients else None)
    if about == "asked":
        return {question.id for question in open_questions(case, KB)}
    facts, assessment = Facts(case, KB), assess(case, KB)
    if about == "care":
        return {reason.rule for reason in assessment.care.because} if assessment.care.level == wanted else set()
    if how.startswith("by "):
        (other,) = [other for other in assessment.others if other.id == how[3:]] or [None]
        return {reason.rule for reason in getattr(other, {"for": "because"}.get(wanted, wanted), ())}
    if how in ("low", "high"):
        weighed = weigh(name, "low" if how == "low" else "high", placed(facts))
        return {reason.rule for part in PARTS[wanted] for reason in getattr(weighed, part)}
    if how == "careful":
        (gap,) = [gap for gap in assessment.gaps if gap.nutrient == name]
        withheld = {block for block in wanted.split(", ") if block != "nothing"}
        return {reason.rule for reason in gap.cautions} if withheld <= gap.blocked else set()
    if how == "apart":
        return {
            rule.id for rule in KB.nutrients[name].spacing if rule.id in fired(facts) and rule.hours == float(wanted)
        }
    field = {"reassured": "reassurance", "unlikely": "unlikely_because", "self-help": "self_help"}[about]
    return {reason.rule for reason in getattr(assessment, field)}


def _entries(file: str) -> Iterator[tuple[str, str, list[Any]]]:
    for heading, rules in CASES[file].items():
        for rule, told in rules.items():
            yield heading, rule, told


def test_no_rule_is_without_a_case() -> None:
    known = {rule for file in CASES for _, rule, _ in _entries(file)}
    asked = {question for question in KB.questions if not question.startswith(DANGER)}
    assert {*KB.rules, *asked} == known


@pytest.mark.parametrize("file", CASES)
def test_every_rule_shows_in_its_case(file: str) -> None:
    assert not [f"{heading}: {rule}" for heading, rule, told in _entries(file) if rule not in shown(heading, told)]


@pytest.mark.parametrize("file", CASES)
def test_without_the_rule_its_case_fails(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    may_fire = KB.triggers.may_fire
    idle = []
    for heading, rule, told in _entries(file):
        with monkeypatch.context() as without:
            without.setattr(KB.triggers, "may_fire", lambda ids, gone=rule: may_fire(ids) - {gone})
            without.delitem(KB.questions, rule, raising=False)
            idle += [rule] if rule in shown(heading, told) else []
    assert not idle
