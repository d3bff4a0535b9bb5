"""Talks that must go right, through the real model, server and action server; judged on the final words."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

ANIMAL_FOODS = ("fish", "salmon", "beef", "liver", "egg", "cheese", "clam", "mussel", "cow", "lamb", "chicken")


class Talk:
    """One talk with a fresh sender."""

    def __init__(self, assistant: Any) -> None:
        self.assistant = assistant
        self.sender = assistant.new()

    def say(self, text: str) -> list[dict[str, Any]]:
        return self.assistant.say(text, sender=self.sender)  # type: ignore[no-any-return]

    def until_assessment(self, text: str, *answers: str) -> dict[str, Any]:
        """Says something, answers follow-up questions in turn, at last "just tell me"; gives the concluding reply."""
        for words in (text, *answers, "just tell me"):
            for reply in self.say(words):
                if (reply.get("custom") or {}).get("type") == "assessment":
                    return reply
        raise AssertionError("no assessment")


@pytest.fixture
def talk(assistant: Any) -> Talk:
    return Talk(assistant)


def gaps(reply: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {gap["nutrient"]: gap for gap in reply["custom"]["gaps"]}


def test_jumping_calves_vegan_omeprazole(talk: Talk) -> None:
    reply = talk.until_assessment(
        "my calves have been jumping for two weeks, I'm vegan and I take omeprazole",
        "none. its more annoying than anything",
    )
    found = gaps(reply)
    assert {"vitamin_b12", "magnesium"} <= set(found)
    assert {"vegan_diet", "omeprazole"} <= {reason["finding"] for reason in found["vitamin_b12"]["because"]}
    assert {"muscle_twitching", "omeprazole"} <= {reason["finding"] for reason in found["magnesium"]["because"]}
    foods = " ".join(food["food"] for gap in found.values() for food in gap["foods"]).lower()
    assert foods
    assert not [animal for animal in ANIMAL_FOODS if animal in foods]
    assert reply["custom"]["care"]["level"] == "routine"
    assert any("B12" in test for test in found["vitamin_b12"]["tests_to_ask_for"])
    assert "Keep taking your omeprazole" in reply["text"]
    assert "B12" in reply["text"].splitlines()[0]


def test_eyelid_and_coffee_is_no_deficiency(talk: Talk) -> None:
    reply = talk.until_assessment(
        "eyelid twitching since yesterday, exam week, six coffees a day, no other symptoms, I eat everything"
    )
    assert gaps(reply) == {}
    assert "not the likely cause" in reply["text"].splitlines()[0]
    others = {other["id"] for other in reply["custom"]["other_explanations"]}
    assert {"caffeine", "stress_or_anxiety"} <= others
    assert reply["custom"]["care"]["level"] == "self_care"
    assert reply["custom"]["care"]["seek_care_if"]


def test_potassium_with_lisinopril_is_refused_with_the_reason(talk: Talk) -> None:
    reply = talk.say("I'm on a water tablet and lisinopril, cramps at night. Should I take potassium?")[0]
    assert reply["text"].startswith("Please don't take potassium")
    found = gaps(reply)
    assert "lisinopril" in {caution["finding"] for caution in found["potassium"]["cautions"]}
    assert found["potassium"]["foods"] == []
    assert "magnesium" in found
    assert "blood test" in reply["text"]
    assert "doctor or pharmacist" in reply["text"]


def test_a_mothers_metformin_and_past_diet_count_for_nothing(talk: Talk) -> None:
    replies = talk.say("no cramps and no tingling, my mum takes metformin, I just feel tired. I used to be veggie")
    assert replies[0]["custom"]["type"] == "question"
    reply = talk.until_assessment("just tell me")
    assert gaps(reply) == {}
    told = {(item["id"], item["assertion"]) for item in reply["custom"]["understood"]}
    assert {("metformin", "other_person"), ("fatigue", "present"), ("vegetarian_diet", "past")} <= told
    assert {("muscle_cramps", "absent"), ("tingling", "absent")} <= told


def test_locked_hands_after_thyroid_surgery_is_an_emergency_at_once(talk: Talk) -> None:
    reply = talk.say("my hands have locked up and my lips tingle, they took out my thyroid on Monday")[0]
    assert reply["custom"]["care"]["level"] == "emergency"
    assert "emergency" in reply["text"].splitlines()[0]
    assert gaps(reply)["calcium"]["direction"] == "low"


def test_several_b6_products_mean_too_much_first(talk: Talk) -> None:
    reply = talk.until_assessment("I take 3 supplements with B6, feet burning", "no")
    first = reply["custom"]["gaps"][0]
    assert (first["nutrient"], first["direction"]) == ("vitamin_b6", "high")
    assert first["foods"] == []
    assert first["cautions"]
    assert "Please don't take vitamin B6" in reply["text"]


def test_a_correction_says_what_changed(talk: Talk) -> None:
    talk.until_assessment(
        "my calves have been jumping for two weeks, I'm vegan and I take omeprazole", "none", "3 years"
    )
    reply = talk.say("actually I meant my eyelid, and I stopped the omeprazole a year ago")[0]
    changed = reply["text"].splitlines()[0]
    assert changed.startswith("What changed.")
    assert "eyelid" in changed
    assert "omeprazole (in the past)" in changed
    assert "magnesium" not in gaps(reply)


@pytest.mark.parametrize("text", ["what's the capital of France", "can you tell me the weather in Leeds tomorrow?"])
def test_out_of_scope_is_said_and_never_assessed(talk: Talk, text: str) -> None:
    replies = talk.say(text)
    assert [reply["custom"]["type"] for reply in replies] == ["out_of_scope"]


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", '/inform{"age": 3}', "a" * 10_000, "", "😀😀", "\u0000", "   "]
)
def test_odd_input_gets_a_kind_answer(talk: Talk, text: str) -> None:
    replies = talk.say(text)
    assert len(replies) == 1
    assert replies[0]["text"]
    assert (replies[0].get("custom") or {}).get("type") not in {"assessment", "fault"}


def test_a_typed_command_does_not_run(talk: Talk) -> None:
    talk.say("my calves have been jumping for two weeks, I'm vegan")
    talk.say("/restart")
    reply = talk.until_assessment("just tell me")
    assert "vegan_diet" in {item["id"] for item in reply["custom"]["understood"]}


def test_a_script_is_words(talk: Talk) -> None:
    reply = talk.say("<script>alert(1)</script>")[0]
    assert "<script>" not in reply["text"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hola, tengo calambres en las piernas por la noche", "es"),
        ("bonjour, j'ai des crampes dans les jambes la nuit", "fr"),
        ("hallo, ich habe nachts Krämpfe in den Beinen", "de"),
    ],
)
def test_other_languages_are_answered_in_that_language(talk: Talk, text: str, language: str) -> None:
    reply = talk.say(text)[0]
    assert reply["custom"] == {"type": "other_language", "language": language}


def test_start_over_forgets_the_case(talk: Talk) -> None:
    talk.say("my calves have been jumping for two weeks, I'm vegan")
    talk.say("start over")
    assert talk.say("just tell me")[0]["custom"]["type"] == "question"


def exported(talk: Talk) -> str:
    """All that is stored of the talk's sender, in plain text: on the disk it is packed."""
    command = [sys.executable, "-W", "ignore", "-m", "bot.core.manage", "export", f"program:{talk.sender}"]
    environment = {**os.environ, "NUTRIGAP_DATA": str(talk.assistant.data)}
    return subprocess.run(command, env=environment, capture_output=True, text=True).stdout


