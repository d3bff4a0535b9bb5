"""The summary for a doctor: what was told in the person's own words, what was considered and why, what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.findings import Finding
from bot.knowledge import KnowledgeBase
from bot.replies.message import Message
from bot.replies.wording import capital, finding_words, listed, time_words
from bot.rules import Assessment, Gap, Reason

TITLE = "Summary for my doctor"
NOTE = (
    "Made by Nutrigap, a program, from what I wrote in a chat. Not a diagnosis; no clinician has checked it. "
    "Nothing was stored to make it."
)
KINDS = {
    "symptom": "Symptoms",
    "medication": "Medicines",
    "supplement": "Supplements and products",
    "diet_habit": "Diet",
    "food": "Food and drink",
    "condition": "Conditions and operations",
    "lifestyle": "Habits and circumstances",
}
SHOWN_OTHERS = 5


@dataclass(frozen=True)
class Section:
    """One heading of the summary with its lines of plain text."""

    title: str
    lines: tuple[str, ...]


class _Sources:
    """Numbers the sources in the order in which they are cited."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def cite(self, reason: Reason) -> str:
        """The sentence with its rule and the number of its source."""
        if reason.source not in self.ids:
            self.ids.append(reason.source)
        return f"{reason.says} ({reason.rule}) [{self.ids.index(reason.source) + 1}]"


def _told(finding: Finding, kb: KnowledgeBase) -> str:
    words = finding_words(finding, kb)
    details = [value for value in (finding.severity, finding.frequency, finding.onset, finding.course) if value]
    words += f", {', '.join(details)}" if details else ""
    return f"{words}: “{finding.said}”" if finding.said else words


def _about(assessment: Assessment, kb: KnowledgeBase) -> str:
    told = [f for f in assessment.case.findings if f.kind == "profile" and f.assertion == "present"]
    if assessment.case.subject != "self":
        return capital(", ".join([f"about {assessment.case.subject} person", *(finding_words(f, kb) for f in told)]))
    return capital(", ".join(finding_words(f, kb) for f in told)) or "Age and sex were not told."


def _timeline(assessment: Assessment, kb: KnowledgeBase) -> Iterator[str]:
    """What began or ended when, longest ago first."""
    dated = [f for f in assessment.case.findings if f.duration_days is not None and f.assertion in ("present", "past")]
    for finding in sorted(dated, key=lambda f: -(f.duration_days or 0)):
        days = finding.duration_days or 0
        name = kb.names.get(finding.id, finding.id.replace("_", " "))
        if finding.assertion == "past":
            yield f"Until {time_words(days)} ago: {name}" if days >= 1 else f"Until today: {name}"
        else:
            yield f"For {time_words(days)}: {name}" if days >= 1 else f"Since today: {name}"


def _gap_name(gap: Gap, kb: KnowledgeBase) -> str:
    return f"{'too much' if gap.direction == 'high' else 'low'} {kb.nutrients[gap.nutrient].name}"


def _considered(assessment: Assessment, kb: KnowledgeBase, sources: _Sources) -> Iterator[str]:
    for gap in assessment.gaps:
        told = [f"For: {sources.cite(reason)}" for reason in gap.because]
        told += [f"Against: {sources.cite(reason)}" for reason in gap.against]
        told += [f"Careful: {sources.cite(reason)}" for reason in (*gap.cautions, *gap.spacing)]
        told = told or ["nothing told points to it"]
        yield f"{capital(_gap_name(gap, kb))}: {gap.likelihood}. {' '.join(told)}"
    for other in assessment.others[:SHOWN_OTHERS]:
        told = [sources.cite(reason) for reason in other.because]
        yield f"{capital(kb.explanations[other.id].name)}. {' '.join(told)}"


def _questions(assessment: Assessment, kb: KnowledgeBase) -> Iterator[str]:
    """What this person may ask: about each medicine behind a gap, about each lack, about each excess."""
    behind: dict[tuple[str, str], list[str]] = {}
    names: dict[str, list[str]] = {"low": [], "high": []}
    for gap in assessment.supported_gaps:
        nutrient = kb.nutrients[gap.nutrient].name
        names[gap.direction].append(nutrient)
        for finding in (finding for reason in gap.because for finding in reason.findings):
            if finding.kind == "medication" and finding.assertion == "present":
                verb = "lower" if gap.direction == "low" else "raise"
                behind.setdefault((kb.names[finding.id], verb), []).append(nutrient)
    for (medicine, verb), nutrients in behind.items():
        yield f"Can {medicine} {verb} my {listed(nutrients)}, and should that be checked?"
    if names["low"]:
        yield f"If {listed(names['low'], 'or')} is low: why, and what should I take, how much, and for how long?"
    if names["high"]:
        yield f"Which of my products bring {listed(names['high'])}, and which should I leave out?"
    yield "What else could explain this?"


def doctor_sections(assessment: Assessment, kb: KnowledgeBase) -> tuple[Section, ...]:
    """Everything on the page, in order; empty sections are left out. Numbers in brackets point to the last section."""
    sources = _Sources()
    findings = assessment.case.findings
    own = [f for f in findings if f.assertion in ("present", "past")]
    tests = dict.fromkeys(test.says for gap in assessment.supported_gaps for test in gap.tests)
    considered = tuple(_considered(assessment, kb, sources))
    care = (kb.care.levels[assessment.care.level].says, *map(sources.cite, assessment.care.because))

    def named(title: str, lines: Iterable[str]) -> Section:
        return Section(title, tuple(lines))

    sections = [
        named("Who", [_about(assessment, kb)]),
        *(named(title, (_told(f, kb) for f in own if f.kind == kind)) for kind, title in KINDS.items()),
        named("Not there, or not taken", (_told(f, kb) for f in findings if f.assertion == "absent")),
        named("In the family or others", (_told(f, kb) for f in findings if f.assertion == "other_person")),
        named("Timeline", _timeline(assessment, kb)),
        named("Considered by the program", considered),
        named("How soon to be seen", [" ".join(care)]),
        named("Tests to discuss", tests),
        named("Questions to ask", _questions(assessment, kb)),
        named("Told, and not understood by the program", (f"“{words}”" for words in assessment.case.not_understood)),
        named(
            "Sources",
            (
                f"[{number}] {kb.sources[id_].publisher}: {kb.sources[id_].title}. {kb.sources[id_].url}"
                for number, id_ in enumerate(sources.ids, 1)
            ),
        ),
    ]
    return tuple(section for section in sections if section.lines)


def doctor_summary(assessment: Assessment, kb: KnowledgeBase) -> Message:
    """The summary as a chat shows it: all sections but the addresses of the sources."""
    lines = [f"**{TITLE}**"]
    for section in doctor_sections(assessment, kb):
        if section.title != "Sources":
            lines += [f"**{section.title}**", *(f"• {line}" for line in section.lines)]
    rules = {gap.nutrient: [reason.rule for reason in gap.because] for gap in assessment.gaps}
    return Message("\n".join([*lines, NOTE]), custom={"type": "doctor_summary", "rules": rules})
