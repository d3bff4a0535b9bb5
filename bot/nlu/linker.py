"""Links clauses that no list has to the concept whose phrases and sayings they are most like, or to none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from bot.findings import Kind
from bot.knowledge import KnowledgeBase
from bot.knowledge.words import NOTHING
from bot.nlu.lexicon import Pattern
from bot.nlu.likeness import Clause, Likeness
from bot.nlu.line import Line, clause_end, clause_start
from bot.nlu.matcher import Match
from bot.nlu.text import NEG, Token
from bot.nlu.words import BREAKS, words

THRESHOLD = 0.8
"""Least sum of the best concept's margin and its lead over the best unrelated one.

Set on the development messages of benchmarks/nlu, where 3 links in 4 are right. Precision .93 and recall .66 on
unlisted_held_out.cases.yml; .59 and .16 in told_otherwise_held_out.cases.yml, whole messages, half of them ordinary.
"""

SURE = 1.0
"""The same for what is grave, and for what is no symptom: habits and illnesses are mostly called by their names."""

GRAVE = frozenset(
    words(
        """suicidal_thoughts self_harm overdose seizure unresponsive breathing_stopped paralysis one_sided_weakness
        facial_droop slurred_speech collapse heavy_bleeding vomiting_blood coughing_blood saddle_numbness
        thunderclap_headache"""
    )
)
"""What sends somebody to hospital at once."""

NEARNESS = 2.0
"""How much the nearest example counts beside what was learnt."""

MOST_SPANS = 16
FEWEST_WORDS = 3
LONGEST_SPAN = 24
_UNABLE = frozenset(words("can could will would do does did"))
"""Words before "not" with which it belongs to the complaint itself: "can not feel my foot"."""

_OPENERS = BREAKS | frozenset(words("and or also then so plus now"))


@dataclass(frozen=True)
class Link:
    """The nearest concept, and how near it is."""

    id: str
    kind: Kind
    score: float

    @property
    def holds(self) -> bool:
        """Whether it is near enough to say so."""
        return self.score >= (SURE if self.id in GRAVE or self.kind != "symptom" else THRESHOLD)


@dataclass(frozen=True)
class _Span:
    run: int
    tokens: tuple[Token, ...]


class Linker:
    """Nearest concept to a clause, or none."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Learns, or reads back, what people say for every symptom and for what else has sayings."""
        linked = [t for t in knowledge.terms.values() if t.kind == "symptom" or t.id in knowledge.sayings]
        examples = [(term.id, phrase) for term in linked for phrase in (term.name, *term.phrases)]
        examples += [(id_, saying) for id_, sayings in knowledge.sayings.items() for saying in sayings]
        self._likeness = Likeness.kept(examples)
        self._kinds = {term.id: term.kind for term in linked}
        labels = self._likeness.labels
        self._is_nothing = np.array([label == NOTHING for label in labels])
        self._kin = np.array(
            [[a in knowledge.ancestors(b) or b in knowledge.ancestors(a) for b in labels] for a in labels]
        )

    def nearest(self, clauses: Sequence[Clause]) -> list[Link]:
        """For each clause the nearest concept; a clause like nothing in particular has a low score."""
        links = []
        margins, nearness = self._likeness.scores(clauses)
        for margin, row in zip(margins, margins + NEARNESS * nearness, strict=True):
            best = int(np.where(self._is_nothing, -np.inf, row).argmax())
            lead = row[best] - row[~self._kin[best]].max()
            id_ = self._likeness.labels[best]
            links.append(Link(id_, self._kinds[id_], float(margin[best] + lead)))
        return links

    def link(
        self, line: Line, runs: Sequence[Sequence[int]], taken: Collection[int], without: Collection[int]
    ) -> list[Match]:
        """A match for each run of words that nothing matched and whose clause means something known.

        Args:
            line: the message.
            runs: token indices that carry content and matched nothing.
            taken: tokens that matched something; what holds one of them is not read again.
            without: tokens that say when or how much, and not what.
        """
        spans = [
            span
            for number, run in enumerate(runs)
            for span in _spans(line, number, run, without)
            if not any(token.index in taken for token in span.tokens)
        ][:MOST_SPANS]
        if not spans:
            return []
        links = self.nearest([Clause([t.norm for t in s.tokens], [t.stem for t in s.tokens]) for s in spans])
        found = []
        for _, several in groupby(zip(spans, links, strict=True), key=lambda pair: pair[0].run):
            span, link = max(several, key=lambda pair: pair[1].score)
            if link.holds and (link.kind == "symptom" or len(span.tokens) > FEWEST_WORDS):
                run = runs[span.run]
                places = tuple(token.index for token in span.tokens if run[0] <= token.index <= run[-1])
                pattern = Pattern(link.id, link.kind, tuple(t.stem for t in span.tokens if t.stem == NEG))
                found.append(Match(pattern, places, 0, confidence=round(min(0.9, 0.6 + 0.2 * link.score), 2)))
        return found


def _spans(line: Line, number: int, run: Sequence[int], without: Collection[int]) -> Iterator[_Span]:
    """The words that a run may have to be read with: its own part of the clause, and the whole clause."""
    tokens = line.tokens
    clause = tokens[clause_start(tokens, run[0]) : clause_end(tokens, run[0]) + 1]
    part = [token for token in clause if token.segment == tokens[run[0]].segment]
    for around in [part] if len(part) == len(clause) else [part, clause]:
        said = [token for token in around if not token.mark and token.index not in without]
        while said and said[0].norm in _OPENERS:
            said = said[1:]
        if FEWEST_WORDS <= len(said) <= LONGEST_SPAN and not _denies(said):
            yield _Span(number, tuple(said))


def _denies(said: Sequence[Token]) -> bool:
    """Whether something is denied: "no odd jumps in my leg". In "can not feel my foot" nothing is."""
    return any(
        token.stem == NEG and not (place and said[place - 1].norm in _UNABLE) for place, token in enumerate(said)
    )
