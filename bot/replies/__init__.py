"""How we say it: assessments and answers in plain words, with the contract's JSON beside them."""

from bot.replies.about_nutrients import admit_unknown, check_supplement, compare_nutrients, describe_nutrient
from bot.replies.assessment_json import DISCLAIMER, assessment_json
from bot.replies.assessment_text import assessment_text, compose
from bot.replies.doctor_page import as_html, as_pdf
from bot.replies.doctor_summary import doctor_sections, doctor_summary
from bot.replies.intake import ask_for_foods, compose_estimate
from bot.replies.message import Message, rendered
from bot.replies.out_of_scope import decline
from bot.replies.questions import compose_again, compose_question, compose_which
from bot.replies.topics import (
    advise_self,
    check_foods,
    explain,
    explain_care,
    explain_change,
    list_foods,
    list_tests,
)
from bot.replies.wording import capital, finding_words, listed, understood_words

__all__ = [
    "DISCLAIMER",
    "Message",
    "admit_unknown",
    "advise_self",
    "as_html",
    "as_pdf",
    "ask_for_foods",
    "assessment_json",
    "assessment_text",
    "capital",
    "check_foods",
    "check_supplement",
    "compare_nutrients",
    "compose",
    "compose_again",
    "compose_estimate",
    "compose_question",
    "compose_which",
    "decline",
    "describe_nutrient",
    "doctor_sections",
    "doctor_summary",
    "explain",
    "explain_care",
    "explain_change",
    "finding_words",
    "list_foods",
    "list_tests",
    "listed",
    "rendered",
    "understood_words",
]
