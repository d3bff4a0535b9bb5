"""A second net under the phrases and ways of saying: hears an emergency by what a clause or sentence means.

What it is very sure of is a finding; what only sounds like one is asked about once, and no finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.findings import Assertion
from bot.knowledge import KnowledgeBase
from bot.knowledge.words import NOTHING
from bot.nlu.alarm_model import AlarmModel, Examples
from bot.nlu.lexicon import Pattern
from bot.nlu.likeness import Clause
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.quantities import Detail
from bot.nlu.text import Token, read
from bot.nlu.ways import LONG_AGO
from bot.nlu.windows import denies
from bot.nlu.words import words

LIKELY, SURE = 0.25, 0.8
"""From these scores on it is asked about, and taken as told; set on the development halves of benchmarks/alarms,
benchmarks/cases and benchmarks/nlu."""

WORTH_READING = -1.4
MOST_READ = 3
"""Only so many clauses, those with the best spelling, are read by meaning."""

LONGEST_WHOLE = 40
FEWEST_WORDS = 3
SLOW_DAYS, FRESH_DAYS = 21, 8
"""What has gone on for so long, and of which nothing is as fresh as this, is no emergency by its sound alone."""

_TIMED = frozenset(
    words(
        """pre_eclampsia_signs pregnancy_danger_signs less_baby_movement waters_broken_early ectopic_signs
        ill_child_signs young_baby_fever_signs floppy_infant"""
    )
)
"""Where a time is mostly how far a pregnancy is, or how old a baby."""

DENYING_SHARE = 0.1
"""From this share of sayings with a denial in them on, a denial belongs to the emergency itself: "not breathing"."""

Context = Callable[[Match], Assertion]


@dataclass(frozen=True)
class Alarm:
    """An emergency that part of a message sounds like.

    Attributes:
        id: the sign or picture.
        first, last: the tokens of the part.
        score: how much.
        reading: whether it is so, denied, past or supposed.
    """

    id: str
    first: int
    last: int
    score: float
    reading: Assertion

    @property
    def sure(self) -> bool:
        """Whether it is taken as told."""
        return self.score >= SURE


class Grave:
    """Hears emergencies of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Learns, or reads back, how emergencies are told."""
        self._kin = knowledge.ancestors
        told, ordinary = examples_of(knowledge)
        self._model = AlarmModel.kept(told, ordinary)
        said = Counter(label for label, _ in told)
        denied = Counter(label for label, text in told if denies(read(text)))
        self._denying = frozenset(label for label in said if denied[label] >= DENYING_SHARE * said[label])

    def find(self, line: Line, matches: Sequence[Match], details: Sequence[Detail], context: Context) -> list[Alarm]:
        """The emergencies that the message sounds like, at most one for each sentence.

        Args:
            line: the message.
            matches: what phrases and ways of saying found, which is not heard again.
            details: the times that the message names.
            context: the assertion of one match.
        """
        parts = list(_parts(line.tokens))
        clauses = [Clause([t.norm for t in part], [t.stem for t in part]) for part in parts]
        if not parts:
            return []
        promise = self._model.by_spelling(clauses)
        best = [place for place in promise.argsort()[::-1][:MOST_READ] if promise[place] > WORTH_READING]
        if not best:
            return []
        found: list[Alarm] = []
        scores = self._model.scores([clauses[place] for place in best])
        for part, row in zip((parts[place] for place in best), scores, strict=True):
            id_, score = self._model.labels[int(row.argmax())], float(row.max())
            slow = id_ not in _TIMED and _is_slow(line, part, details)
            denied = denies(part) and (score < SURE or id_ not in self._denying)
            if score < LIKELY or slow or denied:
                continue
            if not self._known(id_, part, matches):
                found.append(Alarm(id_, part[0].index, part[-1].index, score, _reading(id_, part, context)))
        return list(_apart(found))

    def _known(self, id_: str, part: Sequence[Token], matches: Sequence[Match]) -> bool:
        """Whether the part holds words that were matched as the same, or as something broader or narrower."""
        places = {token.index for token in part}
        kin = (match for match in matches if not places.isdisjoint(match.places))
        return any(id_ in self._kin(m.pattern.id) or m.pattern.id in self._kin(id_) for m in kin)


def examples_of(knowledge: KnowledgeBase) -> tuple[Examples, Examples]:
    """How emergencies and what sounds like one are told, and what else people say."""
    grave = knowledge.grave.keys() - {NOTHING}
    told = [(id_, text) for id_, texts in knowledge.grave.items() for text in texts]
    ordinary = []
    for term in knowledge.terms.values():
        said = [*term.phrases, *knowledge.sayings.get(term.id, ())]
        if term.id in grave:
            told += [(term.id, text) for text in said]
        elif term.kind in {"symptom", "lifestyle", "condition"} and not _akin(term.id, grave, knowledge):
            ordinary += [(NOTHING, text) for text in (term.name, *said)]
    ordinary += [(NOTHING, text) for text in knowledge.sayings[NOTHING]]
    return sorted(set(told)), sorted(set(ordinary))


def _akin(id_: str, grave: Collection[str], knowledge: KnowledgeBase) -> bool:
    return any(other in knowledge.ancestors(id_) or id_ in knowledge.ancestors(other) for other in grave)


def _parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """What is read by itself: clauses, sentences, two sentences together, a short message; also without its denials."""
    sentences = [list(group) for _, group in groupby(tokens, key=lambda token: token.sentence)]
    clauses = [list(group) for _, group in groupby(tokens, key=lambda token: token.clause)]
    pairs = [[*one, *two] for one, two in pairwise(sentences)]
    seen = set()
    for part in [*clauses, *sentences, *pairs, *([list(tokens)] if len(tokens) <= LONGEST_WHOLE else [])]:
        segments = [list(group) for _, group in groupby(part, key=lambda token: token.segment)]
        told = [token for segment in segments if not denies(segment) for token in segment]
        for tokens_read in (part, told):
            said = [token for token in tokens_read if not token.mark]
            key = tuple(token.index for token in said)
            if len(said) >= FEWEST_WORDS and key not in seen:
                seen.add(key)
                yield said


def _is_slow(line: Line, part: Sequence[Token], details: Sequence[Detail]) -> bool:
    times = [
        d.value for d in details if d.name == "duration_days" and part[0].index <= d.first and d.last <= part[-1].index
    ]
    slow = bool(times) and max(times) >= SLOW_DAYS and min(times) > FRESH_DAYS
    return slow or bool(LONG_AGO.search(line.words(part[0].index, part[-1].index)))


def _reading(id_: str, part: Sequence[Token], context: Context) -> Assertion:
    """What most of the part's own words are: so, denied, past or supposed."""
    stems = tuple(token.stem for token in part)
    own = [token for token in part if not token.small]
    readings = Counter(context(Match(Pattern(id_, "symptom", stems), (token.index,), 0)) for token in own)
    return readings.most_common(1)[0][0] if readings else "present"


def _apart(alarms: list[Alarm]) -> Iterator[Alarm]:
    """The best of those that overlap."""
    taken: set[int] = set()
    for alarm in sorted(alarms, key=lambda alarm: -alarm.score):
        places = set(range(alarm.first, alarm.last + 1))
        if taken.isdisjoint(places):
            taken |= places
            yield alarm
