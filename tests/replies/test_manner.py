"""How it is said: plain, short, the answer first, never without its safety line. On every nutrient and red flag."""

from __future__ import annotations

import re
import statistics

import pytest

from bot.findings import Finding
from bot.knowledge import all_claims, load
from bot.replies import Message, compose, compose_question, rendered
from bot.rules import Case, conclude

KB = load()


def told(term_id: str, **details: object) -> Finding:
    term = KB.terms.get(term_id)
    return Finding(term.kind if term else "food", term_id, said=term_id, **details)  # type: ignore[arg-type]


def answer(*terms: str, nutrients: tuple[str, ...] = ()) -> Message:
    return compose(conclude(Case(nutrients=nutrients).telling([told(term) for term in terms]), KB), KB, "GB")


CASES = {
    "b12": ("vegan_diet", "omeprazole", "tingling", "sore_tongue"),
    "iron": ("heavy_periods", "fatigue", "pica"),
    "potassium": ("lisinopril", "diuretic", "night_cramps"),
    "b6": ("vitamin_b6_supplement", "b_complex", "burning_feet"),
    "eyelid": ("eyelid_twitching", "stress"),
    "tired": ("fatigue",),
    "scurvy": ("picky_eating", "bleeding_gums", "easy_bruising"),
    "bypass": ("gastric_bypass", "numbness", "fatigue"),
    "vitamin_d": ("housebound", "bone_pain", "muscle_weakness"),
}


def grade(text: str) -> float:
    """School grade after Flesch and Kincaid (1975); grade 6 is about age 11. Syllables are runs of vowels."""
    words = re.findall(r"[a-z']+", text.lower())
    sentences = max(1, len(re.findall(r"[.;:?]\s|[.?]$|\n", text)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.removesuffix("e")))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_the_grade_tells_plain_words_from_hard_ones() -> None:
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade("Gastrointestinal malabsorption precipitates symptomatic hypomagnesaemia notwithstanding.") > 15


def test_claims_can_be_read_at_eleven() -> None:
    grades = [grade(claim.says) for claim in all_claims(KB)]
    assert statistics.median(grades) <= 7
    assert statistics.quantiles(grades, n=10)[-1] <= 11


@pytest.mark.parametrize("name", CASES)
def test_an_answer_can_be_read_at_eleven(name: str) -> None:
    assert grade(answer(*CASES[name]).text) <= 8


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_short_and_ends_with_care(name: str) -> None:
    text = answer(*CASES[name]).text
    assert len(text) <= 2600
    assert "**When to see someone.**" in text
    assert re.search(r"\*\*(Go sooner|See a doctor|Get emergency help) if\*\*", text)
    assert "\n\n" not in text


@pytest.mark.parametrize("name", CASES)
def test_nobody_is_told_that_they_have_something(name: str) -> None:
    text = answer(*CASES[name]).text.lower()
    assert "!" not in text
    assert "you have a deficiency" not in text
    assert "you are deficient" not in text
    assert not re.search(r"\b(stop|come off) (taking )?(your|the) (medicine|tablet|omeprazole|lisinopril)", text)


def test_no_claim_shouts_or_names_a_dose_to_take() -> None:
    for claim in all_claims(KB):
        assert "!" not in claim.says
        assert not re.search(r"\btake \d", claim.says.lower()), claim.says


@pytest.mark.parametrize(
    "rule", [r for r in KB.care_rules if r.level == "emergency" and r.when.finding], ids=lambda r: r.id
)
def test_an_emergency_says_whom_to_call_first(rule) -> None:  # type: ignore[no-untyped-def]
    details = {"severity": (rule.when.severity or [None])[0], "onset": (rule.when.onset or [None])[0],
               "course": (rule.when.course or [None])[0], "body_site": (rule.when.body_site or [None])[0],
               "duration_days": rule.when.min_duration_days or rule.when.max_duration_days}  # fmt: skip
    case = Case().telling([told(rule.when.finding, **details)])
    message = compose(conclude(case, KB), KB, "GB")
    first, second = message.text.splitlines()[:2]
    assert "999" in first + second
    assert message.custom is not None
    assert message.custom["care"]["level"] == "emergency"


def test_an_unknown_region_gets_the_local_number() -> None:
    message = compose(conclude(Case().telling([told("chest_pain")]), KB), KB, "nowhere")
    assert "local emergency number" in message.text.splitlines()[0]


def test_every_question_says_why_and_offers_a_way_out() -> None:
    for question in KB.questions.values():
        message = compose_question(question, [], KB)
        assert message.custom == {"type": "question", "id": question.id, "why": question.why}
        assert {"Not sure", "Skip", "Why do you ask?", "Just tell me"} <= set(message.buttons)
        assert len(set(message.buttons)) == len(message.buttons)
        assert question.text.rstrip().endswith("?")


@pytest.mark.parametrize(
    ("channel", "shown"), [("slack", "*Iron.* Fe"), ("telegram", "Iron. Fe"), ("rest", "Iron. Fe")]
)
def test_bold_is_shown_as_the_channel_can(channel: str, shown: str) -> None:
    assert rendered("**Iron.** Fe", channel) == shown
