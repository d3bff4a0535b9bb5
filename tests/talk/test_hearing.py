"""What one message does to the case: answers, corrections, what was known before."""

from __future__ import annotations

from dataclasses import replace

from bot.findings import Amount, Finding
from bot.knowledge import load
from bot.rules import Case, next_question
from bot.talk import Heard, hear

KB = load()


def told(term_id: str, assertion: str = "present", **details: object) -> Finding:
    term = KB.terms.get(term_id)
    return Finding(term.kind if term else "food", term_id, assertion, said=term_id, **details)  # type: ignore[arg-type]


def ids(case: Case, assertion: str = "present") -> set[str]:
    return {finding.id for finding in case.findings if finding.assertion == assertion}


TWITCHING = Case().telling([told("muscle_twitching", body_site="calf", duration_days=14)])
ASKED = replace(TWITCHING, pending="q_weakness", asked=("q_weakness",))


def test_no_to_several_signs_denies_each() -> None:
    case = hear(ASKED, Heard("none", "answer_no", answer="no"), KB)
    assert {"muscle_weakness", "muscle_wasting", "slurred_speech", "swallowing_difficulty"} <= ids(case, "absent")
    assert case.pending is None


def test_a_button_says_what_it_is_labelled_with() -> None:
    case = hear(ASKED, Heard("A thinner muscle", "not_understood"), KB)
    assert "muscle_wasting" in ids(case)
    assert case.pending is None


def test_own_words_beat_what_a_bare_no_implies() -> None:
    case = hear(ASKED, Heard("no, only weakness", "answer_no", (told("muscle_weakness"),), answer="no"), KB)
    assert "muscle_weakness" in ids(case)
    assert "muscle_wasting" in ids(case, "absent")


def test_yes_to_several_signs_leaves_the_question_open() -> None:
    case = hear(ASKED, Heard("yes", "answer_yes", answer="yes"), KB)
    assert case.pending == "q_weakness"
    assert not ids(case) & {"muscle_weakness", "muscle_wasting"}


def test_i_do_not_know_and_skip_settle_the_question_without_a_finding() -> None:
    for answer in ("unknown", "skip"):
        case = hear(ASKED, Heard("hm", "answer_unknown", answer=answer), KB)
        assert case.pending is None
        assert case.findings == ASKED.findings


def test_a_bare_duration_goes_to_the_named_medicine() -> None:
    case = replace(Case().telling([told("omeprazole")]), pending="q_long_reflux_medicine")
    case = hear(case, Heard("3 yrs", "report_findings", durations_days=(1095.0,)), KB)
    assert case.findings == (told("omeprazole", duration_days=1095.0),)


def test_a_duration_button_goes_to_the_named_medicine() -> None:
    case = replace(Case().telling([told("omeprazole")]), pending="q_long_reflux_medicine")
    case = hear(case, Heard("Longer", "not_understood"), KB)
    assert [finding.id for finding in case.findings] == ["omeprazole"]
    assert (case.findings[0].duration_days or 0) > 1000


def test_a_corrected_site_moves_the_symptom() -> None:
    case = hear(TWITCHING, Heard("I meant my eyelid", "correct_finding", body_sites=("eyelid",)), KB)
    assert ids(case) == {"eyelid_twitching"}
    assert case.findings[0].duration_days == 14


def test_a_corrected_symptom_replaces_its_relative_only() -> None:
    case = TWITCHING.telling([told("fatigue")])
    case = hear(case, Heard("I meant eyelid", "correct_finding", (told("eyelid_twitching"),)), KB)
    assert ids(case) == {"eyelid_twitching", "fatigue"}


def test_another_symptom_without_a_correction_is_added() -> None:
    case = hear(TWITCHING, Heard("my eyelid too", "report_findings", (told("eyelid_twitching"),)), KB)
    assert ids(case) == {"muscle_twitching", "eyelid_twitching"}


def test_a_stopped_medicine_is_past() -> None:
    case = Case().telling([told("omeprazole")])
    case = hear(case, Heard("stopped it", "correct_finding", (told("omeprazole", "past", duration_days=365.0),)), KB)
    assert ids(case, "past") == {"omeprazole"}
    assert not ids(case)


def test_a_question_never_takes_back_what_was_said() -> None:
    case = Case().telling([told("muscle_cramps", severity="severe")])
    for assertion in ("hypothetical", "other_person"):
        assert hear(case, Heard("?", "ask_could_it_be", (told("muscle_cramps", assertion),)), KB) == case


def test_details_add_up_over_messages() -> None:
    case = hear(TWITCHING, Heard("it is worse", "report_findings", (told("muscle_twitching", course="worse"),)), KB)
    assert case.findings == (told("muscle_twitching", body_site="calf", duration_days=14, course="worse"),)


def test_a_case_survives_json() -> None:
    case = replace(ASKED.telling([told("coffee", quantity=Amount(6, "cup", "day"))]), alarms=("x",), subject="child")
    assert Case.from_json(case.as_json()) == case
    assert Case.from_json(None) == Case()


def test_a_correcting_no_denies_no_danger() -> None:
    case = hear(ASKED, Heard("no, I meant my right calf", "correct_finding", body_sites=("calf",), answer="no"), KB)
    assert not ids(case, "absent")


def test_a_safety_check_that_went_unanswered_is_put_once_more() -> None:
    case = hear(ASKED, Heard("I take omeprazole", "report_findings", (told("omeprazole"),)), KB)
    assert next_question(case, KB).id == "q_weakness"  # type: ignore[union-attr]
    again = replace(case, pending="q_weakness", asked=(*case.asked, "q_weakness"))
    case = hear(again, Heard("and metformin", "report_findings", (told("metformin"),)), KB)
    assert next_question(case, KB).id != "q_weakness"  # type: ignore[union-attr]
