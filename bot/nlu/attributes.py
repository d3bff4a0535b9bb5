"""Hangs times, amounts, severity and body sites on the findings they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.findings import Finding
from bot.nlu.counting import counted, eaten
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.quantities import MEASURES, PER_AFTER, Detail, per
from bot.nlu.sites import side_of, site_of
from bot.nlu.words import JOINTS

_TIMED = frozenset({"symptom", "medication", "supplement", "diet_habit", "lifestyle", "condition", "profile", "food"})
_FELT = frozenset({"symptom", "condition"})
_SHARED = frozenset({"symptom", "food"})
"""Kinds of which all items of a list share the time beside it: "cramps and tingling for weeks"."""
_TAKES: dict[str, frozenset[str]] = {
    "duration_days": _TIMED - {"food"},
    "frequency": frozenset({"symptom", "food", "lifestyle", "supplement", "diet_habit"}),
    "severity": _FELT, "course": frozenset({"symptom"}), "onset": frozenset({"symptom"}),
    "amount": frozenset({"food", "medication", "supplement", "lifestyle"}),
    "rate": frozenset({"symptom", "food", "lifestyle", "medication", "supplement", "diet_habit"}),
}  # fmt: skip
_LISTS = frozenset({"duration_days", "frequency", "course", "onset", "rate"})
_AS_OFTEN = {"day": "daily", "week": "weekly", "month": "monthly"}
_COUNTED = frozenset({"food", "supplement", "lifestyle", "medication"})
_DOSED = frozenset({"medication", "supplement"})
_DOSES = frozenset({*MEASURES.values(), "tablet", "pill", "capsule"})
_IN_IU = ("vitamin_a", "vitamin_d", "vitamin_e")
_REACH = 12

Pair = tuple[Finding, Match]


def attach(line: Line, pairs: Sequence[Pair], sites: Sequence[Match], details: Sequence[Detail]) -> list[Finding]:
    """The findings with the attributes that the message gives them, in the same order."""
    values: list[dict[str, Any]] = [{} for _ in pairs]
    for detail in details:
        for i in _owners(line, detail, pairs):
            name = str(detail.name)
            if name == "amount":
                name = "dose" if pairs[i][0].kind in _DOSED and detail.value.unit in _DOSES else "quantity"
            values[i].setdefault(name, detail.value)
    for told, (finding, match) in zip(values, pairs, strict=True):
        _count(line, finding, match, told)
        _dose(line, finding, match, told)
        if finding.kind == "symptom":
            site = site_of(line, match, sites)
            told["body_site"] = site.pattern.id if site else None
            told["side"] = side_of(line, match, site)
    return [replace(finding, **told) for (finding, _), told in zip(pairs, values, strict=True)]


def _count(line: Line, finding: Finding, match: Match, told: dict[str, Any]) -> None:
    """Puts how many and how often into what is told of a finding."""
    rate = told.pop("rate", None)
    if finding.kind in _COUNTED and not {"quantity", "dose"} & set(told):
        told["quantity"] = counted(line, match, finding)
    if finding.kind == "food":
        told["quantity"] = eaten(line, match, told.get("quantity"), rate)
    elif rate and finding.kind in _TAKES["frequency"]:
        told.setdefault("frequency", _AS_OFTEN[rate[1]])


def _dose(line: Line, finding: Finding, match: Match, told: dict[str, Any]) -> None:
    """Makes a dose of the units of a vitamin, and gives a dose the period behind the name."""
    quantity = told.get("quantity")
    if quantity and quantity.unit == "unit" and finding.id.startswith(_IN_IU):
        told["dose"] = replace(told.pop("quantity"), unit="iu")
    dose = told.get("dose")
    if dose and dose.per is None:
        period = PER_AFTER.search(line.words(match.first, match.last + 3))
        told["dose"] = replace(dose, per=per(period["per"]) if period else None)


def _owners(line: Line, detail: Detail, pairs: Sequence[Pair]) -> list[int]:
    """Indices of the findings an attribute belongs to: the nearest that can bear it, and its list neighbours."""
    near = [(far, i) for i, pair in enumerate(pairs) if (far := _distance(line, detail, pair)) is not None]
    if not near:
        return []
    best = min(near)[1]
    owners = [best, *_list_neighbours(line, detail, pairs, best)]
    if detail.name in {"frequency", "rate"}:
        # "Liver every week": the habit's words name the food.
        habit = set(pairs[best][1].places)
        owners += [i for i, (item, match) in enumerate(pairs) if item.kind == "food" and set(match.places) < habit]
    return owners


def _distance(line: Line, detail: Detail, pair: Pair) -> float | None:
    """How far an attribute stands from a finding; None where it cannot be meant of it."""
    tokens, (finding, match) = line.tokens, pair
    if finding.kind not in _TAKES[detail.name] or _is_part(detail, finding, match):
        return None
    if finding.assertion in {"absent", "hypothetical"} and detail.name != "amount":
        return None
    behind = detail.first > match.last
    crossed = abs(tokens[match.last if behind else match.first].segment - tokens[detail.first].segment)
    clauses = abs(tokens[match.first].clause - tokens[detail.first].clause)
    gap = max(detail.first - match.last, match.first - detail.last, 0)
    apart = tokens[match.first].sentence != tokens[detail.first].sentence
    if apart or gap > _REACH or clauses > 1 or (crossed and detail.name in {"severity", "onset"}):
        return None
    return gap + 4 * crossed + 6 * clauses - (0.5 if behind else 0.0)


def _is_part(detail: Detail, finding: Finding, match: Match) -> bool:
    """Whether the words of an attribute are the finding's own name: the 12 of "vitamin B12", "daily heartburn"."""
    own = set(range(detail.first, detail.last + 1))
    if detail.name != "amount":
        return own <= set(match.places)
    return finding.kind in _DOSED and bool(own & set(match.places)) and detail.value.unit != "unit"


def _list_neighbours(line: Line, detail: Detail, pairs: Sequence[Pair], best: int) -> Iterator[int]:
    """The other items of the list that an attribute stands before or behind."""
    if (
        detail.name not in {"duration_days", "frequency", "course", "onset", "rate"}
        or pairs[best][0].kind not in _SHARED
    ):
        return
    step = -1 if detail.first > pairs[best][1].last else 1
    place = best + step
    while 0 <= place < len(pairs):
        one, other = sorted((pairs[place][1], pairs[place - step][1]), key=lambda match: match.first)
        alike = all(getattr(pairs[place][0], name) == getattr(pairs[best][0], name) for name in ("kind", "assertion"))
        if not alike or not _listed(line, one, other) or (step > 0 and detail.name != "duration_days"):
            return
        yield place
        place += step


def _listed(line: Line, one: Match, other: Match) -> bool:
    between = line.tokens[one.last + 1 : other.first]
    return (
        bool(between)
        and all(t.small for t in between)
        and any(t.norm in JOINTS for t in between)
        and len(between) < 5
        and not any(t.norm == "i" for t in between)
    )
