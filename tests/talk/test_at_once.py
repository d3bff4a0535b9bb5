"""What cannot wait for the questions: urgent signs, and supplements that add up."""

from __future__ import annotations

import pytest

from bot.findings import Amount, Finding
from bot.knowledge import load
from bot.rules import Case
from bot.talk import Heard, Turn, report, take_turn

KB = load()
B6 = (
    Finding("symptom", "tingling"),
    Finding("supplement", "vitamin_b6_supplement", quantity=Amount(3, "product"), dose=Amount(100, "mg", "day")),
)


def say(findings: tuple[Finding, ...], before: Case | None = None) -> tuple[str, Case]:
    case = before or Case()
    turn = Turn(case, case, Heard("...", "report_findings", findings), KB)
    (message,) = take_turn(turn, report, {})
    assert message.custom
    assert message.custom["type"] == "question", message.text
    return message.text, turn.case


@pytest.mark.parametrize("names", [("lockjaw",), ("foot_drop",), ("foot_drop", "muscle_cramps")])
def test_an_urgent_sign_is_said_before_the_question_and_once(names: tuple[str, ...]) -> None:
    urgent = KB.care.levels["urgent"].says
    text, case = say(tuple(Finding("symptom", name) for name in names))
    assert text.startswith(f"**{urgent}**")
    turn = Turn(case, case, Heard("not sure", "answer_unknown", answer="unknown"), KB)
    later = take_turn(turn, report, {})[0]
    assert (later.custom or {})["type"] != "question" or urgent not in later.text


def test_what_is_not_urgent_is_not_called_so() -> None:
    text, _ = say((Finding("symptom", "muscle_twitching", body_site="calf"),))
    assert KB.care.levels["urgent"].says not in text


def test_supplements_that_add_up_are_said_before_the_question() -> None:
    text, case = say(B6)
    assert "vitamin B6 may be too much: take no more of it for now" in text.replace("Vitamin", "vitamin")
    assert case.pending
