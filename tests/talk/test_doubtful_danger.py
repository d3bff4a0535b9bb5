"""What only sounds like an emergency is asked about once, before anything else, and a yes is an emergency."""

from __future__ import annotations

from bot.findings import Finding
from bot.knowledge import load
from bot.rules import Case
from bot.talk import Heard, Turn, report, take_turn, topics

KB = load()
TIRED = Finding("symptom", "fatigue")
STROKE_LIKE = {"mentions": {"alarms": [{"id": "stroke_signs", "sure": False, "said": "my mouth went odd"}]}}


def say(heard: Heard, before: Case | None = None, answer=report) -> tuple[dict, Case]:  # type: ignore[no-untyped-def, type-arg]
    case = before or Case()
    turn = Turn(case, case, heard, KB)
    first = take_turn(turn, answer, {})[0]
    assert first.custom
    return first.custom, turn.case


def test_it_is_asked_before_what_was_asked() -> None:
    heard = Heard.from_parse({"intent": {"name": "ask_food_sources"}, **STROKE_LIKE})
    asked, case = say(heard, answer=topics.foods)
    assert asked["id"] == case.pending == "q_danger_stroke_signs"


def test_a_yes_is_an_emergency_at_once() -> None:
    _, case = say(Heard.from_parse(STROKE_LIKE))
    answer, _ = say(Heard("yes", "answer_yes", answer="yes"), case)
    assert answer["care"]["level"] == "emergency"


def test_a_no_ends_it() -> None:
    _, case = say(Heard.from_parse(STROKE_LIKE))
    answer, case = say(Heard("no, only tired", "report_findings", (TIRED,), answer="no"), case)
    assert answer.get("care", {}).get("level") != "emergency"
    assert ("stroke_signs", "absent") in {(finding.id, finding.assertion) for finding in case.findings}


def test_it_is_asked_once_in_a_talk() -> None:
    _, case = say(Heard.from_parse(STROKE_LIKE))
    _, case = say(Heard("no", "answer_no", answer="no"), case)
    sepsis_like = {"mentions": {"alarms": [{"id": "sepsis_signs", "sure": False, "said": "so ill"}]}}
    answer, _ = say(Heard.from_parse({"intent": {"name": "report_findings"}, **sepsis_like}), case)
    assert "danger" not in str(answer.get("id"))


def test_what_is_sure_is_answered_without_a_question() -> None:
    sure = {"mentions": {"alarms": [{"id": "stroke_signs", "sure": True, "said": "his mouth hangs"}]}}
    answer, _ = say(Heard.from_parse(sure))
    assert answer["care"]["level"] == "emergency"


def test_every_sign_and_picture_is_an_emergency_by_itself() -> None:
    for id_ in KB.grave.keys() & KB.terms.keys():
        answer, _ = say(Heard("", "report_findings", (Finding("symptom", id_),)))
        assert answer.get("care", {}).get("level") == "emergency", id_
