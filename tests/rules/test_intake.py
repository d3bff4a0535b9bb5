"""What supplements bring of a nutrient, added up over products."""

from __future__ import annotations

import pytest

from bot.findings import Amount, Finding
from bot.knowledge import load
from bot.rules import Case, Facts
from bot.rules.intake import in_nutrient_unit, supplement_intake

KB = load()


def taking(term_id: str, dose: Amount | None = None, products: float | None = None) -> Finding:
    quantity = Amount(products, "product") if products else None
    return Finding("supplement", term_id, dose=dose, quantity=quantity)


def intake(nutrient: str, *findings: Finding):  # type: ignore[no-untyped-def]
    return supplement_intake(nutrient, Facts(Case().telling(findings), KB))


@pytest.mark.parametrize(
    ("dose", "nutrient", "in_unit"),
    [
        (Amount(1000, "iu", "day"), "vitamin_d", 25),
        (Amount(20, "mcg"), "vitamin_d", 20),
        (Amount(1, "mg", "day"), "vitamin_b12", 1000),
        (Amount(7000, "iu", "week"), "vitamin_d", 25),
        (Amount(0.4, "g", "day"), "magnesium", 400),
        (Amount(2, "tablet", "day"), "magnesium", None),
        (Amount(100, "iu", "day"), "magnesium", None),
        (Amount(40, "mg", "fortnight"), "magnesium", None),
    ],
)
def test_a_dose_in_the_nutrients_own_unit(dose: Amount, nutrient: str, in_unit: float | None) -> None:
    found = in_nutrient_unit(dose, nutrient, KB)
    assert found is None if in_unit is None else found == pytest.approx(in_unit)


def test_products_and_doses_add_up() -> None:
    dose = Amount(25, "mg", "day")
    found = intake("vitamin_b6", taking("vitamin_b6_supplement", dose), taking("b_complex"), taking("multivitamin"))
    assert found.products == 3
    assert found.per_day >= 25


def test_several_products_told_at_once_count_each() -> None:
    assert intake("vitamin_b6", taking("vitamin_b6_supplement", products=3)).products == 3


def test_what_is_not_taken_now_does_not_count() -> None:
    stopped = Finding("supplement", "vitamin_b6_supplement", "past", dose=Amount(100, "mg", "day"))
    assert intake("vitamin_b6", stopped) == intake("vitamin_b6")
