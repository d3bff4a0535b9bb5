"""Gaps: which nutrients may be too low or too high for this person, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.knowledge import Direction, Place, Strength
from bot.rules.case import Facts
from bot.rules.evidence import LIKELIHOODS, Likelihood, Reason, Weighed, likelihood, offered, placed, reasons, weigh
from bot.rules.foods import FoodPick, foods_for

PICTURE_POINTS: dict[Strength, int] = {"strong": 6, "moderate": 3, "weak": 1}
RISK_POINTS: dict[Strength, int] = {"strong": 3, "moderate": 2, "weak": 1}


@dataclass(frozen=True)
class Gap:
    """One nutrient that may be too low or too high for this person.

    Attributes:
        cautions: what collides with it, each with a reason of this person.
        blocked: what those cautions withhold: "supplement", "food", "dose".
        spacing: hours to keep from a medicine that this person takes.
        foods: sources that fit this person; empty where food is blocked or the level may be too high.
    """

    nutrient: str
    direction: Direction
    likelihood: Likelihood
    because: tuple[Reason, ...]
    against: tuple[Reason, ...]
    cautions: tuple[Reason, ...] = ()
    blocked: frozenset[str] = frozenset()
    spacing: tuple[Reason, ...] = ()
    foods: tuple[FoodPick, ...] = ()
    tests: tuple[Reason, ...] = ()
    tips: tuple[Reason, ...] = ()
    rank: tuple[int, ...] = field(default=(), repr=False)


def _rank(level: Likelihood, weighed: Weighed) -> tuple[int, ...]:
    # Smaller is better supported: the likelihood, then having both symptom and risk, then how much speaks for it. A
    # symptom weighs more than a risk: one illness (of the bowel, alcohol) puts many nutrients at risk at once, and only
    # what the person feels tells them apart.
    both = bool(weighed.picture) and bool(weighed.risks)
    points = sum(PICTURE_POINTS[reason.strength or "weak"] for reason in weighed.picture)
    points += sum(RISK_POINTS[reason.strength or "weak"] for reason in weighed.risks)
    return (LIKELIHOODS.index(level), -int(both), -points)


def _direction(nutrient: str, direction: Direction, found: Mapping[Place, list[Reason]], facts: Facts) -> Gap | None:
    """One direction of a nutrient; None where nothing points to it and nobody asked."""
    asked = nutrient in facts.case.nutrients
    weighed = weigh(nutrient, direction, found)
    level = likelihood(weighed, facts.kb)
    if level is None and asked and direction == "low":
        level = "unlikely"
    if level is None or (level == "unlikely" and not asked):
        return None
    return Gap(nutrient, direction, level, weighed.because, weighed.against, rank=_rank(level, weighed))


def gaps_of(nutrients: Iterable[str], facts: Facts) -> dict[str, Gap | None]:
    """The better supported direction of each nutrient, without foods and advice: excess and lack compete."""
    found = placed(facts)
    spoken_of = {about for about, _ in found} | set(facts.case.nutrients)
    gaps: dict[str, Gap | None] = dict.fromkeys(nutrients)
    for name in gaps.keys() & spoken_of:
        sides = (_direction(name, "high", found, facts), _direction(name, "low", found, facts))
        gaps[name] = min(filter(None, sides), key=lambda gap: gap.rank, default=None)
    return gaps


def ranked(gaps: Iterable[Gap | None]) -> list[Gap]:
    """The gaps that are there, best supported first."""
    return sorted(filter(None, gaps), key=lambda gap: (gap.rank, gap.nutrient))


def with_advice(gap: Gap, facts: Facts) -> Gap:
    """The gap with what this person can do about it, and what they must not."""
    nutrient = facts.kb.nutrients[gap.nutrient]
    known = (*nutrient.cautions, *facts.kb.cautions)
    cautions = tuple(reasons(known, facts))
    fired = {reason.rule for reason in cautions}
    blocked = frozenset(block for caution in known if caution.id in fired for block in caution.blocks)
    if gap.direction == "high":
        blocked |= {"supplement"}
    tips = sorted(nutrient.tips, key=lambda tip: tip.when is None)
    wants_food = gap.direction == "low" and "food" not in blocked
    return replace(
        gap,
        cautions=cautions,
        blocked=blocked,
        spacing=tuple(reasons(nutrient.spacing, facts)),
        foods=foods_for(gap.nutrient, facts) if wants_food else (),
        tests=offered((*nutrient.tests, *nutrient.disturbed_by), facts),
        tips=offered(tips, facts) if gap.direction == "low" else (),
    )
