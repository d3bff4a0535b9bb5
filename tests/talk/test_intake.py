"""What somebody eats: the estimate as an answer, with the JSON beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from bot.findings import Amount, Finding
from bot.knowledge import load
from bot.replies import Message
from bot.rules import Case
from bot.talk import Heard, Turn, correct, report, take_turn, topics

KB = load()
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "intake_estimate.schema.json").read_text(encoding="utf-8")
)
MEALS = (
    Finding("food", "banana", quantity=Amount(2, "count")),
    Finding("food", "oats", quantity=Amount(1, "bowl")),
    Finding("food", "oat_milk"),
    Finding("food", "coffee", quantity=Amount(3, "cup", "day")),
)


def say(heard: Heard, before: Case | None = None) -> tuple[Message, Case]:
    turn = Turn(before or Case(), before or Case(), heard, KB)
    answer = {"ask_my_intake": topics.intake, "correct_finding": correct}.get(heard.intent, report)
    return take_turn(turn, answer, {})[0], turn.case


def test_a_list_of_meals_is_answered_with_the_estimate() -> None:
    message, _ = say(Heard("two bananas ...", "report_findings", MEALS))
    jsonschema.validate(message.custom, SCHEMA)
    assert "You gave no amount that I can weigh for oat milk" in message.text
    assert "Where you did not say how often, I took once a day." in message.text
    assert message.text.count(KB.intake.fortified.says) == 1
    assert "for oat milk" in next(line for line in message.text.splitlines() if line.startswith("• Not known"))
    assert "That's all I eat" in message.buttons


def test_meals_told_with_a_symptom_go_to_the_assessment() -> None:
    cramps = Finding("symptom", "muscle_cramps")
    message, _ = say(Heard("...", "report_findings", (*MEALS, cramps)))
    assert message.custom
    assert message.custom["type"] in {"question", "assessment"}


def test_who_somebody_is_changes_the_estimate() -> None:
    _, case = say(Heard("...", "report_findings", MEALS))
    message, _ = say(Heard("I'm a man", "report_findings", (Finding("profile", "sex_male"),)), case)
    jsonschema.validate(message.custom, SCHEMA)
    assert message.custom
    assert next(row for row in message.custom["nutrients"] if row["nutrient"] == "iron")["daily_need"] == 8


def test_without_foods_they_are_asked_for() -> None:
    message, _ = say(Heard("do I eat enough calcium", "ask_my_intake", nutrients=("calcium",)))
    assert message.custom
    assert message.custom["type"] == "question"


def test_foods_in_the_question_count_for_its_answer_alone() -> None:
    asked = tuple(replace(meal, assertion="hypothetical") for meal in MEALS)
    message, case = say(Heard("enough calcium from bananas?", "ask_my_intake", asked, nutrients=("calcium",)))
    assert message.text.startswith("**Calcium: ")
    assert {finding.assertion for finding in case.findings} == {"hypothetical"}


def test_the_nutrient_asked_about_is_the_answer() -> None:
    message, _ = say(Heard("enough calcium?", "ask_my_intake", MEALS, nutrients=("calcium",)))
    assert message.text.startswith("**Calcium: ")
    assert "iron" not in message.text


def test_too_much_is_said_first_and_added_up() -> None:
    nuts = Finding("food", "brazil_nut", quantity=Amount(5, "count", "day"))
    tablet = Finding("supplement", "selenium_supplement", dose=Amount(200, "mcg", "day"))
    message, _ = say(Heard("...", "ask_my_intake", (nuts, tablet), nutrients=("selenium",)))
    assert message.text.startswith("**Too much selenium: about 680 mcg a day from food and supplements together")


def test_a_complete_list_is_taken_at_its_word() -> None:
    message, case = say(Heard("that's all I eat", "ask_my_intake", MEALS, whole_diet=True))
    assert case.whole_diet
    assert Case.from_json(case.as_json()).whole_diet
    assert "That's all I eat" not in message.buttons
    assert "I counted only what you listed" not in message.text


@pytest.mark.parametrize("finding", ["anorexia_nervosa", "infant"])
def test_no_figures_where_they_could_harm(finding: str) -> None:
    told = Finding(KB.terms[finding].kind, finding)
    message, _ = say(Heard("...", "ask_my_intake", (*MEALS, told)))
    assert message.custom
    assert message.custom["type"] == "intake_withheld"
    assert not any(letter.isdigit() for letter in message.text)


@pytest.mark.parametrize(
    "taste", [Finding("food", "spinach_cooked", "absent"), Finding("diet_habit", "no_fish")], ids=lambda item: item.id
)
@pytest.mark.parametrize("intent", ["report_findings", "correct_finding"])
def test_a_taste_is_noted_in_short_and_kept(taste: Finding, intent: str) -> None:
    message, case = say(Heard("I hate it", intent, (taste,)))
    assert message.text.startswith("Noted: ")
    assert len(message.text) < 120
    foods = topics.foods(Turn(case, case, Heard("vitamin d and k", nutrients=("vitamin_d", "vitamin_k")), KB))
    offered = [item["food"] for reply in foods for item in (reply.custom or {})["foods"]]
    assert offered
    assert not {"cooked spinach", "raw spinach"} & set(offered) or taste.id == "no_fish"
    assert taste.id != "no_fish" or not {"trout", "farmed salmon"} & set(offered)
