"""Small words: how findings, lists, amounts and times are said."""

from __future__ import annotations

from collections.abc import Iterable

from bot.findings import Amount, Finding
from bot.knowledge import KnowledgeBase

MEASURES = {"mg", "mcg", "g", "kg", "ml", "l", "iu"}
ASSERTION_WORDS = {"absent": "no {}", "past": "{} (in the past)", "hypothetical": "{} (asked about)"}


def listed(items: Iterable[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"; each item once."""
    words = list(dict.fromkeys(items))
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def time_words(days: float) -> str:
    """A duration as people say it: "2 weeks", "3 years"; "today" below one day."""
    for size, unit in ((365, "year"), (30, "month"), (7, "week"), (1, "day")):
        if days >= size * (1 if unit in ("day", "week") else 1.9) or (unit == "year" and days == 365):
            count = round(days / size)
            return f"{count} {unit}{'s' if count != 1 else ''}"
    return "today"


def amount_words(amount: Amount) -> str:
    """An amount as people say it: "40 mg a day", "6 cups"."""
    several = "s" if amount.amount != 1 and amount.unit not in MEASURES else ""
    unit = "" if amount.unit == "count" else f" {amount.unit}{several}"
    return f"{amount.amount:g}{unit}" + (f" a {amount.per}" if amount.per else "")


def finding_words(finding: Finding, kb: KnowledgeBase) -> str:
    """What was understood of one finding: "calf twitching, 2 weeks", "no tingling", "omeprazole (someone else)"."""
    if finding.id == "age_years" and finding.quantity:
        years = finding.quantity.amount
        return f"age {years:g}" if years >= 2 else f"age {years * 12:.0f} months"
    words = kb.names.get(finding.id, finding.id.replace("_", " "))
    site = kb.body_sites.get(finding.body_site or "")
    if site and site.muscle and site.name.lower() not in words.lower():
        words = f"{words} ({site.name})"
    for amount in (finding.quantity, finding.dose):
        if amount:
            words += f", {amount_words(amount)}"
    if finding.duration_days is not None and finding.assertion == "present":
        words += f", {time_words(finding.duration_days)}"
    if finding.assertion == "other_person":
        return f"{words} (someone else)"
    return ASSERTION_WORDS.get(finding.assertion, "{}").format(words)


def understood_words(findings: Iterable[Finding], kb: KnowledgeBase) -> str:
    """All that was understood, parted by dots."""
    return " · ".join(finding_words(finding, kb) for finding in findings)


def share_of_need(percent: float) -> str:
    """A percent of the daily need in words."""
    for limit, words in (
        (90, "a whole day's need"),
        (62, "about two thirds of a day's need"),
        (42, "about half a day's need"),
        (28, "about a third of a day's need"),
        (20, "about a quarter of a day's need"),
    ):
        if percent >= limit:
            return words if percent < 150 or limit < 90 else "more than a day's need"
    return f"{percent:.0f} % of a day's need"
