"""Whom a whole message is about, and what that makes of each finding.

Principle: where the writer says nothing of their own body, medicines or diet, the person spoken of is the subject, and
all that is said of them counts. Only beside the writer's own findings is a relative's finding an aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.findings import Assertion, Finding
from bot.nlu.line import Line, clause_start
from bot.nlu.people import SELF, UNSAID, Person
from bot.nlu.people_cues import CROWD, FIRST_PERSON

_ME_TOO = re.compile(r"\b(?:mine|me too|so do i|so am i|like me)\b")
_ASIDE = re.compile(r"\b(?:too|also|as well)\b")
_SAME = re.compile(r"\b(?:has|gets|had|have) the same\b")
_HAD = re.compile(r"(?<!has )(?<!have )(?<!s )\bhad\b")
_RECENT = re.compile(
    r"\b(?:yesterday|today|tonight|last night|this (?:morning|week|afternoon|evening)|just|ago|now|hours?|minutes?)\b"
)
_ABOUT = re.compile(
    r"\b(?:(?:this|it) (?:is|' ?s) (?:about|for)|on behalf of|asking (?:for|about)|worried (?:about|for)|help|"
    r"concerned (?:about|for)|scared for) (?:my|our|the)\b"
)
_ASKED_FOR = re.compile(r"\b(?:can|could|should|does|is|will|would) (?:my|our|he|she)\b")
_PRESENTS = re.compile(r"\b(?:presents|presented|presenting|referred|admitted) (?:to|with|for)\b")
_AGES = frozenset({"age_years", "infant", "child"})
_SELF_WORDS = frozenset({"i", "me", "myself", "mine"})
_CLAIMS = frozenset({"present", "absent", "past"})
_STRAIN = frozenset({"anxiety", "stress", "insomnia", "poor_sleep"})
"""What worry about somebody does to the writer."""

_MOTHERS = frozenset({"diet_habit", "supplement", "medication", "food", "lifestyle"})
"""What a mother tells of herself in a talk about her baby: it reaches the baby."""


def subject_of(line: Line, said_of: Sequence[Person], findings: Sequence[Finding], whose: Sequence[Person]) -> Person:
    """Whom the whole message is about.

    Args:
        line: the message.
        said_of: one person for each token.
        findings: what was found.
        whose: one person for each finding.
    """
    told = list(zip(findings, whose, strict=True))
    own = [f for f, person in told if person == SELF and f.assertion in _CLAIMS and _is_own(line, f)]
    told_of_self = any(token.norm in FIRST_PERSON for token in line.tokens)
    unsaid = [f for f, person in told if person == UNSAID and f.kind == "symptom" and f.assertion == "present"]
    people = list(dict.fromkeys(p for p in said_of if p.other and not p.aside and p.subject != "pet"))
    for person in people:
        theirs = [f for f, p in told if p == person]
        asked_for = theirs and not own and not unsaid and _ASKED_FOR.search(line.text)
        aged = any(f.id in _AGES for f in theirs) or bool(_ABOUT.search(line.text))
        if not (aged or asked_for or _has_symptom(line, person, theirs)):
            continue
        if not aged and (_SAME.search(line.text) or _ME_TOO.search(line.text)):
            continue
        mothers = person.subject == "child" and all(f.kind in _MOTHERS for f in own)
        felt = [f for f in own if f.kind in {"symptom", "profile"}]
        introduced = aged and theirs and theirs[0].start < min((f.start for f in own), default=len(line.text))
        if own and not mothers and not (introduced and not felt):
            continue
        if not told_of_self:
            return person
        if person.word in CROWD and not aged and any(t.norm in _SELF_WORDS for t in line.tokens):
            continue
        if person.word in {"he", "she"} and not own:
            return person
        before = unsaid and unsaid[0].start < min((f.start for f in theirs), default=0)
        if aged or not unsaid or not (before or _ASIDE.search(line.text)):
            return person
    if not own and not people and _PRESENTS.search(line.text) and not told_of_self:
        return Person("other", "patient")
    return SELF


def settled(findings: Sequence[Finding], whose: Sequence[Person], subject: Person) -> list[Assertion | None]:
    """The assertions, "other_person" for what is not the subject's, None for what others do not have or pets have."""
    result: list[Assertion | None] = []
    for finding, person in zip(findings, whose, strict=True):
        if person.subject == "pet" or (person.other and person != subject and finding.assertion == "absent"):
            result.append(None)
            continue
        counts = person in (subject, UNSAID)
        if subject.other and person == SELF:
            mothers = subject.subject == "child" and (finding.kind in _MOTHERS or finding.id == "breastfeeding")
            counts = mothers or finding.assertion == "hypothetical"
        result.append(finding.assertion if counts else "other_person")
    return result


def _is_own(line: Line, finding: Finding) -> bool:
    """Whether a finding in the first person is the writer's body or life; a worry about somebody is not."""
    if finding.kind == "profile":
        return finding.id == "age_years"
    after = [token.norm for token in line.tokens if token.start >= finding.end][:2]
    return not (finding.id in _STRAIN or after in (["about", "my"], ["for", "my"]))


def _has_symptom(line: Line, person: Person, theirs: Sequence[Finding]) -> bool:
    """Whether more is told of a person than an illness, a medicine or something long ago."""
    if person.word in {"he", "she"}:
        return bool(theirs)
    long_ago = person.subject != "child" and not _RECENT.search(line.text)
    for finding in theirs:
        if finding.kind != "symptom":
            continue
        first = next(token.index for token in line.tokens if token.end > finding.start)
        if not (long_ago and _HAD.search(line.words(clause_start(line.tokens, first), first))):
            return True
    return False
