"""The simulation of asking: what is kept back, what a question brings out, and that its limit holds."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.cases.questions import ask, opening, reply
from bot.findings import Finding
from bot.knowledge import load
from bot.rules import Case

KB = load()
TWITCHING = Finding("symptom", "muscle_twitching", body_site="calf", duration_days=14)
WHOLE = Case().telling(
    [TWITCHING, Finding("diet_habit", "vegan_diet"), Finding("medication", "omeprazole", duration_days=1095)]
)


def test_the_opening_holds_the_symptoms_without_their_times() -> None:
    assert opening(WHOLE).findings == (replace(TWITCHING, duration_days=None),)
    no_symptom = Case().telling([Finding("diet_habit", "vegan_diet")])
    assert opening(no_symptom).findings == no_symptom.findings


def test_a_question_brings_out_what_the_vignette_tells_and_else_denies_symptoms_alone() -> None:
    by_asking = {name: question for question in KB.questions.values() for name in question.asks}
    case = opening(WHOLE)
    assert reply(case, by_asking["vegan_diet"], WHOLE, KB).findings[-1].id == "vegan_diet"
    denied = reply(case, by_asking["muscle_wasting"], WHOLE, KB)
    assert {finding.id: finding.assertion for finding in denied.findings}["muscle_wasting"] == "absent"
    assert reply(case, by_asking["vegan_diet"], case, KB) == case


def test_no_more_is_asked_than_allowed_and_more_is_never_less() -> None:
    counts = [len(ask(WHOLE, most, KB).asked) for most in range(7)]
    assert counts[0] == 0
    assert all(count <= most for most, count in enumerate(counts))
    assert counts == sorted(counts)
    assert counts[-1] > 1
