"""Whether a dose that was told passes the upper limits of different regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.findings import Finding
from bot.knowledge import UpperLimit
from bot.rules.case import Facts
from bot.rules.intake import supplement_intake

ADULT_YEARS = 18


@dataclass(frozen=True)
class DoseCheck:
    """What is taken, or asked about, of one nutrient a day in products, in its unit, beside the upper limits."""

    nutrient: str
    per_day: float
    limits: tuple[UpperLimit, ...]

    @property
    def passed(self) -> tuple[UpperLimit, ...]:
        """The limits that the dose is above."""
        return tuple(limit for limit in self.limits if self.per_day > limit.amount)


def check_dose(nutrient: str, products: Sequence[Finding], facts: Facts) -> DoseCheck | None:
    """The dose of products told, taken, stopped or asked about; None where no dose is known or no limit is set.

    Limits of other regions than the reference intakes' are those of adults.
    """
    per_day = supplement_intake(nutrient, facts, products).per_day
    need = facts.need(nutrient)
    own = [UpperLimit.of(need)] if need.upper_limit else []
    adult = facts.age_years is None or facts.age_years >= ADULT_YEARS
    others = [limit for limit in facts.kb.regional_limits if limit.nutrient == nutrient] if adult else []
    limits = tuple(sorted((*own, *others), key=lambda limit: limit.amount))
    return DoseCheck(nutrient, per_day, limits) if per_day and limits else None
