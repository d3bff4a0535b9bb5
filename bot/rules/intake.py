"""Adds up what supplements and products bring of one nutrient."""

from __future__ import annotations

from dataclasses import dataclass

from bot.findings import Amount, Finding
from bot.knowledge import KnowledgeBase
from bot.rules.case import Facts

PER_DAY = {None: 1.0, "day": 1.0, "week": 1 / 7, "month": 1 / 30}
IN_MG = {"g": 1000.0, "mg": 1.0, "mcg": 0.001, "ug": 0.001, "µg": 0.001}


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


def in_nutrient_unit(dose: Amount, nutrient: str, kb: KnowledgeBase) -> float | None:
    """A dose per day in the nutrient's own unit; None where its unit says nothing of the weight (tablets)."""
    per_day = PER_DAY.get(dose.per)
    if per_day is None:
        return None
    unit = dose.unit.lower()
    if unit == "iu":
        factors = [item.per_iu for item in kb.international_units if item.nutrient == nutrient]
        return dose.amount * factors[0] * per_day if factors else None
    if unit not in IN_MG:
        return None
    return dose.amount * IN_MG[unit] / IN_MG[kb.nutrients[nutrient].unit] * per_day


def supplement_intake(nutrient: str, facts: Facts) -> SupplementIntake:
    """Sums the present supplements and products that hold a nutrient.

    A dose that was told counts for products named after the nutrient; others count with their usual content.
    """
    products = per_day = 0.0
    found: list[Finding] = []
    for finding in facts.products:
        term = facts.kb.terms[finding.id]
        if nutrient not in term.contains:
            continue
        count = finding.quantity.amount if finding.quantity and finding.quantity.unit == "product" else 1.0
        told = in_nutrient_unit(finding.dose, nutrient, facts.kb) if finding.dose else None
        per_day += (told if told is not None and len(term.contains) == 1 else term.contains[nutrient] or 0.0) * count
        products += count
        found.append(finding)
    return SupplementIntake(products, per_day, tuple(found))
