"""The food and intake tables: figures, gaps, and tags that must not contradict what a food is."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.knowledge.foods import DietFilter, Food, load_foods, load_reference_intakes

FILES = Path(__file__).parents[2] / "bot" / "knowledge" / "files"
FOODS = {food.id: food for food in load_foods(FILES / "foods.csv")}
INTAKES = load_reference_intakes(FILES / "reference_intakes.csv")
FILTERS = [DietFilter.parse_obj(entry) for entry in YAML(typ="safe").load(FILES / "diet_filters.yml")]
SOURCES = {source for path in (FILES / "sources").glob("*.yml") for source in YAML(typ="safe").load(path)}
KINDS = {
    "dairy": {"animal", "dairy"},
    "egg": {"animal", "egg"},
    "meat": {"animal", "meat"},
    "offal": {"animal", "meat", "high_purine"},
    "fish": {"animal", "fish"},
    "shellfish": {"animal", "shellfish", "high_purine"},
}
WORDS = {
    r"\b(bread|pasta|couscous|bulgur|barley|rye|wheat|wholemeal|bagel|beer|seitan|porridge|oats?)\b": "gluten",
    r"\b(beef|pork|lamb|chicken|turkey|bacon|ham|liver|kidney)\b": "meat",
    r"\b(pork|bacon|ham|gammon|lard|salami)\b": "pork",
    r"\b(salmon|tuna|cod|sardines?|mackerel|anchov\w+|herring|haddock)\b": "fish",
    r"\b(prawns?|crab|mussels?|oysters?|clams?|lobster)\b": "shellfish",
    r"\b(yogurt|cheese|butter|cream|paneer|ghee)\b": "dairy",
    r"\b(almonds?|cashews?|walnuts?|hazelnuts?|pecans?|pistachios?|brazil nut)\b": "nut",
    r"\bpeanuts?\b": "peanut",
    r"\b(soya|tofu|tempeh|miso|edamame)\b": "soy",
    r"\bliver\b": "liver",
    r"\bgrapefruit\b": "grapefruit",
}
SPARED = {  # the word is in the name, the thing is not in the food
    ("bread_corn", "meat"),
    ("almond_butter", "dairy"),
    ("peanut_butter", "dairy"),
    ("sunflower_butter", "dairy"),
    ("butternut_squash", "dairy"),
    ("butter_bean", "dairy"),
    ("soy_yogurt", "dairy"),
    ("chicken_meatless", "meat"),
    ("tomato_sauce", "gluten"),
    ("kidney_bean", "meat"),
    ("coconut_cream", "dairy"),
}


def per_portion(food: Food) -> dict[str, float]:
    return {name: amount * food.portion_g / 100 for name, amount in food.per_100g.items()}


def test_there_are_enough_foods_with_unique_ids_and_phrases() -> None:
    assert len(FOODS) >= 350
    assert len(FOODS) == len((FILES / "foods.csv").read_text(encoding="utf-8").splitlines()) - 1
    said = Counter(word.lower() for food in FOODS.values() for word in {food.name, *food.phrases})
    assert [word for word, count in said.items() if count > 1] == []


@pytest.mark.parametrize(
    ("food", "nutrient", "low", "high"),
    [
        ("pumpkin_seed", "magnesium", 156, 178),
        ("banana", "potassium", 420, 424),
        ("brazil_nut", "selenium", 90, 100),
        ("milk", "calcium", 270, 285),
        ("spinach_cooked", "vitamin_k", 430, 450),
        ("liver_beef", "vitamin_a", 6000, 6500),
        ("salmon", "vitamin_d", 10, 13),
        ("coffee", "caffeine", 90, 100),
        ("beer", "alcohol_g", 20, 24),
        ("cod", "iodine", 140, 150),
    ],
)
def test_portions_hold_what_the_source_says(food: str, nutrient: str, low: float, high: float) -> None:
    amount = FOODS[food].per_portion(nutrient if nutrient != "caffeine" else "caffeine_mg")
    assert amount is not None
    assert low <= amount <= high


def test_missing_is_not_zero() -> None:
    assert FOODS["pumpkin_seed"].per_portion("iodine") is None
    assert FOODS["water_tap"].per_portion("vitamin_b12") == 0


@pytest.mark.parametrize("food", FOODS.values(), ids=lambda food: food.id)
def test_tags_do_not_contradict_the_food(food: Food) -> None:
    assert ("plant" in food.tags) != ("animal" in food.tags)
    assert KINDS.get(food.group, set()) <= food.tags
    animal = {"meat", "fish", "shellfish", "dairy", "egg", "honey", "lanolin", "rennet", "liver", "blood"}
    assert "animal" in food.tags or not animal & food.tags
    if "plant" in food.tags and "fortified" not in food.tags:
        assert food.per_100g.get("vitamin_b12_mcg", 0) <= 0.2
    for pattern, tag in WORDS.items():
        if re.search(pattern, food.name.lower()) and (food.id, tag) not in SPARED:
            assert tag in food.tags, tag


@pytest.mark.parametrize("food", FOODS.values(), ids=lambda food: food.id)
def test_tags_of_content_follow_the_figures(food: Food) -> None:
    portion = per_portion(food)
    # A figure that nobody measured counts as high: unknown is not safe.
    assert ("high_potassium" in food.tags) == (portion.get("potassium_mg", 200) >= 200)
    assert ("high_copper" in food.tags) == (portion.get("copper_mg", 0.2) >= 0.2)
    assert ("high_salt" in food.tags) == (food.per_100g.get("sodium_mg", 600) >= 600)
    unmeasured = 0 if "animal" in food.tags or food.group in {"drink", "sweet"} else 25
    assert ("high_vitamin_k" in food.tags) == (portion.get("vitamin_k_mcg", unmeasured) >= 25)
    assert "high_iodine" in food.tags or portion.get("iodine_mcg", 0) < 100
    assert "caffeine" in food.tags or portion.get("caffeine_mg", 0) < 5
    assert "alcohol" in food.tags or portion.get("alcohol_g", 0) < 1


def test_cereals_with_added_vitamin_d_do_not_count_as_vegan() -> None:
    cereals = [food for food in FOODS.values() if food.variety_of == "breakfast_cereal"]
    assert len(cereals) >= 5
    for food in cereals:
        # The vitamin D3 in cereals is mostly made from wool grease.
        assert ("lanolin" in food.tags) == (food.per_100g["vitamin_d_mcg"] > 0), food.id


def test_filters_name_known_tags_and_sources() -> None:
    known = frozenset().union(*(food.tags for food in FOODS.values()))
    for rule in FILTERS:
        assert set(rule.exclude) <= known, rule
        assert rule.source is None or rule.source in SOURCES, rule
    excluded = [(rule.finding, tag) for rule in FILTERS for tag in rule.exclude]
    assert len(set(excluded)) == len(excluded)


def test_every_nutrient_has_22_groups_with_a_need() -> None:
    counts = Counter(row.nutrient for row in INTAKES)
    assert len(counts) == 20
    assert set(counts.values()) == {22}
    assert all(row.daily_need > 0 and row.source in SOURCES for row in INTAKES)


@pytest.mark.parametrize(
    ("nutrient", "sex", "age", "state", "need", "kind", "limit"),
    [
        ("magnesium", "male", 31, "none", 420, "RDA", 350),
        ("calcium", "any", 0, "none", 200, "AI", 1000),
        ("calcium", "male", 14, "none", 1300, "RDA", 3000),
        ("copper", "male", 14, "none", 0.89, "RDA", 8),
        ("potassium", "female", 19, "none", 2600, "AI", None),
        ("sodium", "male", 19, "none", 1500, "AI", None),
        ("vitamin_b12", "male", 51, "none", 2.4, "RDA", None),
        ("folate", "female", 19, "pregnant", 600, "RDA", 1000),
        ("iron", "female", 31, "breastfeeding", 9, "RDA", 45),
        ("vitamin_d", "female", 71, "none", 20, "RDA", 100),
    ],
)
def test_intakes_are_those_of_the_tables(
    nutrient: str, sex: str, age: float, state: str, need: float, kind: str, limit: float | None
) -> None:
    key = (nutrient, sex, age, state)
    (row,) = [row for row in INTAKES if (row.nutrient, row.sex, row.age_from, row.state) == key]
    assert (row.daily_need, row.need_kind, row.upper_limit) == (need, kind, limit)


def test_limits_that_count_only_supplements_say_so() -> None:
    noted = {row.nutrient for row in INTAKES if row.upper_limit and row.upper_limit_note}
    assert noted == {"magnesium", "niacin", "folate", "vitamin_e", "vitamin_a"}


def test_limits_of_other_regions_have_a_source() -> None:
    with (FILES / "upper_limits_regions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    limits = {(row["nutrient"], row["region"]): float(row["upper_limit"]) for row in rows}
    assert (limits["vitamin_b6", "EU"], limits["vitamin_b6", "UK"]) == (12, 10)
    assert {row["source"] for row in rows} <= SOURCES
