"""Every threshold in the knowledge base has a case on both sides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.findings import Amount, Finding
from bot.knowledge import Condition, all_claims, load
from bot.rules import Case, Facts
from bot.rules.conditions import met_by

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
        return _met(leaf, Finding("supplement", name, quantity=count, dose=dose))

    assert taking(leaf.min_per_day)
    assert not taking(leaf.min_per_day * 0.9)
