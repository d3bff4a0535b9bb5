"""The summary for a doctor: everything told is on it, each line traces to a rule and a source, and it is one page."""

from __future__ import annotations

import logging
import re
from datetime import date

import pytest

from bot.findings import Amount, Finding
from bot.knowledge import load
from bot.replies import as_html, as_pdf, doctor_sections, doctor_summary
from bot.rules import Case, conclude

KB = load()
TODAY = date(2026, 11, 22)


def told(term_id: str, said: str, **details: object) -> Finding:
    return Finding(KB.terms[term_id].kind, term_id, said=said, **details)  # type: ignore[arg-type]


CASE = Case(
    findings=(
        Finding("profile", "age_years", said="34", quantity=Amount(34, "year")),
        told("muscle_twitching", "my calves keep jumping", body_site="calf", duration_days=14),
        told("vegan_diet", "no animal stuff"),
        told("omeprazole", "omeprazole", duration_days=1095, dose=Amount(20, "mg", "day")),
        told("metformin", "came off metformin", assertion="past", duration_days=200),
        told("numbness", "no numb bits", assertion="absent"),
        told("pernicious_anaemia", "mum's anaemia", assertion="other_person"),
    ),
    not_understood=("the wobbly thing",),
)
PAGE = {section.title: section.lines for section in doctor_sections(conclude(CASE, KB), KB)}


@pytest.mark.parametrize("finding", CASE.findings[1:], ids=lambda finding: finding.id)
def test_everything_told_is_there_in_the_persons_own_words(finding: Finding) -> None:
    assert any(f"“{finding.said}”" in line for lines in PAGE.values() for line in lines)


def test_what_is_denied_past_or_another_persons_is_said_to_be_so() -> None:
    assert PAGE["Not there, or not taken"] == ("no numbness: “no numb bits”",)
    assert PAGE["In the family or others"] == ("pernicious anaemia (someone else): “mum's anaemia”",)
    assert "metformin (in the past): “came off metformin”" in PAGE["Medicines"]
    assert PAGE["Told, and not understood by the program"] == ("“the wobbly thing”",)


def test_doses_and_the_timeline_are_there() -> None:
    assert "omeprazole, 20 mg a day, 3 years: “omeprazole”" in PAGE["Medicines"]
    assert PAGE["Timeline"] == (
        "For 3 years: omeprazole",
        "Until 7 months ago: metformin",
        "For 2 weeks: muscle twitching",
    )


def test_each_reason_names_its_rule_and_a_source_of_the_list() -> None:
    cited = re.findall(r"\((\w+)\) \[(\d+)\]", " ".join(PAGE["Considered by the program"]))
    assert ("b12_low_vegan", "1") in cited
    assert {int(number) for _, number in cited} <= set(range(1, len(PAGE["Sources"]) + 1))
    assert all(re.match(r"\[\d+\] .+ \S+$", line) for line in PAGE["Sources"])


def test_questions_are_about_this_persons_medicines() -> None:
    assert any(
        line.startswith("Can omeprazole lower my vitamin B12 and magnesium") for line in PAGE["Questions to ask"]
    )


def test_the_chat_has_it_in_plain_text_without_addresses() -> None:
    text = doctor_summary(conclude(CASE, KB), KB).text
    assert "“my calves keep jumping”" in text
    assert "http" not in text


def test_the_page_takes_what_was_written_as_text() -> None:
    case = Case(findings=(told("fatigue", "<script>alert(1)</script>"),))
    page = as_html(doctor_sections(conclude(case, KB), KB), TODAY)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "22 November 2026" in page


def test_the_pdf_is_one_page_and_says_nothing_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    case = Case(findings=(*CASE.findings, told("fatigue", "थका हुआ 😩")))
    with caplog.at_level(logging.DEBUG):
        pdf = as_pdf(doctor_sections(conclude(case, KB), KB), TODAY)
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert not caplog.records


def test_a_very_long_summary_goes_on_to_another_page() -> None:
    many = [term for term in KB.terms.values() if term.kind in ("symptom", "medication")][:220]
    case = Case(findings=tuple(told(term.id, f"I have {term.id} " * 3) for term in many))
    pdf = as_pdf(doctor_sections(conclude(case, KB), KB), TODAY)
    assert len(re.findall(rb"/Type /Page\b", pdf)) > 1
