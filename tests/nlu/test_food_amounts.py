"""How much of a food, and how often, from the words for it."""

from __future__ import annotations

import pytest

from bot.findings import Amount
from bot.nlu.understanding import Understanding


@pytest.mark.parametrize(
    ("text", "food", "amount"),
    [
        ("two bananas", "banana", Amount(2, "count")),
        ("half an avocado on toast", "avocado", Amount(0.5, "count")),
        ("a quarter of a pizza", "pizza", Amount(0.25, "count")),
        ("200g of chicken breast", "chicken_breast", Amount(200, "g")),
        ("6 oz steak", "beef_steak", Amount(6, "ounce")),
        ("2 tbsp of peanut butter", "peanut_butter", Amount(2, "tablespoon")),
        ("a handful of almonds", "almond", Amount(1, "handful")),
        ("3 rashers of bacon", "bacon", Amount(3, "rasher")),
        ("a pint of milk a day", "milk", Amount(1, "pint", "day")),
        ("I drink 2 litres of milk a day", "milk_semi_skimmed", Amount(2, "litre", "day")),
        ("I eat salmon twice a week", "salmon", Amount(2, "portion", "week")),
        ("a tin of sardines three times a week", "sardine", Amount(3, "tin", "week")),
        ("oatmeal every other day", "oats", Amount(3.5, "portion", "week")),
        ("kippers on mondays and thursdays", "herring", Amount(2, "portion", "week")),
        ("2 cups of coffee twice a day", "coffee", Amount(4, "cup", "day")),
        ("lentils once a month", "lentil", Amount(1, "portion", "month")),
    ],
)
def test_amount_and_times(understanding: Understanding, text: str, food: str, amount: Amount) -> None:
    found = {finding.id: finding.quantity for finding in understanding.understand(text).findings}
    assert found[food] == amount


@pytest.mark.parametrize(
    ("text", "food"),
    [("2 slices of toast, tramadol 50mg 4 times a day", "bread_white"), ("an egg. cramps 3 times a week", "egg")],
)
def test_the_times_of_something_else_stay_with_it(understanding: Understanding, text: str, food: str) -> None:
    (found,) = [finding for finding in understanding.understand(text).findings if finding.id == food]
    assert found.quantity is None or found.quantity.per is None


@pytest.mark.parametrize(
    ("text", "habit", "foods"),
    [
        ("a pint of milk a day", "high_dairy", {"milk"}),
        ("chicken and rice with broccoli", "high_protein_diet", {"chicken_breast", "rice_white", "broccoli"}),
        ("I have 4 brazil nuts every day", "brazil_nuts_daily", {"brazil_nut"}),
        ("liver every week", "eats_liver_often", {"liver_beef"}),
    ],
)
def test_a_habit_keeps_its_foods(understanding: Understanding, text: str, habit: str, foods: set[str]) -> None:
    found = {finding.id for finding in understanding.understand(text).findings if finding.assertion == "present"}
    assert found == {habit} | foods


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("I hate spinach", "spinach_cooked"),
        ("anything but kale", "kale"),
        ("lentils are disgusting", "lentil"),
        ("forget the mushrooms", "mushroom"),
        ("liver makes me gag", "liver_beef"),
        ("not keen on tofu", "tofu"),
    ],
)
def test_a_disliked_food_is_not_eaten(understanding: Understanding, text: str, absent: str) -> None:
    found = {finding.id: finding.assertion for finding in understanding.understand(text).findings}
    assert found == {absent: "absent"}


@pytest.mark.parametrize("text", ["can't stand fish", "forget the fish", "I hate fish"])
def test_a_disliked_kind_of_food_is_a_habit(understanding: Understanding, text: str) -> None:
    assert [finding.id for finding in understanding.understand(text).findings] == ["no_fish"]


def test_forgetting_is_still_forgetting(understanding: Understanding) -> None:
    found = {
        finding.id: finding.assertion for finding in understanding.understand("I forget words, I eat kale").findings
    }
    assert found == {"poor_memory": "present", "kale": "present"}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("that's all I eat", True),
        ("toast and jam, that is everything I usually eat", True),
        ("I only eat chips and beans", True),
        ("I eat chips and beans", False),
        ("that's all", False),
        ("eggs make me feel sick", False),
    ],
)
def test_a_list_is_called_complete(understanding: Understanding, text: str, whole: bool) -> None:
    mentions = understanding.understand(text).mentions
    assert mentions["whole_diet"] is whole
    assert not (whole and mentions["no_other_symptoms"])
