"""What the foods told bring of a nutrient: the estimate, its range, what is not known, and what limits count."""

from __future__ import annotations

import pytest

from bot.findings import Amount, Finding
from bot.knowledge import load
from bot.rules import Case, Estimate, Facts, estimate
from bot.rules.intake import AS_RETINOL, NOT_FROM_FOOD, FoodIntake, food_intake

KB = load()
WOMAN = (Finding("profile", "age_years", quantity=Amount(34, "year")), Finding("profile", "sex_female"))


def facts(*findings: Finding, **case: object) -> Facts:
    return Facts(Case(**case).telling(findings), KB)  # type: ignore[arg-type]


def food(name: str, amount: float = 1, unit: str = "portion") -> Finding:
    return Finding("food", name, quantity=Amount(amount, unit, "day"))


def intake(nutrient: str, *findings: Finding) -> FoodIntake:
    return food_intake(nutrient, facts(*findings))


def level(estimated: Estimate, nutrient: str) -> str:
    return next(item.level for item in estimated.coverage if item.nutrient == nutrient)


def test_amounts_add_up_over_foods_and_supplements() -> None:
    dose = Finding("supplement", "calcium_supplement", dose=Amount(500, "mg", "day"))
    found = intake("calcium", *WOMAN, food("milk", 200, "g"), food("cheese_cheddar", 50, "g"), dose)
    assert found.amount == pytest.approx(2 * 113 + 0.5 * KB.foods["cheese_cheddar"].per_100g["calcium_mg"], rel=0.02)
    assert found.supplements.per_day == 500
    assert found.counted == pytest.approx(found.amount + 500)
    assert [item.id for item in found.findings] == ["cheese_cheddar", "milk"]


def test_a_portion_in_words_is_less_sure_than_a_weighed_one() -> None:
    told, weighed = intake("calcium", food("milk", 1, "glass")), intake("calcium", food("milk", 244, "g"))
    assert told.amount == pytest.approx(weighed.amount)
    assert told.low < weighed.low < weighed.amount < weighed.high < told.high


def test_errors_of_several_foods_partly_cancel_but_never_below_the_least() -> None:
    few, many = intake("magnesium", food("banana")), intake("magnesium", *(food(name) for name in list(KB.foods)[:200]))
    assert (few.high - few.amount) / few.amount > (many.high - many.amount) / many.amount
    assert many.high - many.amount >= KB.intake.least_error.share * many.amount * 0.999


def test_missing_is_not_zero() -> None:
    without = next(item for item in KB.foods.values() if item.per_portion("iodine") is None)
    found = intake("iodine", food("milk"), food(without.id))
    assert [item.id for item in found.unknown] == [without.id]
    assert level(estimate(facts(food(without.id))), "iodine") == "unknown"


@pytest.mark.parametrize(
    ("nutrient", "eaten", "counts"),
    [
        ("selenium", "brazil_nut", True),
        ("vitamin_a", "liver_beef", True),
        ("vitamin_a", "carrot", False),
        ("magnesium", "pumpkin_seed", False),
        ("folate", "lentil", False),
    ],
)
def test_an_upper_limit_counts_only_what_it_is_about(nutrient: str, eaten: str, counts: bool) -> None:
    found = intake(nutrient, food(eaten))
    assert found.amount > 0
    assert (found.counted > 0) is counts


def test_every_note_of_a_limit_is_known() -> None:
    notes = {item.upper_limit_note for item in KB.intakes if item.upper_limit is not None}
    assert notes == NOT_FROM_FOOD | {AS_RETINOL, ""}


def test_the_need_is_this_persons() -> None:
    meal = (food("beef_steak", 200, "g"), food("lentil", 300, "g"))
    man = (Finding("profile", "age_years", quantity=Amount(34, "year")), Finding("profile", "sex_male"))
    pregnant = (*WOMAN, Finding("profile", "pregnant"))
    needs = [intake("iron", *people, *meal).need.daily_need for people in (man, WOMAN, pregnant)]
    assert needs == [8, 18, 27]
    assert level(estimate(facts(*man, *meal)), "iron") == "enough"
    assert level(estimate(facts(*pregnant, *meal)), "iron") in {"unclear", "short"}


def test_the_largest_gap_gets_foods_that_fit() -> None:
    vegan = Finding("diet_habit", "vegan_diet")
    found = estimate(facts(*WOMAN, vegan, food("apple"), food("rice_white")), ("calcium",))
    assert found.gap is not None
    assert found.gap.nutrient == "calcium"
    assert found.picks
    assert all("plant" in KB.foods[pick.food].tags for pick in found.picks)


def test_no_food_is_offered_where_it_would_be_dangerous() -> None:
    kidney = (Finding("condition", "kidney_disease"), Finding("condition", "high_potassium_known"))
    found = estimate(facts(*WOMAN, *kidney, food("apple")), ("potassium",))
    assert found.gap is None or "food" not in found.gap.blocked


@pytest.mark.parametrize("finding", ["anorexia_nervosa", "infant"])
def test_nobody_is_given_figures_that_could_harm(finding: str) -> None:
    told = Finding(KB.terms[finding].kind, finding)
    assert estimate(facts(told, food("apple"))).withheld
    assert estimate(facts(food("apple"))).withheld is None
