"""The course of a talk, without Rasa: danger first, then every move of a message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.findings import Finding
from bot.knowledge import load
from bot.replies import Message
from bot.rules import MOST_QUESTIONS, Case
from bot.talk import Answer, Heard, Turn, correct, report, take_turn, topics
from bot.talk.hearing import hear

KB = load()


def told(term_id: str, assertion: str = "present", **details: object) -> Finding:
    return Finding(KB.terms[term_id].kind, term_id, assertion, said=term_id, **details)  # type: ignore[arg-type]


def turn(heard: Heard, before: Case | None = None) -> Turn:
    return Turn(before or Case(), before or Case(), heard, KB)


def kind(message: Message) -> str:
    return str((message.custom or {}).get("type"))


CHEST_PAIN = told("chest_pain")
TWITCHING = told("muscle_twitching", body_site="calf", duration_days=14)


def test_an_emergency_comes_before_whatever_was_asked() -> None:
    this = turn(Heard("chest pain, and what has iron?", "ask_food_sources", (CHEST_PAIN,), nutrients=("iron",)))
    messages = take_turn(this, topics.foods, {})
    assert len(messages) == 1
    assert messages[0].custom["care"]["level"] == "emergency"
    assert "emergency" in messages[0].text.splitlines()[0]


def test_an_emergency_is_told_once_and_then_recalled() -> None:
    first = turn(Heard("chest pain", "report_findings", (CHEST_PAIN,)))
    take_turn(first, report, {})
    second = turn(Heard("foods with iron", "ask_food_sources", nutrients=("iron",)), first.case)
    messages = take_turn(second, topics.foods, {})
    assert kind(messages[0]) == "foods"
    assert "still stands" in messages[0].text


def test_a_second_emergency_is_told_again() -> None:
    first = turn(Heard("chest pain", "report_findings", (CHEST_PAIN,)))
    take_turn(first, report, {})
    second = turn(Heard("my face droops", "report_findings", (told("facial_droop"),)), first.case)
    messages = take_turn(second, report, {})
    assert kind(messages[0]) == "assessment"
    assert "still stands" not in messages[0].text


def test_information_and_question_in_one_message_are_both_answered() -> None:
    heard = Heard("...", "report_findings", (TWITCHING,), ("report_findings", "ask_food_sources"), nutrients=("iron",))
    messages = take_turn(turn(heard), report, {"ask_food_sources": topics.foods})
    assert [kind(message) for message in messages] == ["question", "foods"]


def test_the_first_question_is_the_safety_check_and_says_what_was_understood() -> None:
    this = turn(Heard("...", "report_findings", (TWITCHING, told("vegan_diet"))))
    message = take_turn(this, report, {})[0]
    assert message.custom["id"] == "q_weakness"
    assert message.custom["why"]
    assert "vegan" in message.text
    assert {"None of these", "Not sure", "Just tell me"} <= set(message.buttons)


def test_just_tell_me_gives_the_assessment_at_once_and_for_good() -> None:
    this = turn(Heard("...", "report_findings", (TWITCHING, told("vegan_diet"))))
    take_turn(this, report, {})
    hurried = turn(Heard("just tell me", "just_tell_me"), this.case)
    assert kind(take_turn(hurried, report, {})[0]) == "assessment"


def test_never_more_than_six_questions() -> None:
    case = Case()
    heard = Heard("...", "report_findings", (TWITCHING, told("fatigue"), told("vegan_diet"), told("tingling"),
                                             told("omeprazole"), told("anxiety")))  # fmt: skip
    asked = []
    for _ in range(12):
        this = turn(heard, case)
        message = take_turn(this, report, {})[0]
        case, heard = this.case, Heard("dunno", "answer_unknown", answer="unknown")
        if kind(message) != "question":
            break
        asked.append(message.custom["id"])
    assert kind(message) == "assessment"
    assert 1 <= len(asked) <= MOST_QUESTIONS
    assert len(set(asked)) == len(asked)


def test_yes_to_several_signs_asks_which() -> None:
    case = replace(Case().telling([TWITCHING]), pending="q_weakness", asked=("q_weakness",))
    message = take_turn(turn(Heard("yes", "answer_yes", answer="yes"), case), report, {})[0]
    assert "Which" in message.text
    assert "Weakness" in message.buttons


def test_a_correction_recomputes_and_says_what_changed() -> None:
    case = Case().telling([TWITCHING, told("vegan_diet"), told("omeprazole", duration_days=1200)])
    first = turn(Heard("just tell me", "just_tell_me"), case)
    assert {gap["nutrient"] for gap in take_turn(first, report, {})[0].custom["gaps"]} == {"vitamin_b12", "magnesium"}
    heard = Heard("stopped", "correct_finding", (told("omeprazole", "past"),), body_sites=("eyelid",))
    second = turn(heard, first.case)
    message = take_turn(second, correct, {})[0]
    assert message.text.startswith("**What changed.**")
    assert "eyelid" in message.text.splitlines()[0]
    assert "omeprazole (in the past)" in message.text.splitlines()[0]
    assert "magnesium" not in {gap["nutrient"] for gap in message.custom["gaps"]}


def test_nothing_told_gives_no_assessment() -> None:
    for intent in ("report_findings", "just_tell_me", "answer_no"):
        assert kind(take_turn(turn(Heard("...", intent)), report, {})[0]) == "question"


def test_words_not_understood_are_named() -> None:
    message = take_turn(turn(Heard("flarbs", "not_understood", not_understood=("flarbs",))), topics.unclear, {})[0]
    assert "flarbs" in message.text
    assert message.buttons


def test_the_end_of_a_long_message_is_named_as_unread() -> None:
    message = take_turn(turn(Heard("...", "report_findings", (TWITCHING,), unread_chars=6000)), report, {})[0]
    assert "did not read its end" in message.text


def test_a_vetoed_supplement_is_said_first_with_the_reason() -> None:
    told_all = (
        told("lisinopril"),
        told("diuretic"),
        told("night_cramps"),
        told("potassium_supplement", "hypothetical"),
    )
    heard = Heard("should I take potassium?", "ask_supplement_safety", told_all, nutrients=("potassium",))
    message = take_turn(turn(heard), topics.supplement, {})[0]
    assert message.text.startswith("**Please don't take potassium")
    gap = next(gap for gap in message.custom["gaps"] if gap["nutrient"] == "potassium")
    assert gap["cautions"]
    assert gap["foods"] == []


def test_nobody_is_told_to_stop_a_medicine() -> None:
    heard = Heard("can I stop omeprazole?", "ask_medication_change", (told("omeprazole"),))
    message = take_turn(turn(heard), topics.medicine_change, {})[0]
    assert message.text.startswith("**Please don't stop or change a prescribed medicine on your own")
    assert "omeprazole" in message.text


def test_a_heavy_drinker_is_not_told_to_stop_at_once() -> None:
    heard = Heard("should I just stop?", "ask_medication_change", (told("heavy_alcohol_use"),))
    message = take_turn(turn(heard), topics.medicine_change, {})[0]
    assert message.text.startswith("**Please don't stop drinking all at once")


def test_a_food_is_checked_against_what_was_told() -> None:
    kale = Finding("food", next(food for food in KB.foods if food.startswith("kale")), "hypothetical", said="kale")
    heard = Heard("I'm on warfarin, is kale ok?", "ask_supplement_safety", (told("warfarin"), kale))
    message = take_turn(turn(heard), topics.supplement, {})[0]
    assert "vitamin K" in message.text
    alone = take_turn(turn(Heard("is kale ok?", "ask_supplement_safety", (kale,))), topics.supplement, {})[0]
    assert "no clash" in alone.text


def test_an_answer_that_stays_the_same_is_said_in_short() -> None:
    first = turn(Heard("just tell me", "just_tell_me"), Case().telling([TWITCHING, told("vegan_diet")]))
    whole = take_turn(first, report, {})[0]
    again = take_turn(turn(Heard("dunno", "answer_unknown"), first.case), report, {})[0]
    assert again.text.startswith("My answer stays the same.")
    assert len(again.text) < len(whole.text) / 3
    assert again.custom == whole.custom


def test_a_supplement_to_keep_apart_from_a_medicine_says_so_first() -> None:
    heard = Heard(
        "magnesium with doxycycline?", "ask_supplement_safety", (told("doxycycline"),), nutrients=("magnesium",)
    )
    first = take_turn(turn(heard), topics.supplement, {})[0]
    assert first.text.startswith("**Magnesium and doxycycline must be kept apart")
    assert "no clash" not in first.text


def test_no_question_is_put_for_one_more_possible_gap_beside_a_likely_one() -> None:
    nuts = told("brazil_nuts_daily")
    messages = take_turn(
        turn(Heard("", "report_findings", (nuts, told("garlic_breath"), told("brittle_nails")))), report, {}
    )
    assert [kind(message) for message in messages] == ["assessment"]


def test_a_nutrient_of_which_nothing_is_known_is_not_called_unlikely() -> None:
    heard = Heard("is my iron low? just tell me", "just_tell_me", nutrients=("iron",))
    text = take_turn(turn(heard), report, {})[0].text
    assert "does not rule it out" in text
    assert "not the likely cause" not in text


def test_vitamin_k_with_warfarin_wants_the_clinic_today() -> None:
    both = (told("warfarin"), told("vitamin_k_supplement"))
    (message,) = take_turn(turn(Heard("", "report_findings", both)), report, {})
    assert message.custom["care"]["level"] == "urgent"
    assert "anticoagulant clinic" in message.text


def test_the_veto_of_what_was_asked_comes_first_and_a_shared_reason_once() -> None:
    ill = (told("advanced_kidney_disease"), told("muscle_cramps"))
    heard = Heard("is magnesium ok?", "report_findings", ill, nutrients=("magnesium",))
    text = take_turn(turn(heard, Case(hurried=True)), report, {})[0].text
    assert text.startswith("**Please don't take magnesium")
    assert text.count("your diet is set for you by the kidney dietitian") == 1
    assert "Food that fits you" not in text


def test_words_of_a_mere_question_do_not_count_as_not_understood() -> None:
    case = hear(Case(), Heard("what would gizmo that", "ask_what_would_change", not_understood=("gizmo",)), KB)
    assert case.not_understood == ()
    case = hear(Case(), Heard("my gizmo hurts", "report_findings", not_understood=("gizmo",)), KB)
    assert case.not_understood == ("gizmo",)


@pytest.mark.parametrize("topic", [topics.supplement, topics.nutrient])
@pytest.mark.parametrize(
    "heard",
    [
        Heard("turmeric?", findings=(told("turmeric", "hypothetical"),)),
        Heard("is zorbium any good", not_understood=("zorbium",)),
    ],
    ids=lambda heard: heard.text,
)
def test_a_product_without_vitamins_gets_an_honest_answer(topic: Answer, heard: Heard) -> None:
    (message,) = topic(turn(heard, Case(nutrients=("iron",))))
    assert message.text.startswith("**I have no checked knowledge")
    assert heard.text.split()[-1].strip("?") in message.text or "zorbium" in message.text


def test_out_of_scope_is_declined_by_its_topic_and_not_remembered() -> None:
    this = turn(Heard("vegan dinner for six", "out_of_scope", (told("vegan_diet"),), topic="recipe"))
    [message] = take_turn(this, topics.outside, {})
    assert message.custom == {"type": "out_of_scope", "topic": "recipe"}
    assert "cook" in message.text
    assert this.case == Case()


def test_an_emergency_is_answered_even_where_it_sounds_out_of_scope() -> None:
    this = turn(Heard("tell me a joke, chest pain", "out_of_scope", (CHEST_PAIN,), topic="elsewhere"))
    [message] = take_turn(this, topics.outside, {})
    assert message.custom["care"]["level"] == "emergency"


def test_out_of_scope_puts_a_pending_question_again() -> None:
    first = turn(Heard("my calves twitch", "report_findings", (TWITCHING,)))
    [question] = take_turn(first, report, {})
    second = turn(Heard("what's the capital of France", "out_of_scope", topic="elsewhere"), first.case)
    messages = take_turn(second, topics.outside, {})
    assert [kind(message) for message in messages] == ["out_of_scope", "question"]
    assert messages[1].custom == question.custom
    assert second.case.pending == first.case.pending


def test_a_question_out_of_scope_beside_a_report_is_declined_after_it() -> None:
    heard = Heard(
        "my calves twitch. will it rain?",
        "report_findings",
        (TWITCHING,),
        ("report_findings", "out_of_scope"),
        "elsewhere",
    )
    this = turn(heard)
    messages = take_turn(this, report, {"out_of_scope": topics.outside})
    assert [kind(message) for message in messages] == ["question", "out_of_scope"]
    assert this.case.pending
