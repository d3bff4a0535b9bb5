"""Which question to ask next, and what an answer to it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.findings import Finding
from bot.knowledge import CARE_LEVELS, KnowledgeBase, Question
from bot.rules.assessment import Assessment, assess, weigh_others
from bot.rules.care import care_level
from bot.rules.case import Case, Facts
from bot.rules.conditions import met_by
from bot.rules.evidence import fired
from bot.rules.gaps import Gap, gaps_of, ranked

MOST_QUESTIONS = 6
USUAL_QUESTIONS = 3
Outcome = tuple[int, frozenset[tuple[str, str, str]], tuple[str, ...]]


def finding_of(entry: dict[str, Any], kb: KnowledgeBase) -> Finding:
    """A finding as a question's answer states it; its kind comes from the term or food."""
    term = kb.terms.get(entry["id"])
    return Finding.from_json({"kind": term.kind if term else "food", "said": "your answer", **entry})


def _pointless(question: Question, facts: Facts) -> bool:
    """Whether the person already told what this question asks."""
    if question.asks_duration_of:
        timed = facts.present(question.asks_duration_of)
        return not timed or any(finding.duration_days is not None for finding in timed)
    if facts.case.no_other_symptoms and all(_is_symptom(finding, facts.kb) for finding in question.asks):
        return True
    known = [facts.known(finding) for finding in question.asks]
    return any(known) if question.safety is False else all(known) or _told_alarm(question, facts)


def _told_alarm(question: Question, facts: Facts) -> bool:
    return any(facts.present(finding) for finding in question.asks)


def _is_symptom(finding_id: str, kb: KnowledgeBase) -> bool:
    return finding_id in kb.terms and kb.terms[finding_id].kind == "symptom"


def open_questions(case: Case, kb: KnowledgeBase) -> list[Question]:
    """The questions that fit this case, were not asked and are not answered yet, in the order of the knowledge base."""
    facts = Facts(case, kb)
    return [
        question
        for question in kb.questions.values()
        if question.id not in case.asked and met_by(question.due, facts) is not None and not _pointless(question, facts)
    ]


def possible_answers(question: Question) -> list[list[dict[str, Any]]]:
    """What each way of answering says, as the question states it."""
    return [answer for answer in (question.yes, question.no, *(option.sets for option in question.options)) if answer]


def answered(case: Case, question: Question, entries: list[dict[str, Any]], kb: KnowledgeBase) -> Case:
    """The case after an answer that says these findings.

    An answer to "for how long" goes to the findings that the person named: omeprazole rather than its class.
    """
    timed = question.asks_duration_of
    told: list[Finding] = []
    for finding in (finding_of(entry, kb) for entry in entries):
        named = [
            replace(known, duration_days=finding.duration_days)
            for known in case.findings
            if timed == finding.id and timed in kb.ancestors(known.id) and known.assertion == "present"
        ]
        told += named or [finding]
    return case.telling(told)


class _Outlook:
    """What a case comes to now, and what each answer to a question would make of it.

    An answer can only move the nutrients whose evidence looks at what it says; the others are kept as they are.
    """

    def __init__(self, case: Case, kb: KnowledgeBase) -> None:
        self.facts = Facts(case, kb)
        self.gaps = gaps_of(kb.nutrients, self.facts)
        self.now = self._outcome(self.facts, self.gaps)

    def gain(self, question: Question) -> int:
        """How much the possible answers differ: care counts most, then the gaps, then the other explanation."""
        most = 0
        for entries in possible_answers(question):
            case = answered(self.facts.case, question, entries, self.facts.kb)
            care_level, gaps, other = self._after(self.facts.supposing(case))
            care = abs(care_level - self.now[0])
            most = max(most, 4 * care + 2 * len(gaps ^ self.now[1]) + int(other != self.now[2]))
        return most

    def _after(self, facts: Facts) -> Outcome:
        kb, now, then = facts.kb, fired(self.facts), fired(facts)
        changed = {rule for rule in facts.stale if now.get(rule) != then.get(rule)}
        moved = {kb.place_of[rule][0] for rule in changed & kb.place_of.keys()} & kb.nutrients.keys()
        return self._outcome(facts, self.gaps | gaps_of(moved, facts))

    def _outcome(self, facts: Facts, gaps: dict[str, Gap | None]) -> Outcome:
        supported = ranked(gaps.values())
        # Beside a likely gap, one more that is merely possible is no other answer.
        first = [gap for gap in supported if gap.likelihood == "likely"] or supported
        leading = frozenset((gap.nutrient, gap.direction, gap.likelihood) for gap in first[:3])
        level = CARE_LEVELS.index(care_level(facts, supported))
        return (level, leading, tuple(other.id for other in weigh_others(facts)[:1]))


def next_question(case: Case, kb: KnowledgeBase) -> Question | None:
    """The question that most changes the answer or its safety; None when enough is known.

    A safety check that is due comes first. At most `MOST_QUESTIONS` are asked in one talk, at most `USUAL_QUESTIONS`
    beside the safety checks, and none whose answer would change nothing.
    """
    if case.hurried or len(case.asked) >= MOST_QUESTIONS:
        return None
    fitting = open_questions(case, kb)
    for question in fitting:
        if question.safety:
            return question
    if sum(not kb.questions[asked].safety for asked in case.asked if asked in kb.questions) >= USUAL_QUESTIONS:
        return None
    outlook = _Outlook(case, kb)
    gains = [(outlook.gain(question), question) for question in fitting]
    best = max(gains, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def what_would_change(case: Case, kb: KnowledgeBase, most: int = 3) -> tuple[str, ...]:
    """What else, if true, would change this answer: the open questions with the most to gain, as noun phrases."""
    outlook = _Outlook(case, kb)
    gains = [(outlook.gain(question), question) for question in open_questions(case, kb)]
    gains.sort(key=lambda pair: -pair[0])
    return tuple(question.changes for worth, question in gains[:most] if worth > 0)


def conclude(case: Case, kb: KnowledgeBase) -> Assessment:
    """The assessment together with what would change it."""
    return replace(assess(case, kb), would_change=what_would_change(case, kb))
