"""Every threshold in the knowledge base has a case on both sides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.findings import Amount, Finding
from bot.knowledge import Condition, all_claims, load
from bot.rules import Case, Facts
from bot.rules.conditions import met_by
from bot.rules.intake import food_intake

KB = load()


def _leaves(condition: Condition) -> Iterator[Condition]:
    if not condition.children():
        yield condition
    for child in condition.children():
        yield from _leaves(child)


def _conditions() -> Iterator[Condition]:
    for claim in all_claims(KB):
        if getattr(claim, "when", None) is not None:
            yield from _leaves(claim.when)
    for question in KB.questions.values():
        yield from _leaves(question.due)


def _with(name: str) -> list[Condition]:
    return [leaf for leaf in _conditions() if getattr(leaf, name) is not None and leaf.finding]


def _told(leaf: Condition, **changes: object) -> Finding:
    kind = KB.terms[leaf.finding].kind if leaf.finding in KB.terms else "food"
    fitting = {
        "assertion": leaf.assertion[0],
        "duration_days": leaf.min_duration_days if leaf.min_duration_days is not None else leaf.max_duration_days,
        "severity": (leaf.severity or [None])[0],
        "course": (leaf.course or [None])[0],
        "onset": (leaf.onset or [None])[0],
        "frequency": (leaf.frequency or [None])[0],
        "body_site": (leaf.body_site or [None])[0],
        "quantity": Amount(leaf.min_amount, "cup") if leaf.min_amount is not None else None,
    }
    return Finding(kind, leaf.finding, **{**fitting, **changes})


def _met(leaf: Condition, finding: Finding) -> bool:
    return met_by(leaf, Facts(Case().telling([finding]), KB)) is not None


@pytest.mark.parametrize(
    "leaf", _with("min_duration_days"), ids=lambda leaf: f"{leaf.finding}-{leaf.min_duration_days}"
)
def test_from_that_many_days_on(leaf: Condition) -> None:
    assert _met(leaf, _told(leaf))
    assert not _met(leaf, _told(leaf, duration_days=leaf.min_duration_days - 1))


@pytest.mark.parametrize(
    "leaf", _with("max_duration_days"), ids=lambda leaf: f"{leaf.finding}-{leaf.max_duration_days}"
)
def test_up_to_that_many_days(leaf: Condition) -> None:
    assert _met(leaf, _told(leaf, duration_days=leaf.max_duration_days))
    assert not _met(leaf, _told(leaf, duration_days=leaf.max_duration_days + 1))


@pytest.mark.parametrize("leaf", _with("min_amount"), ids=lambda leaf: f"{leaf.finding}-{leaf.min_amount}")
def test_from_that_amount_on(leaf: Condition) -> None:
    assert _met(leaf, _told(leaf))
    assert not _met(leaf, _told(leaf, quantity=Amount(leaf.min_amount - 0.5, "cup")))


AGES = [leaf for leaf in _conditions() if leaf.age_min is not None or leaf.age_max is not None]


@pytest.mark.parametrize("leaf", AGES, ids=lambda leaf: f"{leaf.age_min}-{leaf.age_max}")
def test_inside_and_outside_the_ages(leaf: Condition) -> None:
    def aged(years: float) -> bool:
        return _met(leaf, Finding("profile", "age_years", quantity=Amount(years, "year")))

    inside = leaf.age_min if leaf.age_min is not None else leaf.age_max
    assert aged(inside)
    if leaf.age_min:
        assert not aged(leaf.age_min - 1)
    if leaf.age_max is not None:
        assert not aged(leaf.age_max + 1)


PRODUCTS = [leaf for leaf in _conditions() if leaf.supplement_of and (leaf.min_products or 0) > 1]


@pytest.mark.parametrize("leaf", PRODUCTS, ids=lambda leaf: f"{leaf.supplement_of}-{leaf.min_products}")
def test_from_that_many_products_on(leaf: Condition) -> None:
    def taking(count: float) -> bool:
        name = f"{leaf.supplement_of}_supplement"
        dose = Amount(leaf.min_per_day or 1, KB.nutrients[leaf.supplement_of].unit, "day")
        return _met(leaf, Finding("supplement", name, quantity=Amount(count, "product"), dose=dose))

    assert taking(leaf.min_products)
    assert not taking(leaf.min_products - 1)


DOSES = [leaf for leaf in _conditions() if leaf.supplement_of and leaf.min_per_day is not None]


@pytest.mark.parametrize("leaf", DOSES, ids=lambda leaf: f"{leaf.supplement_of}-{leaf.min_per_day}")
def test_from_that_dose_on(leaf: Condition) -> None:
    def taking(amount: float) -> bool:
        name = f"{leaf.supplement_of}_supplement"
        count = Amount(leaf.min_products or 1, "product")
        dose = Amount(amount / count.amount, KB.nutrients[leaf.supplement_of].unit, "day")
        return _met(leaf, Finding("supplement", name, leaf.assertion[0], quantity=count, dose=dose))

    assert taking(leaf.min_per_day)
    assert not taking(leaf.min_per_day * 0.9)


EATEN = [leaf for leaf in _conditions() if leaf.eaten]
WOMAN = (Finding("profile", "sex_female"), Finding("profile", "age_years", quantity=Amount(30, "year")))


def _eating(leaf: Condition, share: float, whole_diet: bool = True, product: Finding | None = None) -> bool:
    """Whether the condition is met by so much of its threshold, weighed out of one food without other figures."""
    nutrient = str(leaf.eaten)

    def facts(grams: float) -> Facts:
        food = max(KB.foods.values(), key=lambda item: _counted_per_gram(item.id, nutrient))
        eaten = Finding("food", food.id, quantity=Amount(grams, "g", "day"))
        told = [*WOMAN, eaten, *([product] if product else [])]
        return Facts(Case(whole_diet=whole_diet).telling(told), KB)

    per_gram = food_intake(nutrient, facts(1.0))
    if leaf.min_percent is not None:
        wanted, each = leaf.min_percent / 100 * per_gram.need.daily_need, per_gram.low
    elif leaf.max_percent is not None:
        wanted, each = leaf.max_percent / 100 * per_gram.need.daily_need, per_gram.high
    else:
        wanted = (leaf.min_percent_of_limit or 0) / 100 * (per_gram.need.upper_limit or 0)
        each, wanted = per_gram.counted - per_gram.supplements.per_day, wanted - per_gram.supplements.per_day
    return met_by(leaf, facts(max(share * wanted / each, 0.001))) is not None


def _counted_per_gram(food: str, nutrient: str) -> float:
    eaten = Finding("food", food, quantity=Amount(1, "g", "day"))
    return (
        food_intake(nutrient, Facts(Case().telling([*WOMAN, eaten]), KB)).counted
        or KB.foods[food].in_grams(nutrient, 0.001)
        or 0.0
    )


def _eaten_id(leaf: Condition) -> str:
    return f"{leaf.eaten}-{leaf.min_percent}-{leaf.max_percent}-{leaf.min_percent_of_limit}"


@pytest.mark.parametrize("leaf", EATEN, ids=_eaten_id)
def test_around_that_share_of_the_need_or_the_limit(leaf: Condition) -> None:
    below, above = _eating(leaf, 0.98), _eating(leaf, 1.02)
    assert (below, above) == ((True, False) if leaf.max_percent is not None else (False, True))


@pytest.mark.parametrize("leaf", [leaf for leaf in EATEN if leaf.max_percent is not None], ids=_eaten_id)
def test_only_a_complete_list_without_supplements_speaks_for_a_lack(leaf: Condition) -> None:
    product = Finding("supplement", f"{leaf.eaten}_supplement")
    assert _eating(leaf, 0.5)
    assert not _eating(leaf, 0.5, whole_diet=False)
    assert not _eating(leaf, 0.5, product=product)


@pytest.mark.parametrize("leaf", [leaf for leaf in EATEN if leaf.max_percent is None], ids=_eaten_id)
def test_a_food_eaten_once_speaks_for_nothing(leaf: Condition) -> None:
    def met(period: str | None) -> bool:
        foods = [Finding("food", name, quantity=Amount(1000, "g", period)) for name in KB.foods]
        return met_by(leaf, Facts(Case().telling([*WOMAN, *foods]), KB)) is not None

    assert met("day")
    assert not met(None)


@pytest.mark.parametrize("leaf", [leaf for leaf in EATEN if leaf.min_percent_of_limit is not None], ids=_eaten_id)
def test_supplements_count_towards_a_limit_that_they_do_not_pass_alone(leaf: Condition) -> None:
    nutrient = str(leaf.eaten)
    limit = food_intake(nutrient, Facts(Case().telling(WOMAN), KB)).need.upper_limit or 0
    unit = KB.nutrients[nutrient].unit

    def with_dose(share: float) -> bool:
        dose = Amount(share * limit, unit, "day")
        return _eating(leaf, 1.02, product=Finding("supplement", f"{nutrient}_supplement", dose=dose))

    assert with_dose(0.5)
    assert not with_dose(1.1)
