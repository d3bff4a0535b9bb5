"""Hangs times, amounts, severity and body sites on the findings they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.findings import Amount, Finding
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.quantities import MEASURES, NUMBER, PER_AFTER, Detail, number, per
from bot.nlu.words import JOINTS, NUMBERS

_TIMED = frozenset({"symptom", "medication", "supplement", "diet_habit", "lifestyle", "condition", "profile", "food"})
_FELT = frozenset({"symptom", "condition"})
_SHARED = frozenset({"symptom", "food"})
"""Kinds of which all items of a list share the time behind it: "cramps and tingling for weeks"."""
_TAKES: dict[str, frozenset[str]] = {
    "duration_days": _TIMED - {"food"},
    "frequency": frozenset({"symptom", "food", "lifestyle", "supplement", "diet_habit"}),
    "severity": _FELT, "course": frozenset({"symptom"}), "onset": frozenset({"symptom"}),
    "amount": frozenset({"food", "medication", "supplement", "lifestyle"}),
    "rate": frozenset({"symptom", "food", "lifestyle", "medication", "supplement", "diet_habit"}),
}  # fmt: skip
_DOSED = frozenset({"medication", "supplement"})
_IN_IU = ("vitamin_a", "vitamin_d", "vitamin_e")
_REACH = 12
_IN_CUPS = re.compile(r"coffee|tea|latte|espresso|cappuccino|americano|brew|cuppa")
_IN_CANS = re.compile(r"cola|coke|soda|energy|red ?bull|monster|pop")
_PART = re.compile(r"\b(?:half|quarter|third)(?: of)?(?: an?| the)?$")
_BARE = re.compile(rf"^(?:{NUMBER})$")
_SIDES = {"left": "left", "right": "right", "both": "both"}


def attach(
    line: Line, pairs: Sequence[tuple[Finding, Match]], sites: Sequence[Match], details: Sequence[Detail]
) -> list[Finding]:
    """The findings with the attributes that the message gives them, in the same order."""
    values: list[dict[str, Any]] = [{} for _ in pairs]
    for detail in details:
        for i in _owners(line, detail, pairs):
            name, value = str(detail.name), detail.value
            if name == "amount":
                name = (
                    "dose"
                    if pairs[i][0].kind in _DOSED and value.unit in {*MEASURES.values(), "tablet", "pill", "capsule"}
                    else "quantity"
                )
            values[i].setdefault(name, value)
    for i, (finding, match) in enumerate(pairs):
        if finding.kind in {"food", "supplement", "lifestyle", "medication"} and not {"quantity", "dose"} & set(
            values[i]
        ):
            amount = _counted(line, match, finding)
            if amount:
                values[i]["quantity"] = amount
        rate = values[i].pop("rate", None)
        if finding.kind == "food":
            quantity = _eaten(line, match, values[i].get("quantity"), rate)
            values[i] |= {"quantity": quantity} if quantity else {}
        quantity = values[i].get("quantity")
        if quantity and quantity.unit == "unit" and finding.id.startswith(_IN_IU):
            values[i]["dose"] = replace(values[i].pop("quantity"), unit="iu")
        dose = values[i].get("dose")
        if dose and dose.per is None:
            # "20,000 IU vitamin D weekly": the period stands behind the name.
            period = PER_AFTER.search(line.words(match.first, match.last + 3))
            values[i]["dose"] = replace(dose, per=per(period["per"]) if period else None)
        if finding.kind == "symptom":
            site = _site_of(line, match, sites)
            if site:
                values[i]["body_site"] = site.pattern.id
            side = _side_of(line, match, site)
            if side:
                values[i]["side"] = side
    return [replace(finding, **new) for (finding, _), new in zip(pairs, values, strict=True)]


def _owners(line: Line, detail: Detail, pairs: Sequence[tuple[Finding, Match]]) -> list[int]:
    """Indices of the findings an attribute belongs to: the nearest that can bear it, and its list neighbours."""
    tokens = line.tokens
    near: list[tuple[float, int]] = []
    for i, (finding, match) in enumerate(pairs):
        if finding.kind not in _TAKES[detail.name] or (
            finding.assertion in {"absent", "hypothetical"} and detail.name != "amount"
        ):
            continue
        if tokens[match.first].sentence != tokens[detail.first].sentence:
            continue
        own = set(range(detail.first, detail.last + 1))
        if (own <= set(match.places) and detail.name != "amount") or (
            detail.name == "amount"
            and finding.kind in _DOSED
            and own & set(match.places)
            and detail.value.unit != "unit"  # "5000 units of D3"
        ):
            continue
        gap = max(detail.first - match.last, match.first - detail.last, 0)
        crossed = abs(tokens[match.first].segment - tokens[detail.first].segment)
        if detail.first > match.last:
            crossed = abs(tokens[match.last].segment - tokens[detail.first].segment)
        clauses = abs(tokens[match.first].clause - tokens[detail.first].clause)
        if gap > _REACH or clauses > 1:
            continue
        before = 0.5 if detail.first > match.last else 0.0
        if detail.name in {"severity", "onset"} and crossed:
            continue
        near.append((gap + 4 * crossed + 6 * clauses - before, i))
    if not near:
        return []
    _, best = min(near)
    owners = [best]
    if (
        detail.name in {"duration_days", "frequency", "course", "onset", "rate"}
        and pairs[best][0].kind in _SHARED
        and detail.first > pairs[best][1].last
    ):
        for i in range(best - 1, -1, -1):
            if (
                pairs[i][0].kind != pairs[best][0].kind
                or pairs[i][0].assertion != pairs[best][0].assertion
                or not _listed(line, pairs[i][1], pairs[i + 1][1])
            ):
                break
            owners.append(i)
    if detail.name in {"frequency", "rate"}:
        # "Liver every week": the habit's words name the food.
        habit = set(pairs[best][1].places)
        owners += [i for i, (item, match) in enumerate(pairs) if item.kind == "food" and set(match.places) < habit]
    return owners


def _listed(line: Line, one: Match, other: Match) -> bool:
    between = line.tokens[one.last + 1 : other.first]
    return (
        bool(between)
        and all(t.small for t in between)
        and any(t.norm in JOINTS for t in between)
        and len(between) < 5
        and not any(t.norm == "i" for t in between)
    )


def _counted(line: Line, match: Match, finding: Finding) -> Amount | None:
    """A number right before a food or product: "six coffees a day"."""
    tokens = line.tokens
    place = match.first - 1
    while place >= 0 and tokens[place].norm in {
        "of",
        "about",
        "strong",
        "large",
        "big",
        "small",
        "black",
        "cup",
        "like",
        "different",
        "iron",
        "approx",
    }:
        place -= 1
    part = _PART.search(line.words(match.first - 4, match.first - 1))
    if part:
        return Amount(number(part[0]), "count", _per_behind(line, match))
    if place < 0 or tokens[place].norm in {"a", "an", "the"}:
        return None
    if tokens[place].norm not in NUMBERS and not _BARE.match(tokens[place].norm):
        return None
    if place and tokens[place - 1].norm in {"vitamin", "vit", "-"}:
        return None
    words = f"{finding.id} {finding.said.lower()}"
    counted = {"supplement": "product", "medication": "tablet"}.get(finding.kind, "count")
    unit = "cup" if _IN_CUPS.search(words) else "can" if _IN_CANS.search(words) else counted
    return Amount(number(tokens[place].norm), unit, _per_behind(line, match))


def _per_behind(line: Line, match: Match) -> str | None:
    after = PER_AFTER.match(line.words(match.last + 1, match.last + 3))
    return per(after["per"]) if after else None


def _eaten(line: Line, match: Match, told: Amount | None, rate: tuple[float, str] | None) -> Amount | None:
    """How much of a food: the amount told, as often as it was said."""
    if rate:
        told = told or Amount(1.0, "portion")
        return Amount(told.amount * rate[0], told.unit, rate[1])
    return replace(told, per=told.per or _per_behind(line, match)) if told else None


def _site_of(line: Line, match: Match, sites: Sequence[Match]) -> Match | None:
    tokens = line.tokens
    own = [site for site in sites if set(site.places) <= set(match.places)]
    if own:
        return own[0]
    near = []
    for site in sites:
        if tokens[site.first].clause != tokens[match.first].clause:
            continue
        gap = max(site.first - match.last, match.first - site.last, 0)
        crossed = abs(tokens[site.first].segment - tokens[match.first].segment)
        between = line.words(min(site.last, match.last) + 1, max(site.first, match.first) - 1)
        led = line.words(site.first - 2, site.first - 1)
        if crossed and site.first < match.first and re.search(r"\b(?:in|on|under|around|of|inside|behind)\b", led):
            continue
        if gap <= 7 and (not crossed or not re.search(r"\b(?:i|my|not|no|is|are|and my)\b", between)) and crossed <= 2:
            near.append((gap + 3 * crossed, site.first, site))
    return min(near, key=lambda item: item[:2])[2] if near else None


def _side_of(line: Line, match: Match, site: Match | None) -> str | None:
    first = min(match.first, site.first) if site else match.first
    words = [token.norm for token in line.tokens[max(0, first - 2) : max(match.last, site.last if site else 0) + 1]]
    return next((_SIDES[word] for word in words if word in _SIDES), None)
