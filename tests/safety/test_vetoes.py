"""What must never be offered to somebody who told this: one line for each veto of the hazard log."""

from __future__ import annotations

import pytest

from bot.findings import Amount, Finding
from bot.knowledge import load
from bot.replies import compose
from bot.rules import Case, Gap, conclude

KB = load()
VETOES: list[tuple[str, list[str], str, set[str]]] = [
    ("potassium", ["lisinopril", "night_cramps"], "k_caution_ace_inhibitor", {"supplement", "food"}),
    ("potassium", ["losartan", "night_cramps"], "k_caution_arb", {"supplement", "food"}),
    ("potassium", ["spironolactone"], "k_caution_sparing", {"supplement", "food"}),
    ("potassium", ["trimethoprim"], "k_caution_trimethoprim", {"supplement", "food"}),
    ("potassium", ["kidney_disease"], "k_caution_kidney", {"supplement", "food"}),
    ("magnesium", ["kidney_failure"], "mg_caution_kidney", {"supplement"}),
    ("calcium", ["sarcoidosis"], "ca_caution_sarcoidosis", {"supplement"}),
    ("calcium", ["high_calcium_known"], "ca_caution_high", {"supplement"}),
    ("vitamin_d", ["high_calcium_known"], "vd_caution_calcium", {"supplement"}),
    ("vitamin_k", ["warfarin"], "vitk_warfarin", {"supplement", "dose"}),
    ("vitamin_e", ["warfarin"], "vite_blood_thinners", {"supplement"}),
    ("vitamin_a", ["pregnant"], "vita_pregnancy", {"supplement"}),
    ("vitamin_a", ["isotretinoin"], "vita_retinoid", {"supplement"}),
    ("iron", ["haemochromatosis"], "fe_caution_haemochromatosis", {"supplement", "food"}),
    ("iodine", ["thyroid_disease"], "iodine_thyroid", {"supplement"}),
    ("iodine", ["amiodarone"], "iodine_amiodarone", {"supplement"}),
    ("folate", ["low_vitamin_b12_known"], "folate_block_b12", {"supplement"}),
    ("folate", ["methotrexate"], "folate_methotrexate", {"supplement", "dose"}),
    ("selenium", ["brazil_nuts_daily"], "selenium_enough", {"supplement", "food"}),
    ("zinc", ["denture_cream"], "zn_caution_denture_cream", {"supplement"}),
    ("vitamin_b6", ["vitamin_b6_supplement", "tingling"], "b6_product_and_nerves", {"supplement"}),
    ("sodium", ["heart_failure"], "na_caution_fluid_condition", {"supplement", "food"}),
    ("magnesium", ["eating_disorder"], "any_refeeding", {"supplement", "food", "dose"}),
    ("magnesium", ["age 9"], "any_child", {"dose"}),
    ("magnesium", ["pregnant"], "any_pregnancy", {"dose"}),
    ("calcium", ["dialysis"], "any_kidney_diet", {"supplement", "food", "dose"}),
]
APART = [
    ("iron", "levothyroxine", "fe_space_levothyroxine", 4),
    ("calcium", "levothyroxine", "ca_space_levothyroxine", 4),
    ("magnesium", "levothyroxine", "mg_space_levothyroxine", 4),
    ("calcium", "ciprofloxacin", "ca_space_quinolone", 2),
    ("magnesium", "doxycycline", "mg_space_tetracycline", 3),
    ("iron", "alendronic_acid", "fe_space_bisphosphonate", 2),
]


def told(entry: str) -> Finding:
    """A finding; "age 9" is an age."""
    if entry.startswith("age "):
        return Finding("profile", "age_years", said=entry, quantity=Amount(float(entry[4:]), "year"))
    return Finding(KB.terms[entry].kind, entry, said=entry)


def gap(nutrient: str, *entries: str) -> Gap:
    case = Case(nutrients=(nutrient,)).telling(told(entry) for entry in entries)
    return next(gap for gap in conclude(case, KB).gaps if gap.nutrient == nutrient)


@pytest.mark.parametrize(("nutrient", "entries", "rule", "blocked"), VETOES, ids=[veto[2] for veto in VETOES])
def test_a_veto_is_there(nutrient: str, entries: list[str], rule: str, blocked: set[str]) -> None:
    found = gap(nutrient, *entries)
    assert rule in {reason.rule for reason in found.cautions}
    assert blocked <= found.blocked
    assert found.foods == () or "food" not in blocked


@pytest.mark.parametrize(("nutrient", "medicine", "rule", "hours"), APART, ids=[apart[2] for apart in APART])
def test_hours_to_keep_apart_are_said(nutrient: str, medicine: str, rule: str, hours: float) -> None:
    reason = next(reason for reason in gap(nutrient, medicine).spacing if reason.rule == rule)
    assert next(s for s in KB.nutrients[nutrient].spacing if s.id == rule).hours >= hours
    assert any(letter.isdigit() for letter in reason.says)


def test_of_what_is_too_much_no_more_is_offered() -> None:
    case = Case().telling(told(entry) for entry in ("vitamin_b6_supplement", "b_complex", "burning_feet"))
    assessment = conclude(case, KB)
    assert assessment.gaps[0].direction == "high"
    assert "supplement" in assessment.gaps[0].blocked
    assert assessment.gaps[0].foods == ()
    assert "Please don't take vitamin B6 supplements" in compose(assessment, KB).text


@pytest.mark.parametrize("symptom", ["fatigue", "headache", "muscle_twitching", "dizziness", "low_mood", "insomnia"])
def test_what_many_things_cause_makes_nothing_likely_by_itself(symptom: str) -> None:
    assessment = conclude(Case().telling([told(symptom)]), KB)
    assert all(gap.likelihood != "likely" for gap in assessment.gaps)


def test_an_allergy_keeps_food_off_the_list() -> None:
    foods = gap("magnesium", "nut_allergy").foods
    assert foods
    assert all(not KB.foods[pick.food].tags & {"nut", "peanut"} for pick in foods)
