"""What follows from the findings of a message: a sex from "my son", drinking that ended, ages that fit together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.findings import Finding
from bot.nlu.line import Line
from bot.nlu.people import Person, sex_of

_ADULT = 18
_DRINKING = frozenset({"alcohol_use", "heavy_alcohol_use"})


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
            if sex and person == subject:
                said = text[token.start : token.end]
                result.append(Finding("profile", sex, "present", said, token.start, token.end))
                break
    if not any(f.id in _DRINKING for f in result):
        stopped = [f for f in result if f.id == "alcohol_stopped" and _holds(f)]
        result += [replace(f, id="alcohol_use", assertion="past") for f in stopped]
    return result


def _holds(finding: Finding) -> bool:
    return finding.assertion == "present"


def _contradicts(finding: Finding, years: float) -> bool:
    return _holds(finding) and ((finding.id == "infant" and years >= 1) or (finding.id == "child" and years >= _ADULT))
