"""Foods that hold much of a nutrient and fit this person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.knowledge import DietFilter, Food, ReferenceIntake
from bot.rules.case import Facts
from bot.rules.evidence import Reason, reasons

# Known and reckoned with when somebody eats them, but never put forward as a source.
NEVER_SUGGESTED = frozenset({"not_suggested", "alcohol", "caffeine"})
NEVER_SUGGESTED_GROUPS = frozenset({"dish", "sweet", "spice"})
LEAST_PERCENT = 5.0
RICH_PERCENT = 8.0
MOST_OF_ONE_GROUP = 2


@dataclass(frozen=True)
class FoodPick:
    """One food put forward.

    Attributes:
        amount: of the nutrient in one portion, in `unit`.
        percent_of_daily_need: share of this person's daily need, rounded to whole percent.
    """

    food: str
    name: str
    portion: str
    amount: float
    unit: str
    percent_of_daily_need: int


def excluded_tags(
    finding_ids: Collection[str], filters: Iterable[DietFilter], age_years: float | None = None
) -> frozenset[str]:
    """The food tags that do not fit somebody with these findings and this age."""
    return frozenset(
        tag
        for rule in filters
        if rule.finding in finding_ids
        or (rule.age_max is not None and age_years is not None and age_years <= rule.age_max)
        for tag in rule.exclude
    )


def best_foods(
    exclude_tags: Collection[str],
    disliked_ids: Collection[str],
    richest: Iterable[tuple[float, Food]],
    need: ReferenceIntake,
    count: int = 5,
) -> list[FoodPick]:
    """The best everyday sources per portion, richest first: one form of each food, at most two foods of a group.

    `richest` are foods with what a portion holds of the nutrient, richest first.
    """
    barred = NEVER_SUGGESTED | frozenset(exclude_tags)
    disliked = set(disliked_ids)
    picks: list[FoodPick] = []
    groups: Counter[str] = Counter()
    forms: set[str] = set()
    for amount, food in richest:
        if len(picks) == count or amount < need.daily_need * LEAST_PERCENT / 100:
            break
        if (
            food.variety_of not in forms
            and groups[food.group] < MOST_OF_ONE_GROUP
            and not food.tags & barred
            and food.group not in NEVER_SUGGESTED_GROUPS
            and not {food.id, food.variety_of} & disliked
        ):
            forms.add(food.variety_of)
            groups[food.group] += 1
            percent = round(100 * amount / need.daily_need)
            picks.append(FoodPick(food.id, food.name, _portion(food), _rounded(amount), need.unit, percent))
    return picks


def foods_for(nutrient: str, facts: Facts, count: int = 5) -> tuple[FoodPick, ...]:
    """The best sources of a nutrient that fit everything this person told."""
    kb = facts.kb
    told = {term for term in facts.by_id if facts.present(term)}
    disliked = {item.id for item in facts.case.findings if item.kind == "food" and item.assertion == "absent"}
    need = facts.need(nutrient)
    tags = excluded_tags(told, kb.diet_filters, facts.age_years)
    return tuple(best_foods(tags, disliked, kb.richest[nutrient], need, count))


def food_clashes(food: Food, facts: Facts) -> list[Reason]:
    """Why a food may not suit what this person told: diet, medicines, conditions; empty where nothing is known."""
    told = {term for term in facts.by_id if facts.present(term)}
    found = [
        Reason(tuple(facts.present(rule.finding)), f"food_{rule.finding}", rule.because, rule.source or "")
        for rule in facts.kb.diet_filters
        if rule.finding in told and food.tags & set(rule.exclude)
    ]
    for nutrient in facts.kb.nutrients.values():
        need = facts.need(nutrient.id).daily_need
        if (food.per_portion(nutrient.id) or 0.0) >= need * RICH_PERCENT / 100:
            fired = reasons([caution for caution in nutrient.cautions if "food" in caution.blocks], facts)
            found += [reason for reason in fired if reason.says not in {other.says for other in found}]
    return found


def _portion(food: Food) -> str:
    if "liquid" in food.tags:
        return f"{food.portion} (about {round(food.portion_g, -1):g} ml)"
    return f"{food.portion} ({food.portion_g:g} g)"


def _rounded(amount: float) -> float:
    return round(amount, 2 if amount < 1 else 1 if amount < 10 else None)
