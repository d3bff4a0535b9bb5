"""Reads one message: tokens, typos, phrases, context, attributes. Plain Python; Rasa's component only wraps it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from bot.findings import Amount, Assertion, Finding, Kind
from bot.kept import kept
from bot.knowledge import Context, KnowledgeBase, load
from bot.nlu import mentions as said
from bot.nlu.attributes import attach
from bot.nlu.blood_tests import BloodTests
from bot.nlu.context import read_context
from bot.nlu.derived import completed
from bot.nlu.eaten import is_eaten
from bot.nlu.grave import Alarm, Grave
from bot.nlu.habits import habits
from bot.nlu.judge import Judge, Marked, learn, marked_in
from bot.nlu.language import language_of
from bot.nlu.lexicon import Lexicon, Pattern
from bot.nlu.line import Line
from bot.nlu.linker import Linker
from bot.nlu.matcher import Match, Matcher
from bot.nlu.negation import dismisses
from bot.nlu.nutrients import Nutrients, is_taken
from bot.nlu.people import FAMILY, SELF, Person, owners
from bot.nlu.profile import traits
from bot.nlu.quantities import Detail, details
from bot.nlu.results import results
from bot.nlu.scene import Cues, Scene
from bot.nlu.subject import settled, subject_of
from bot.nlu.text import Token, plain, read
from bot.nlu.typos import Typos
from bot.nlu.vitals import measured
from bot.nlu.ways import Ways, speaker, without_foods
from bot.nlu.weights import weight_changes

SURE_ALARM, UNSURE = 0.91, 0.3
"""Confidence of what the second net heard."""


@dataclass(frozen=True)
class Understood:
    """What one message says.

    Attributes:
        findings: in the order of the message, each id and assertion once.
        not_understood: words that carried content and matched nothing.
        mentions: what else the message names: body sites, durations, nutrients, a bare answer, whom it is about; as
            `alarms` the pictures of an emergency that were told (`sure`) and what may be an emergency.
    """

    findings: tuple[Finding, ...] = ()
    not_understood: tuple[str, ...] = ()
    mentions: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Read:
    """What was found in a message: the scene of its matches, whose each token is, and findings.

    The findings are those of the matches, in order, and then others, whose assertions are in `added`.
    """

    text: str
    line: Line
    scene: Scene
    people: Sequence[Person]
    findings: Sequence[Finding]
    added: Sequence[Assertion | None]
    sites: Sequence[Match]
    named: Sequence[Match]
    unknown: tuple[str, ...]


class Understanding:
    """Understands messages with the words of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, linker: Linker | None = None, grave: Grave | None = None) -> None:
        """Builds the indices. Without a linker and a second net only listed phrases are found."""
        self._lexicon = Lexicon.kept(knowledge)
        self._terms = knowledge.terms
        self._matcher = Matcher(self._lexicon)
        self._ways = Ways(knowledge)
        self._nutrients = Nutrients(knowledge.nutrients)
        self._typos = Typos(self._lexicon, self._nutrients.names)
        self._lasting = frozenset(
            term.id
            for term in knowledge.terms.values()
            if term.lasting or "medical_test_normal" in (term.id, *term.is_a)
        )
        self._blood_tests = BloodTests(knowledge.blood_tests)
        self._cues = Cues(knowledge.cues)
        self._linker: Linker | None = None
        self._grave: Grave | None = None  # context is learnt from listed phrases, which are sure
        learnt = kept("judge", knowledge.fingerprint, __name__, lambda: learn(self.marked(knowledge.contexts)))
        self._judge = Judge(learnt, knowledge, self._lasting)
        self._linker = linker
        self._grave = grave

    def marked(self, contexts: Sequence[Context]) -> Iterator[Marked]:
        """Marked sentences as the rules read them, before anything is judged."""
        for context in contexts:
            scene = self._read(context.text, date.min).scene
            yield scene, marked_in(scene, context)

    def understand(self, text: str, today: date | None = None) -> Understood:
        """What a message says. Dates such as "since Tuesday" count back from `today`."""
        read = self._read(plain(text), today or date.today())
        text, line, scene = read.text, read.line, read.scene
        judged = [*self._judge.judge(scene), *read.added]
        asserted = [replace(f, assertion=a) for f, a in zip(read.findings, judged, strict=True) if a]
        findings, alarms = self._without_alarms(asserted)
        findings = completed(text, line, read.people, findings, scene.subject)
        language = language_of(text, said.share_english(line.tokens, self._typos.known))
        english = language == "en"
        return Understood(
            tuple(_once(findings)) if english else (),
            read.unknown if english else (),
            {
                "body_sites": list(dict.fromkeys(site.pattern.id for site in read.sites)),
                "durations": [d.value for d in scene.details if d.name == "duration_days"],
                "answer": said.answer_of(line),
                "no_other_symptoms": said.says_no_other_symptoms(line, findings),
                "whole_diet": said.says_whole_diet(line),
                "nutrients": list(dict.fromkeys(match.pattern.id for match in read.named)),
                "subject": scene.subject.subject,
                "language": language,
                "questions": said.asks(line),
                "alarms": alarms if english else [],
            },
        )

    def _read(self, text: str, today: date) -> _Read:
        """What the phrases and rules find, before it is judged."""
        tokens = self._typos.correct(read(text))
        line = Line(tokens)
        sites = self._matcher.sites(tokens)
        ways = self._ways.find(line)
        phrases = without_foods(self._matcher.terms(tokens, sites), ways)
        phrases = [match for match in phrases if match.pattern.kind != "food" or is_eaten(line, match)]
        named = self._nutrients.find(tokens)
        blood = list(self._blood_tests.find(line))
        tested = {place for result in blood for place in range(result.first, result.last + 1)}
        taken = [match for match in named if tested.isdisjoint(match.places)]
        # A way of saying spans many words and hides no supplement: "took 30 magnesium tablets".
        matches = sorted([*phrases, *ways, *self._supplements(line, taken, phrases)], key=lambda m: (m.first, m.last))
        found_details = details(line, today)
        places = {place for match in matches for place in match.places}
        stated = [*results(line, named, places, self._terms), *habits(line, places), *weight_changes(line, places)]
        matches = sorted([*matches, *stated], key=lambda m: (m.first, m.last))
        heard = said.Heard(line, matches, named, sites, found_details)
        unknown = heard.unknown_words(self._typos.known)
        if self._linker:
            linked = self._linker.link(tokens, heard.unmatched(), [match.pattern.id for match in matches])
            matches = sorted([*matches, *linked], key=lambda m: (m.first, m.last))
            covered = {place for match in linked for place in match.places}
            unknown = [run for run in unknown if not covered & set(run)]
        matches = [match for match in matches if not dismisses(line, match, matches)]
        people = owners(line)
        others = [people[speaker(match)].other for match in matches]
        readings = read_context(line, matches, self._lasting, found_details, others)
        told = [(self._finding(text, tokens, matches[i], reading), matches[i]) for i, reading in readings]
        findings = attach(line, told, sites, found_details)
        whose = [people[speaker(match)] for match in matches]
        whose += [FAMILY if reading == "other_person" else SELF for _, reading in readings[len(matches) :]]
        for finding, last in self._profile(text, line, {finding.id for finding in findings}):
            findings.append(finding)
            whose.append(people[last])
        for id_, first, last in measured(line):
            start, end = tokens[first].start, tokens[last].end
            findings.append(Finding("symptom", id_, "present", text[start:end], start, end))
            whose.append(people[last])
        for result in blood:
            start, end = tokens[result.first].start, tokens[result.last].end
            severity = result.limit.severity
            findings.append(
                Finding("condition", result.limit.finding, "present", text[start:end], start, end, severity=severity)
            )
            whose.append(people[result.last])
        for alarm in self._alarms(line, matches, found_details):
            findings.append(_alarming(text, tokens, alarm))
            whose.append(people[alarm.last])
        subject = subject_of(line, people, findings, whose)
        assertions = settled(findings, whose, subject)
        own, added = assertions[: len(matches)], assertions[len(matches) :]
        scene = Scene(line, matches, whose, subject, own, found_details, self._cues.find(line))
        unread = dict.fromkeys(text[tokens[run[0]].start : tokens[run[-1]].end] for run in unknown)
        return _Read(text, line, scene, people, findings, added, sites, named, tuple(unread))

    def _alarms(self, line: Line, matches: Sequence[Match], times: Sequence[Detail]) -> list[Alarm]:
        def context(match: Match) -> Assertion:
            return read_context(line, [match], self._lasting, times, [False])[0][1]

        return self._grave.find(line, matches, times, context) if self._grave else []

    def _without_alarms(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[dict[str, Any]]]:
        """The findings, and apart from them the pictures told and what only sounds like an emergency."""
        aside = [f for f in findings if f.confidence == UNSURE or (f.id in self._terms and self._terms[f.id].picture)]
        told = [f for f in aside if f.assertion == "present"]
        alarms = [{"id": f.id, "sure": f.confidence > UNSURE, "said": f.said} for f in told]
        return [finding for finding in findings if finding not in aside], alarms

    def _supplements(self, line: Line, named: Sequence[Match], matches: Sequence[Match]) -> list[Match]:
        used = {place for match in matches for place in match.places}
        found = []
        for match in named:
            term = f"{match.pattern.id}_supplement"
            if term in self._terms and not used & set(match.places) and is_taken(line, match):
                found.append(Match(Pattern(term, "supplement", match.pattern.stems), match.places, 0))
        return found

    def _finding(self, text: str, tokens: Sequence[Token], match: Match, reading: Assertion) -> Finding:
        kind: Kind = match.pattern.kind or "symptom"
        start, end = tokens[match.first].start, tokens[match.last].end
        confidence = match.confidence - 0.05 * match.gap
        return Finding(kind, match.pattern.id, reading, text[start:end], start, end, confidence=round(confidence, 2))

    def _profile(self, text: str, line: Line, known: set[str]) -> list[tuple[Finding, int]]:
        """Age and sex that no phrase covers, each with the token that names the person."""
        found = []
        for trait in traits(line):
            if trait.id in known:
                continue
            start, end = line.tokens[trait.first].start, line.tokens[trait.last].end
            years = Amount(trait.years, "year") if trait.years is not None else None
            finding = Finding("profile", trait.id, "present", text[start:end], start, end, quantity=years)
            found.append((finding, trait.last))
        return found


def _alarming(text: str, tokens: Sequence[Token], alarm: Alarm) -> Finding:
    start, end = tokens[alarm.first].start, tokens[alarm.last].end
    confidence = SURE_ALARM if alarm.sure else UNSURE
    return Finding("symptom", alarm.id, alarm.reading, text[start:end], start, end, confidence=confidence)


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Each id and assertion once, with what its mentions say together; a doubt beside a statement is dropped."""
    merged: dict[tuple[str, str], Finding] = {}
    stated = {finding.id for finding in findings if finding.assertion != "hypothetical"}
    for finding in sorted(findings, key=lambda f: f.start):
        if finding.assertion == "hypothetical" and finding.id in stated:
            continue
        key = (finding.id, finding.assertion)
        if finding.kind == "profile" and finding.assertion == "other_person":
            continue
        first = merged.setdefault(key, finding)
        later = {
            name: value for name, value in vars(finding).items() if getattr(first, name) is None and value is not None
        }
        merged[key] = replace(first, **later)
    return list(merged.values())


@lru_cache(maxsize=1)
def product() -> Understanding:
    """The understanding of the product's own knowledge base, built once a process."""
    knowledge = load()
    return Understanding(knowledge, Linker(knowledge), Grave(knowledge))