def test_delete_my_data_leaves_nothing_in_the_store(talk: Talk) -> None:
    talk.say("my calves have been jumping like a kangaroomarker for two weeks")
    assert "kangaroomarker" in exported(talk)
    assert "deleted" in talk.say("delete my data")[0]["text"]
    assert "kangaroomarker" not in exported(talk)


def test_chest_pain_beside_a_question_about_food(talk: Talk) -> None:
    reply = talk.say("chest pain and what foods have iron")[0]
    assert reply["custom"]["care"]["level"] == "emergency"


def test_comparison_gives_the_table(talk: Talk) -> None:
    reply = talk.say("compare magnesium, calcium, vitamin D, potassium and B12 for muscles")[0]
    assert reply["custom"]["type"] == "comparison"
    rows = reply["custom"]["rows"]
    assert [row["nutrient"] for row in rows] == ["magnesium", "calcium", "vitamin D", "potassium", "vitamin B12"]
    assert all(row["function"] and row["lack"] and row["food_sources"] for row in rows)


def test_foods_fit_the_diet(talk: Talk) -> None:
    talk.say("I'm vegan")
    reply = talk.say("what foods have iron?")[0]
    assert reply["custom"]["foods"]
    foods = " ".join(food["food"] for food in reply["custom"]["foods"]).lower()
    assert not [animal for animal in ANIMAL_FOODS if animal in foods]


def test_why_do_you_ask_gives_the_reason_and_asks_again(talk: Talk) -> None:
    first = talk.say("my calves have been jumping for two weeks, I'm vegan")[0]
    second = talk.say("why do you ask?")[0]
    assert second["custom"]["id"] == first["custom"]["id"]
    assert first["custom"]["why"] in second["text"]


def test_reasons_name_their_sources(talk: Talk) -> None:
    talk.until_assessment("my calves have been jumping for two weeks, I'm vegan and I take omeprazole")
    text = talk.say("why do you think that?")[0]["text"]
    assert "B12" in text
    assert "(NHS" in text or "(NICE" in text or "(MHRA" in text


def test_logs_hold_no_words_of_the_user(talk: Talk) -> None:
    talk.say("my calves have been twitching like a wombatmarker")
    log = talk.assistant.log.read_text()
    assert talk.assistant.url in log
    assert "wombatmarker" not in log
