"""Foods as they were told, in grams a day."""

from __future__ import annotations

import pytest

from bot.findings import Amount, Finding
from bot.knowledge import load
from bot.rules.portions import eaten_foods

KB = load()


def grams(food: str, quantity: Amount | None = None, **details: object) -> float:
    (eaten,) = eaten_foods([Finding("food", food, quantity=quantity, **details)], KB)  # type: ignore[arg-type]
    return eaten.grams


@pytest.mark.parametrize(
    ("food", "told", "expected"),
    [
        ("banana", Amount(2, "count"), 236),
        ("avocado", Amount(0.5, "count"), 100),
        ("egg", Amount(3, "egg"), 150),
        ("chicken_breast", Amount(200, "g"), 200),
        ("kefir", Amount(0.5, "litre"), 500),
        ("beef_steak", Amount(6, "ounce"), 170.1),
        ("bread_wholemeal", Amount(2, "slice"), 64),
        ("almond", Amount(1, "handful"), 28),
        ("almond", Amount(10, "count"), 12),
        ("tuna_canned", Amount(1, "tin"), 170),
        ("rice_white", Amount(2, "cup"), 316),
        ("peanut_butter", Amount(1, "tablespoon"), 16),
        ("milk", Amount(1, "pint"), 473),
        ("coffee", Amount(3, "cup"), 711),
        ("beer", Amount(2, "count"), 1136),
        ("chips", Amount(2, "portion"), 2 * KB.foods["chips"].portion_g),
    ],
)
def test_what_a_told_amount_weighs(food: str, told: Amount, expected: float) -> None:
    assert grams(food, told) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(
    ("quantity", "frequency", "times"),
    [
        (Amount(1, "portion", "day"), None, 1),
        (Amount(2, "portion", "week"), None, 2 / 7),
        (Amount(3, "portion", "month"), None, 3 / 30),
        (Amount(2, "portion"), "weekly", 2 / 7),
        (None, "daily", 1),
        (None, "weekly", 1 / 7),
        (None, "rare", 1 / 30),
        (None, None, 1),
    ],
)
def test_how_often_becomes_a_share_of_a_day(quantity: Amount | None, frequency: str | None, times: float) -> None:
    assert grams("salmon", quantity, frequency=frequency) == pytest.approx(85 * times)


def test_what_was_not_told_is_marked_as_taken_for_granted() -> None:
    (bare,) = eaten_foods([Finding("food", "broccoli")], KB)
    assert (bare.size, bare.time_told, bare.grams) == ("assumed", False, KB.foods["broccoli"].portion_g)
    (weighed,) = eaten_foods([Finding("food", "broccoli", quantity=Amount(100, "g", "day"))], KB)
    assert (weighed.size, weighed.time_told) == ("weighed", True)
    # Nobody weighed a plate of broccoli: two of them are two usual portions, and it is said.
    (plates,) = eaten_foods([Finding("food", "broccoli", quantity=Amount(2, "plate"))], KB)
    assert (plates.size, plates.grams) == ("assumed", 2 * KB.foods["broccoli"].portion_g)


@pytest.mark.parametrize("assertion", ["absent", "past", "hypothetical", "other_person"])
def test_only_what_is_eaten_now_counts(assertion: str) -> None:
    assert eaten_foods([Finding("food", "banana", assertion)], KB) == ()  # type: ignore[arg-type]


def test_the_order_of_telling_does_not_matter() -> None:
    told = [Finding("food", name) for name in ("milk", "banana", "egg")]
    assert eaten_foods(told, KB) == eaten_foods(told[::-1], KB)
