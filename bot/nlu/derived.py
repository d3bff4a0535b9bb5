"""What follows from the findings of a message: an overdose, a sex from "my son", drinking that ended, ages that fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.findings import Finding
from bot.nlu.habits import settled_habit
from bot.nlu.line import Line
from bot.nlu.people import Person, sex_of
from bot.nlu.people_cues import PRONOUNS

_ADULT = 18
_TAKEN = frozenset({"medication", "supplement"})
_AT_ONCE = frozenset({"tablet", "pill", "capsule", "gummy", "product", "packet", "pack", "handful"})
MOST_AT_ONCE = 10
"""Tablets taken at one time from which help is called: below, a label's day may be meant."""

_SWALLOWED = re.compile(r"\b(?:swallow\w*|ate|eaten|chewed|got into|got hold of|drank|downed)\b")
_ALL_OF_IT = re.compile(
    r"\b(?:took|taken|swallowed|downed|necked|ate) (?:an? |the |my )?(?:whole|entire|full|handful|loads?|bunch)\b"
)
_TOOK = re.compile(r"\b(?:took|taken|swallowed|downed|necked|ate)\b")


def completed(
    text: str, line: Line, said_of: Sequence[Person], findings: Sequence[Finding], subject: Person
) -> list[Finding]:
    """The findings of a message with those that follow from them, and without an age group that the age rules out."""
    years = next((f.quantity.amount for f in findings if f.id == "age_years" and _holds(f) and f.quantity), None)
    result = [f for f in findings if years is None or not _contradicts(f, years)]
    known = {f.id for f in result if _holds(f)}
    if subject.other and not known & {"sex_male", "sex_female"}:
        for token, person in zip(line.tokens, said_of, strict=True):
            sex = sex_of(token.norm)
            if sex and person == subject and token.norm not in PRONOUNS:
                said = text[token.start : token.end]
                result.append(Finding("profile", sex, "present", said, token.start, token.end))
                break
    result += _feared(result)
    result += _overdose(text.lower(), result, subject)
    return [settled_habit(finding) for finding in result]


def _feared(findings: Sequence[Finding]) -> list[Finding]:
    """The illness that a fear is of."""
    fears = [f for f in findings if f.id == "health_anxiety_als" and _holds(f)]
    known = any(f.id == "motor_neurone_disease" for f in findings)
    return [
        replace(f, kind="condition", id="motor_neurone_disease", assertion="hypothetical") for f in fears if not known
    ]


def _overdose(said: str, findings: Sequence[Finding], subject: Person) -> list[Finding]:
    """Many tablets at once, a whole pack, or any tablets that a child got hold of."""
    taken = [f for f in findings if f.kind in _TAKEN and f.assertion in {"present", "past"}]
    if not taken or any(f.id == "overdose" for f in findings):
        return []
    many = [f for f in taken if _many(f) and _TOOK.search(said)]
    child = any(f.id in {"child", "infant"} and _holds(f) for f in findings) or subject.subject == "child"
    got = taken if _ALL_OF_IT.search(said) or (child and _SWALLOWED.search(said)) else []
    return [Finding("symptom", "overdose", "present", f.said, f.start, f.end) for f in (many or got)[:1]]


def _many(finding: Finding) -> bool:
    amount = finding.quantity or finding.dose
    return (
        amount is not None
        and amount.per is None
        and amount.unit in _AT_ONCE
        and amount.amount >= MOST_AT_ONCE
        and finding.frequency is None
    )


def _holds(finding: Finding) -> bool:
    return finding.assertion == "present"


def _contradicts(finding: Finding, years: float) -> bool:
    return _holds(finding) and ((finding.id == "infant" and years >= 1) or (finding.id == "child" and years >= _ADULT))
