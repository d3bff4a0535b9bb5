"""Foods as they were told, in grams a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.findings import Amount, Finding, Frequency
from bot.knowledge import COUNT, Food, KnowledgeBase, measure_of

PER_DAY: dict[str | None, float] = {"day": 1.0, "week": 1 / 7, "month": 1 / 30}
OFTEN: dict[Frequency, float] = {"constant": 1.0, "daily": 1.0, "weekly": 1 / 7, "monthly": 1 / 30, "rare": 1 / 30}
BULK = frozenset({"cup", "tablespoon", "teaspoon", "handful"})
"""Measures in which nobody counts a solid food: "three almonds" are not three handfuls."""

WEIGHED = frozenset({"g", "mg", "kg", "ml", "litre", "ounce", "pound"})


@dataclass(frozen=True)
class Eaten:
    """One food of this person's days.

    Attributes:
        grams: one day's amount.
        size: "weighed", "told" by household measure, or "assumed": a usual portion, where the amount says nothing.
        time_told: whether the person said how often; where not, once a day was taken.
    """

    food: Food
    grams: float
    size: str
    time_told: bool
    finding: Finding


def eaten_foods(findings: Iterable[Finding], kb: KnowledgeBase) -> tuple[Eaten, ...]:
    """The foods that a person eats or drinks, in the order of their ids."""
    present = {item.id: item for item in findings if item.assertion == "present" and item.id in kb.foods}
    return tuple(_eaten(present[name], kb) for name in sorted(present))


def _eaten(finding: Finding, kb: KnowledgeBase) -> Eaten:
    food, told = kb.foods[finding.id], finding.quantity
    grams = grams_of(food, told, kb) if told else None
    times = PER_DAY.get(told.per) if told else None
    if times is None and finding.frequency:
        times = OFTEN[finding.frequency]
    size = "assumed" if grams is None else "weighed" if told and told.unit in WEIGHED else "told"
    # "Three plates" of a food whose plate nobody weighed are three usual portions.
    usual = food.portion_g * (told.amount if told and told.unit != COUNT else 1.0)
    return Eaten(food, (usual if grams is None else grams) * (1.0 if times is None else times), size,
                 times is not None, finding)  # fmt: skip


def grams_of(food: Food, told: Amount, kb: KnowledgeBase) -> float | None:
    """What a told amount of a food weighs; None where the table has no weight for that measure."""
    measure = measure_of(told.unit) or told.unit
    usual, grams = food.portion_measure
    if measure == "portion":
        return told.amount * food.portion_g
    known = kb.measures.get((food.id, measure))
    if known is not None:
        return told.amount * known.grams
    if measure == usual or (measure == COUNT and ("liquid" in food.tags or usual not in BULK)):
        return told.amount * grams
    general = [item.grams for item in kb.intake.measures if item.unit == measure and _applies(item.liquid, food)]
    return told.amount * general[0] if general else None


def _applies(liquid: bool, food: Food) -> bool:
    return not liquid or "liquid" in food.tags
