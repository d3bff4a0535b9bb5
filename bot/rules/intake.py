"""What a day brings of one nutrient: supplements and products added up, and an estimate from the foods told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from bot.findings import Amount, Finding
from bot.knowledge import Food, KnowledgeBase, ReferenceIntake
from bot.rules.case import Facts
from bot.rules.portions import PER_DAY, Eaten

MAIN_SHARE = 0.1
"""The share of a nutrient's amount from which on a food is named as a reason."""

IN_MG = {"g": 1000.0, "mg": 1.0, "mcg": 0.001, "ug": 0.001, "µg": 0.001}

NOT_FROM_FOOD = frozenset({"from supplements and medicines only", "from supplements and fortified food only"})
AS_RETINOL = "as retinol only, not from vegetables"
"""Notes of `reference_intakes.csv` on what an upper limit counts. What was added to a food is not known."""


@dataclass(frozen=True)
class SupplementIntake:
    """What is taken of one nutrient over all products.

    Attributes:
        products: how many products hold it.
        per_day: the sum of the amounts that are known, in the nutrient's unit; what is not known counts as nothing.
        findings: the products told, in a fixed order.
    """

    products: float = 0.0
    per_day: float = 0.0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class FoodIntake:
    """What the foods told bring of one nutrient a day, in its unit.

    Attributes:
        need: this person's daily need and upper limit.
        amount: the estimate; `low` and `high` lie one standard deviation off it.
        findings: the foods that bring a good part of it, richest first.
        unknown: the foods that nobody measured it in; missing is not zero.
        supplements: what supplements bring besides.
        counted: what the upper limit counts of food and supplements together.
    """

    need: ReferenceIntake
    amount: float
    low: float
    high: float
    findings: tuple[Finding, ...]
    unknown: tuple[Food, ...]
    supplements: SupplementIntake
    counted: float

    def percent(self, amount: float) -> float:
        """An amount as percent of the daily need."""
        return 100 * amount / self.need.daily_need

    @property
    def with_supplements(self) -> dict[str, float]:
        """The ends and the middle of the estimate, with the supplements, in percent of the daily need."""
        ends = {"low": self.low, "estimate": self.amount, "high": self.high}
        return {name: self.percent(amount + self.supplements.per_day) for name, amount in ends.items()}

    @property
    def over_limit(self) -> bool:
        """Whether food and supplements together pass the upper limit."""
        return self.need.upper_limit is not None and self.counted > self.need.upper_limit


def in_nutrient_unit(dose: Amount, nutrient: str, kb: KnowledgeBase) -> float | None:
    """A dose per day in the nutrient's own unit; None where its unit says nothing of the weight (tablets)."""
    per_day = 1.0 if dose.per is None else PER_DAY.get(dose.per)
    if per_day is None:
        return None
    unit = dose.unit.lower()
    if unit == "iu":
        factors = [item.per_iu for item in kb.international_units if item.nutrient == nutrient]
        return dose.amount * factors[0] * per_day if factors else None
    if unit not in IN_MG:
        return None
    return dose.amount * IN_MG[unit] / IN_MG[kb.nutrients[nutrient].unit] * per_day


def supplement_intake(nutrient: str, facts: Facts, taken: Sequence[Finding] | None = None) -> SupplementIntake:
    """Sums the supplements and products that hold a nutrient: those taken now, or `taken`.

    A dose that was told counts for products named after the nutrient; others count with their usual content.
    """
    products = per_day = 0.0
    found: list[Finding] = []
    for finding in facts.products if taken is None else taken:
        term = facts.kb.terms[finding.id]
        if nutrient not in term.contains:
            continue
        count = finding.quantity.amount if finding.quantity and finding.quantity.unit == "product" else 1.0
        told = in_nutrient_unit(finding.dose, nutrient, facts.kb) if finding.dose else None
        per_day += (told if told is not None and len(term.contains) == 1 else term.contains[nutrient] or 0.0) * count
        products += count
        found.append(finding)
    return SupplementIntake(products, per_day, tuple(found))


def food_intake(nutrient: str, facts: Facts, habits_alone: bool = False) -> FoodIntake:
    """Estimates what the foods told bring of a nutrient a day.

    `habits_alone` counts the foods of which the person said how often they eat them, or that they are all they eat.
    """
    key = (nutrient, habits_alone)
    if key not in facts.intakes:
        facts.intakes[key] = _estimated(nutrient, facts.habits if habits_alone else facts.eaten, facts)
    intake: FoodIntake = facts.intakes[key]
    return intake


def _estimated(nutrient: str, foods: Sequence[Eaten], facts: Facts) -> FoodIntake:
    # The errors of the foods are independent of each other, so they partly cancel; see `rules/intake.yml`.
    table, need = facts.kb.intake, facts.need(nutrient)
    total = spread = counted = 0.0
    held: list[tuple[float, Finding]] = []
    unknown = []
    for eaten in foods:
        amount = eaten.food.in_grams(nutrient, eaten.grams)
        if amount is None:
            unknown.append(eaten.food)
            continue
        portion_error = 0.0 if eaten.size == "weighed" else table.portion_error.share
        total += amount
        spread = hypot(spread, amount * hypot(portion_error, table.composition_error.share))
        counted += amount if _counts(need.upper_limit_note, eaten.food) else 0.0
        if amount:
            held.append((amount, eaten.finding))
    spread = max(spread, total * table.least_error.share)
    supplements = supplement_intake(nutrient, facts)
    return FoodIntake(
        need,
        total,
        max(total - spread, 0.0),
        total + spread,
        tuple(finding for share, finding in sorted(held, key=_richest_first) if share >= MAIN_SHARE * total),
        tuple(unknown),
        supplements,
        counted + supplements.per_day,
    )


def _richest_first(held: tuple[float, Finding]) -> tuple[float, str]:
    return (-held[0], held[1].id)


def _counts(note: str, food: Food) -> bool:
    """Whether an upper limit with this note counts the nutrient in a food. Plants hold no retinol."""
    return note not in NOT_FROM_FOOD and (note != AS_RETINOL or "plant" not in food.tags)
