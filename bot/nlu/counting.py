"""How many of a food or product: "six coffees a day", "half an avocado", "salmon twice a week"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.findings import Amount, Finding
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.numerals import NUMBER, number
from bot.nlu.quantities import PER_AFTER, per
from bot.nlu.words import NUMBERS, words

_IN_CUPS = re.compile(r"coffee|tea|latte|espresso|cappuccino|americano|brew|cuppa")
_IN_CANS = re.compile(r"cola|coke|soda|energy|red ?bull|monster|pop")
_PART = re.compile(r"\b(?:half|quarter|third)(?: of)?(?: an?| the)?$")
_BARE = re.compile(rf"^(?:{NUMBER})$")
_BEHIND = re.compile(r"^(?:x ?(?P<times>\d{1,2})|(?P<n>\d{1,2})(?= (?:a|per|each|every) ))\b")
"""The number behind the name: "coffee x3", "coffee 5 a day"."""

_BETWEEN = frozenset(words("of about strong large big small black cup like different iron approx"))


def counted(line: Line, match: Match, finding: Finding) -> Amount | None:
    """A number right before or behind a food or product."""
    behind = _BEHIND.match(line.words(match.last + 1, match.last + 4)) if finding.kind == "food" else None
    if behind:
        return Amount(
            float(behind["times"] or behind["n"]), _unit(finding), per(line.words(match.last, match.last + 4))
        )
    tokens = line.tokens
    place = match.first - 1
    while place >= 0 and tokens[place].norm in _BETWEEN:
        place -= 1
    part = _PART.search(line.words(match.first - 4, match.first - 1))
    if part:
        return Amount(number(part[0]), "count", per_behind(line, match))
    if place < 0 or tokens[place].norm in {"a", "an", "the"}:
        return None
    if tokens[place].norm not in NUMBERS and not _BARE.match(tokens[place].norm):
        return None
    if place and tokens[place - 1].norm in {"vitamin", "vit", "-"}:
        return None
    return Amount(number(tokens[place].norm), _unit(finding), per_behind(line, match))


def _unit(finding: Finding) -> str:
    words_ = f"{finding.id} {finding.said.lower()}"
    other = {"supplement": "product", "medication": "tablet"}.get(finding.kind, "count")
    return "cup" if _IN_CUPS.search(words_) else "can" if _IN_CANS.search(words_) else other


def per_behind(line: Line, match: Match) -> str | None:
    """The period right behind a match."""
    after = PER_AFTER.match(line.words(match.last + 1, match.last + 3))
    return per(after["per"]) if after else None


def eaten(line: Line, match: Match, told: Amount | None, rate: tuple[float, str] | None) -> Amount | None:
    """How much of a food: the amount told, as often as it was said."""
    if rate:
        told = told or Amount(1.0, "portion")
        return Amount(told.amount * rate[0], told.unit, rate[1])
    return replace(told, per=told.per or per_behind(line, match)) if told else None
