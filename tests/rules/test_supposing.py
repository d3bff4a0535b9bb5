"""A supposition tries only the rules that look at what it adds; it must come to what all rules come to."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.findings import Amount, Finding
from bot.knowledge import load
from bot.rules.case import Case, Facts
from bot.rules.evidence import fired

KB = load()
ASSERTIONS = ["present", "absent", "past", "hypothetical"]
DOSES = [None, Amount(400.0, "mg", "day"), Amount(50000.0, "iu", "week")]
findings = st.lists(
    st.builds(
        lambda term, assertion, days, dose: Finding(
            KB.terms[term].kind, term, assertion, duration_days=days, dose=dose, quantity=Amount(2.0, "product")
        ),
        st.sampled_from(sorted(KB.terms)),
        st.sampled_from(ASSERTIONS),
        st.sampled_from([None, 3.0, 500.0]),
        st.sampled_from(DOSES),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(findings, findings)
def test_what_fires_under_a_supposition_is_what_fires_anew(told: list[Finding], supposed: list[Finding]) -> None:
    case = Case().telling(told)
    more = case.telling(supposed)
    assert fired(Facts(case, KB).supposing(more)) == fired(Facts(more, KB))


def test_every_question_supposes_what_it_would_be_told() -> None:
    for question in KB.questions.values():
        case = Case().telling([Finding("symptom", "muscle_twitching"), Finding("supplement", "magnesium_supplement")])
        for entries in (question.yes, question.no):
            more = case.telling(Finding("symptom", entry["id"]) for entry in entries)
            assert fired(Facts(case, KB).supposing(more)) == fired(Facts(more, KB))


def test_rules_that_nothing_told_can_meet_are_not_tried() -> None:
    told = Facts(Case().telling([Finding("symptom", "muscle_twitching")]), KB)
    assert 0 < len(KB.triggers.may_fire(told.by_id)) < len(KB.rules) / 5
