"""Figures that people measured: what they stand for, on both sides of each limit."""

import pytest

from bot.nlu.understanding import product


@pytest.mark.parametrize(
    ("text", "symptom", "meant"),
    [
        ("my pulse is 44", "slow_heartbeat", True),
        ("my pulse is 46", "slow_heartbeat", False),
        ("her heart rate is 135", "palpitations", True),
        ("her heart rate is 125", "palpitations", False),
        ("my heart rate was 170 at the gym", "palpitations", False),
        ("temperature of 38.0", "fever", True),
        ("temperature of 37.9", "fever", False),
        ("my blood pressure reads 80 over 50", "low_blood_pressure", True),
        ("my blood pressure is 120/80", "low_blood_pressure", False),
        ("blood pressure 180 over 100", "very_high_blood_pressure", True),
        ("blood pressure 179 over 119", "very_high_blood_pressure", False),
        ("bp 150/120", "very_high_blood_pressure", True),
    ],
)
def test_figures_count_from_their_limits_on(text: str, symptom: str, meant: bool) -> None:
    assert (symptom in {finding.id for finding in product().understand(text).findings}) is meant
