"""Answers to questions about one nutrient: doses against limits, whether it causes a symptom, what helps."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.findings import Amount, Assertion, Finding
from bot.knowledge import load
from bot.replies import Message
from bot.rules import Case
from bot.talk import Heard, Turn, take_turn, topics

KB = load()


def told(term_id: str, assertion: Assertion = "present", **details: object) -> Finding:
    return Finding(KB.terms[term_id].kind, term_id, assertion, said=term_id, **details)  # type: ignore[arg-type]


def answer(topic: object, heard: Heard, before: Case | None = None) -> Message:
    (message,) = take_turn(Turn(before or Case(), before or Case(), heard, KB), topic, {})  # type: ignore[arg-type]
    return message


def asks_about_dose(nutrient: str, amount: float, unit: str, assertion: Assertion, *others: Finding) -> str:
    product = told(f"{nutrient}_supplement", assertion, dose=Amount(amount, unit, "day"))
    return answer(
        topics.supplement, Heard("?", "ask_supplement_safety", (product, *others), nutrients=(nutrient,))
    ).text


@pytest.mark.parametrize("assertion", sorted({*get_args(Assertion)} - {"absent", "other_person"}))
def test_a_dose_above_the_limit_is_said_to_be(assertion: Assertion) -> None:
    first, limits = asks_about_dose("vitamin_d", 5000, "iu", assertion).splitlines()[0].split("** ")
    assert first == "**125 mcg of vitamin D a day is above the upper limit."
    assert limits == "The limits are 100 mcg (US/CA) and 100 mcg (EU)."


def test_a_dose_between_two_limits_says_so() -> None:
    text = asks_about_dose("vitamin_b6", 50, "mg", "hypothetical")
    assert text.startswith("**50 mg of vitamin B6 a day is above some of the upper limits.**")
    assert "10 mg (UK" in text
    assert "100 mg (US/CA" in text
    assert "not a go-ahead" not in text


def test_a_dose_below_the_limit_is_no_go_ahead() -> None:
    text = asks_about_dose("vitamin_d", 1000, "iu", "hypothetical")
    assert text.startswith("**25 mcg of vitamin D a day is below the upper limit.**")
    assert "not a go-ahead" in text


def test_a_childs_dose_is_not_measured_by_the_limits_of_adults() -> None:
    child = told("age_years", quantity=Amount(6, "year"))
    text = asks_about_dose("zinc", 20, "mg", "hypothetical", child)
    assert text.startswith("**20 mg of zinc a day is above the upper limit.** The limit is 12 mg (US/CA).")


def test_a_dose_that_nobody_told_is_not_judged() -> None:
    heard = Heard("is zinc safe?", "ask_supplement_safety", (told("zinc_supplement", "hypothetical"),))
    assert "limit" not in answer(topics.supplement, heard).text.splitlines()[0]


def test_a_card_says_how_much_is_needed() -> None:
    card = answer(topics.nutrient, Heard("how much magnesium", "ask_about_nutrient", nutrients=("magnesium",)))
    assert "A day's need" in card.text


@pytest.mark.parametrize(
    ("nutrient", "symptom", "first"),
    [
        ("vitamin_b12", "muscle_twitching", "Twitching can come from a nerve problem, which low B12 is one cause of"),
        ("magnesium", "anxiety", "I have no source that names anxiety as a sign of too little or too much magnesium."),
    ],
)
def test_whether_a_lack_causes_something_is_answered_in_short(nutrient: str, symptom: str, first: str) -> None:
    heard = Heard("?", "ask_about_nutrient", (told(symptom, "hypothetical"),), nutrients=(nutrient,))
    text = answer(topics.nutrient, heard).text
    assert text.startswith(f"**{first}")
    assert "A day's need" not in text
    assert len(text.splitlines()) <= 4


def test_what_to_do_tonight_is_answered_with_tips_and_when_they_are_not_enough() -> None:
    cramps = Case().telling([told("muscle_cramps")])
    message = answer(topics.self_help, Heard("what can I do tonight?", "ask_self_help"), cramps)
    assert message.custom["type"] == "self_help"
    assert "stretching and massaging the muscle" in message.text
    assert "Go sooner if" in message.text
    assert "nhs_leg_cramps" in message.custom["sources"]


def test_without_a_tip_it_says_when_to_see_whom() -> None:
    case = Case().telling([told("jaundice")])
    assert answer(topics.self_help, Heard("what can I do?", "ask_self_help"), case).custom["type"] == "care"


def test_kidney_cautions_are_said_once() -> None:
    heard = Heard("?", "ask_supplement_safety", (told("advanced_kidney_disease"),), nutrients=("magnesium",))
    assert answer(topics.supplement, heard).text.count("kidney team") == 1
