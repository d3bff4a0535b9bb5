"""What must hold for any combination of findings, on the real knowledge base."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.findings import Amount, Finding
from bot.knowledge import CARE_LEVELS, load
from bot.replies import assessment_json
from bot.rules import Case, Facts, assess, conclude, estimate

KB = load()
TERMS = sorted(term.id for term in KB.terms.values() if term.id != "age_years")
RED_FLAGS = sorted(rule.id for rule in KB.care_rules if rule.level == "emergency" and rule.when.finding)


def finding(term_id: str, duration_days: float | None = None) -> Finding:
    return Finding(KB.terms[term_id].kind, term_id, said=term_id, duration_days=duration_days)


findings = st.lists(
    st.builds(finding, st.sampled_from(TERMS), st.sampled_from([None, 1.0, 20.0, 400.0, 2000.0])),
    max_size=8,
    unique_by=lambda item: item.id,
)


@settings(max_examples=150, deadline=None)
@given(findings, st.randoms(use_true_random=False))
def test_the_order_of_findings_never_matters(told: list[Finding], shuffle: random.Random) -> None:
    other = list(told)
    shuffle.shuffle(other)
    first = assessment_json(conclude(Case().telling(told), KB), KB)
    second = assessment_json(conclude(Case().telling(other), KB), KB)
    first.pop("understood")
    second.pop("understood")
    assert first == second


meals = st.lists(
    st.builds(
        lambda food, grams: Finding("food", food, said=food, quantity=Amount(grams, "g", "day")),
        st.sampled_from(sorted(KB.foods)),
        st.floats(1, 1000),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda item: item.id,
)


@settings(max_examples=100, deadline=None)
@given(findings, meals, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_foods_never_matters(
    told: list[Finding], eaten: list[Finding], whole_diet: bool, shuffle: random.Random
) -> None:
    other = list(eaten)
    shuffle.shuffle(other)
    first, second = (Case(whole_diet=whole_diet).telling([*told, *foods]) for foods in (eaten, other))
    assert estimate(Facts(first, KB)).coverage == estimate(Facts(second, KB)).coverage
    assert assess(first, KB).gaps == assess(second, KB).gaps


@settings(max_examples=100, deadline=None)
@given(findings, meals)
def test_nobody_over_a_limit_is_offered_more(told: list[Finding], eaten: list[Finding]) -> None:
    case = Case(nutrients=tuple(KB.nutrients)).telling([*told, *eaten])
    over = {
        item.nutrient
        for item in estimate(Facts(case, KB)).over_limit
        # Limits hold for people who are not treated: iron tablets pass theirs.
        if item.nutrient != "iron" and item.intake.supplements.per_day < (item.intake.need.upper_limit or 0)
    }
    for gap in assess(case, KB).gaps:
        assert gap.nutrient not in over or (gap.foods == () and "supplement" in gap.blocked)


@settings(max_examples=100, deadline=None)
@given(findings, meals)
def test_a_list_that_may_be_incomplete_never_speaks_for_a_lack(told: list[Finding], eaten: list[Finding]) -> None:
    assessment = assess(Case(nutrients=tuple(KB.nutrients)).telling([*told, *eaten]), KB)
    rules = {reason.rule for gap in assessment.gaps for reason in gap.because}
    assert not {rule for rule in rules if KB.rules[rule].when.max_percent is not None}


@settings(max_examples=150, deadline=None)
@given(findings, st.sampled_from(RED_FLAGS))
def test_an_added_red_flag_is_always_an_emergency(told: list[Finding], rule_id: str) -> None:
    rule = next(rule for rule in KB.care_rules if rule.id == rule_id)
    flag = Finding(KB.terms[rule.when.finding].kind, rule.when.finding, said="flag", **_details(rule.when))
    case = Case().telling([item for item in told if item.id != flag.id]).telling([flag])
    assert assess(case, KB).care.level == "emergency"


@settings(max_examples=200, deadline=None)
@given(findings, st.sampled_from(TERMS))
def test_an_added_finding_never_makes_care_less_urgent(told: list[Finding], term_id: str) -> None:
    before = assess(Case().telling(told), KB).care.level
    added = [] if any(item.id == term_id for item in told) else [finding(term_id)]
    after = assess(Case().telling([*told, *added]), KB).care.level
    urgent = CARE_LEVELS.index
    assert urgent(after) <= urgent(before) or before == "routine"


@settings(max_examples=200, deadline=None)
@given(findings)
def test_a_veto_is_never_absent_when_its_finding_is_present(told: list[Finding]) -> None:
    nutrients = tuple(KB.nutrients)
    assessment = assess(Case(nutrients=nutrients).telling(told), KB)
    present = {item.id for item in told}
    assert {gap.nutrient for gap in assessment.gaps} == set(nutrients)
    for gap in assessment.gaps:
        for caution in KB.nutrients[gap.nutrient].cautions:
            if caution.when.finding in present and not _details(caution.when):
                assert caution.id in {reason.rule for reason in gap.cautions}
                assert set(caution.blocks) <= gap.blocked
        if "food" in gap.blocked:
            assert gap.foods == ()


@pytest.mark.parametrize("assertion", ["absent", "past", "other_person", "hypothetical"])
@pytest.mark.parametrize("rule_id", RED_FLAGS)
def test_no_red_flag_fires_from_what_is_not_present(rule_id: str, assertion: str) -> None:
    rule = next(rule for rule in KB.care_rules if rule.id == rule_id)
    told = Finding(KB.terms[rule.when.finding].kind, rule.when.finding, assertion=assertion, **_details(rule.when))
    assert assess(Case().telling([told]), KB).care.level == "self_care"


def _details(condition):  # type: ignore[no-untyped-def]
    """Attributes that meet a condition on one finding."""
    details = {
        "duration_days": condition.min_duration_days or condition.max_duration_days,
        "severity": (condition.severity or [None])[0],
        "course": (condition.course or [None])[0],
        "onset": (condition.onset or [None])[0],
        "frequency": (condition.frequency or [None])[0],
        "body_site": (condition.body_site or [None])[0],
    }
    return {key: value for key, value in details.items() if value is not None}
