"""What the foods told bring of every nutrient, what is covered, and what would close the largest gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.rules.case import Case, Facts
from bot.rules.foods import FoodPick
from bot.rules.gaps import Gap, with_advice
from bot.rules.intake import FoodIntake, food_intake
from bot.rules.portions import Eaten

Level = Literal["enough", "probably", "unclear", "short", "unknown"]
WHOLE = 100.0
NOT_JUDGED = frozenset({"sodium"})
"""Nutrients that everyday food has more of than people need."""


@dataclass(frozen=True)
class Coverage:
    """One nutrient: the estimate and what it comes to.

    Attributes:
        level: "enough" where even the low end covers the need, "probably" where the estimate does, "unclear" where only
            the high end does or the need is itself a rough figure, "short" where not even the high end does, "unknown"
            where it is short of figures, or of the dose of a supplement.
    """

    nutrient: str
    intake: FoodIntake
    level: Level


@dataclass(frozen=True)
class Estimate:
    """What a person's foods and supplements bring a day.

    Attributes:
        coverage: every nutrient, least covered first.
        asked: the nutrients that the person named; empty where all are asked about.
        gap: the nutrient furthest from its need, with foods that fit this person; None where there is none.
        withheld: why no figures are given, as the id of the finding that forbids them; None where they are given.
    """

    case: Case
    foods: tuple[Eaten, ...]
    coverage: tuple[Coverage, ...]
    asked: tuple[str, ...]
    gap: Gap | None
    withheld: str | None = None

    @property
    def over_limit(self) -> tuple[Coverage, ...]:
        """The nutrients of which food and supplements together pass the upper limit."""
        return tuple(item for item in self.coverage if item.intake.over_limit)

    @property
    def picks(self) -> tuple[FoodPick, ...]:
        """Foods that would close the largest gap."""
        return self.gap.foods if self.gap else ()


def _level(intake: FoodIntake) -> Level:
    share = intake.with_supplements
    if share["low"] >= WHOLE:
        return "enough"
    if share["estimate"] >= WHOLE:
        return "probably"
    if intake.unknown or (intake.supplements.products and not intake.supplements.per_day):
        return "unknown"
    return "unclear" if share["high"] >= WHOLE or intake.need.need_kind == "AI" else "short"


def estimate(facts: Facts, asked: tuple[str, ...] = ()) -> Estimate:
    """The estimate of everything this person told of food and supplements.

    No figures for babies, whose milk nobody tells in portions, nor with an eating disorder, where counting does harm.
    """
    withheld = next((name for name in ("eating_disorder", "infant") if facts.present(name)), None)
    coverage = []
    for nutrient in facts.kb.nutrients:
        intake = food_intake(nutrient, facts)
        coverage.append(Coverage(nutrient, intake, _level(intake)))
    coverage.sort(key=lambda item: (item.intake.with_supplements["estimate"], item.nutrient))
    short = [item for item in coverage if item.level == "short" and item.nutrient not in NOT_JUDGED]
    short = [item for item in short if not asked or item.nutrient in asked]
    gaps = (with_advice(Gap(item.nutrient, "low", "possible", (), ()), facts) for item in short)
    gap = next((gap for gap in gaps if gap.foods), None)
    return Estimate(facts.case, facts.eaten, tuple(coverage), asked, gap, withheld)
