"""Blood-test figures: what they stand for, on both sides of each limit, and what is no result."""

from __future__ import annotations

import pytest

from bot.knowledge import BloodTest, Limit, load
from bot.nlu.understanding import product

STEP = 0.001


def known(text: str) -> dict[str, str | None]:
    """The levels and the severity that a message tells."""
    limits = {limit.finding for test in load().blood_tests for limit in test.limits}
    return {
        f.id: f.severity for f in product().understand(text).findings if f.id in limits and f.assertion == "present"
    }


@pytest.mark.parametrize(
    ("text", "finding", "severity"),
    [
        ("got told my ferritin is 8, what do i do", "low_iron_known", None),
        ("can i stop my lisinopril, potassium was 5.8", "high_potassium_known", None),
        ("K came back, potassium 6.7 mmol/L", "high_potassium_known", "severe"),
        ("my potassium level was 2.3", "low_potassium_known", "severe"),
        ("bloods: Hb 74 g/L, ferritin 4", "anaemia", "severe"),
        ("hb 10.9", "anaemia", None),
        ("my b12 level came back at 126", "low_vitamin_b12_known", None),
        ("vit d was 14 nmol/l", "low_vitamin_d_known", None),
        ("sodium 118 in A&E", "low_sodium_known", "severe"),
        ("adjusted calcium was 3,1", "high_calcium_known", "moderate"),
        ("serum magnesium 0.52 mmol/L", "low_magnesium_known", None),
        ("labs: ferritin 41, b12 110, vit d 11", "low_vitamin_d_known", None),
    ],
)
def test_a_result_is_heard(text: str, finding: str, severity: str | None) -> None:
    assert known(text).get(finding, "missing") == severity


@pytest.mark.parametrize(
    "text",
    [
        "I take vitamin d 10 mcg",
        "b12 100 every day",
        "magnesium 400 mg at night",
        "calcium 600mg and vitamin d 1000 iu",
        "I eat 2.3 g of sodium",
        "potassium 99 mg tablets",
        "serum magnesium 0.9",
        "is 40 a good vitamin d level",
        "ferritin 85",
        "my mum's ferritin is 8",
        "b12 was 250",
        "ferritin 85, so I only take b12 1000",
    ],
)
def test_what_is_no_low_or_high_result_is_left(text: str) -> None:
    assert known(text) == {}


def sides() -> list[tuple[BloodTest, Limit, str, float, float]]:
    """Every limit of every test in every unit: the figure just met and the one just not."""
    return [
        (test, limit, unit, at - STEP * sign, at + STEP * sign)
        for test in load().blood_tests
        for limit in test.limits
        for sign, ats in ((1, limit.below), (-1, limit.above))
        for unit, at in ats.items()
    ]


@pytest.mark.parametrize(("test", "limit", "unit", "met", "unmet"), sides())
def test_a_limit_counts_on_its_side_alone(test: BloodTest, limit: Limit, unit: str, met: float, unmet: float) -> None:
    assert test.limit_of(met, unit) == limit
    assert test.limit_of(unmet, unit) != limit


def test_a_figure_that_its_missing_unit_would_decide_says_nothing() -> None:
    (vitamin_d,) = (test for test in load().blood_tests if test.id == "vitamin_d")
    assert vitamin_d.limit_of(35, "nmol/l") is not None
    assert vitamin_d.limit_of(35, None) is None
