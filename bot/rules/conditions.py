"""Whether a rule's condition is met, and by which findings."""

from __future__ import annotations

from math import inf

from bot.findings import Finding
from bot.knowledge import Condition
from bot.rules.case import Facts
from bot.rules.intake import food_intake, supplement_intake

Met = tuple[Finding, ...]


def met_by(condition: Condition, facts: Facts) -> Met | None:
    """The findings that meet a condition, strongest reason first; None where it is not met.

    A met condition that rests on no finding (a `not`) gives an empty tuple.
    """
    if condition.finding is not None:
        found = [item for item in facts.by_id.get(condition.finding, []) if _fits(condition, item, facts)]
        return tuple(found) or None
    if condition.all_ is not None:
        return _all(condition.all_, facts)
    if condition.any_ is not None:
        return _at_least(1, condition.any_, facts)
    if condition.of is not None:
        return _at_least(condition.at_least or 1, condition.of, facts)
    if condition.not_ is not None:
        return () if met_by(condition.not_, facts) is None else None
    if condition.supplement_of is not None:
        return _supplement(condition, facts)
    if condition.eaten is not None:
        return _eaten(condition, condition.eaten, facts)
    return _age(condition, facts)


def _all(conditions: list[Condition], facts: Facts) -> Met | None:
    found: list[Finding] = []
    for condition in conditions:
        met = met_by(condition, facts)
        if met is None:
            return None
        found.extend(item for item in met if item not in found)
    return tuple(found)


def _at_least(count: int, conditions: list[Condition], facts: Facts) -> Met | None:
    met = [found for found in (met_by(condition, facts) for condition in conditions) if found is not None]
    if len(met) < count:
        return None
    return tuple(dict.fromkeys(item for found in met for item in found))


def _fits(condition: Condition, finding: Finding, facts: Facts) -> bool:
    if finding.assertion not in condition.assertion:
        return False
    for limit, value, fits in (
        (condition.min_duration_days, finding.duration_days, float.__ge__),
        (condition.max_duration_days, finding.duration_days, float.__le__),
        (condition.min_amount, finding.quantity.amount if finding.quantity else None, float.__ge__),
    ):
        if limit is not None and (not condition.or_unknown if value is None else not fits(float(value), float(limit))):
            return False
    for allowed, said in (
        (condition.severity, finding.severity),
        (condition.course, finding.course),
        (condition.onset, finding.onset),
        (condition.frequency, finding.frequency),
    ):
        if allowed is not None and (not condition.or_unknown if said is None else said not in allowed):
            return False
    return condition.body_site is None or _at_site(condition, finding, facts)


def _at_site(condition: Condition, finding: Finding, facts: Facts) -> bool:
    site = finding.body_site
    if site is None:
        return condition.or_unknown
    record = facts.kb.body_sites.get(site)
    return bool({site, *(record.is_a if record else [])} & set(condition.body_site or []))


def _supplement(condition: Condition, facts: Facts) -> Met | None:
    assert condition.supplement_of is not None
    taken = [product for product in facts.told_products if _fits(condition, product, facts)]
    intake = supplement_intake(condition.supplement_of, facts, taken)
    if intake.products < (condition.min_products or 1) or not intake.findings:
        return None
    if condition.min_per_day is not None and intake.per_day < condition.min_per_day:
        return None
    return intake.findings


def _eaten(condition: Condition, nutrient: str, facts: Facts) -> Met | None:
    if not facts.habits:
        return None
    intake = food_intake(nutrient, facts, habits_alone=True)
    if condition.min_percent is not None:
        return intake.findings if intake.percent(intake.low) >= condition.min_percent else None
    if condition.max_percent is not None:
        whole = facts.case.whole_diet and not intake.unknown and not intake.supplements.products
        little = whole and intake.percent(intake.high) <= condition.max_percent
        return tuple(eaten.finding for eaten in facts.habits) if little else None
    limit = (intake.need.upper_limit or inf) * (condition.min_percent_of_limit or 100) / 100
    if intake.counted < limit or intake.supplements.per_day >= limit:  # the rules about supplements speak for these
        return None
    return (*intake.findings, *intake.supplements.findings)


def _age(condition: Condition, facts: Facts) -> Met | None:
    age = facts.age_years
    if age is None:
        return None
    if condition.age_min is not None and age < condition.age_min:
        return None
    if condition.age_max is not None and age > condition.age_max:
        return None
    told = facts.present("age_years") or facts.present("infant") or facts.present("child")
    return tuple(told)
