"""Links what no list has to the concept whose phrases and sayings it is most like, or to none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.findings import Kind
from bot.knowledge import KnowledgeBase
from bot.knowledge.words import NOTHING
from bot.nlu.lexicon import Pattern
from bot.nlu.likeness import Clause, Floats, Likeness
from bot.nlu.matcher import Match
from bot.nlu.nutrients import names_of
from bot.nlu.text import NEG, Token
from bot.nlu.windows import Window, windows
from bot.nlu.words import words

THRESHOLD = 0.9
"""Least sum of the best concept's margin and its lead over the best unrelated one.

Set on the development messages of benchmarks/nlu. What it holds in messages that it was not set on is in
tests/nlu/test_linker.py.
"""

SURE = 1.4
"""The same for what is no symptom: habits and illnesses are mostly called by their names."""

GRAVE = frozenset(
    words(
        """suicidal_thoughts self_harm overdose seizure unresponsive breathing_stopped paralysis one_sided_weakness
        facial_droop slurred_speech collapse heavy_bleeding vomiting_blood coughing_blood saddle_numbness
        thunderclap_headache"""
    )
)
"""What sends somebody to hospital at once is never guessed here: the second net (`grave`) hears it, or asks."""

NEARNESS = 2.0
"""How much the nearest example counts beside what was learnt."""

MOST_WINDOWS = 10
"""Stretches of a message that are read by meaning: those whose letters and words are most like something."""


@dataclass(frozen=True)
class Link:
    """The nearest concept, and how near it is."""

    id: str
    kind: Kind
    score: float

    @property
    def holds(self) -> bool:
        """Whether it is near enough to say so."""
        return self.id not in GRAVE and self.score >= (THRESHOLD if self.kind == "symptom" else SURE)


class Linker:
    """Nearest concept to a clause, or none."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Learns, or reads back, what people say for every symptom and for what else has sayings."""
        linked = [t for t in knowledge.terms.values() if t.kind == "symptom" or t.id in knowledge.sayings]
        linked = [term for term in linked if not term.picture]
        examples = [(term.id, phrase) for term in linked for phrase in (term.name, *term.phrases)]
        examples += [(id_, saying) for id_, sayings in knowledge.sayings.items() for saying in sayings]
        meant = {phrase.lower() for _, phrase in examples}
        examples += [(NOTHING, phrase) for phrase in _other_things(knowledge) if phrase.lower() not in meant]
        self._likeness = Likeness.kept(examples)
        self._kinds = {term.id: term.kind for term in linked}
        labels = self._likeness.labels
        self._is_nothing = np.array([label == NOTHING for label in labels])
        self._ancestors = knowledge.ancestors
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

    def link(self, tokens: Sequence[Token], unmatched: Collection[int], known: Collection[str]) -> list[Match]:
        """A match for each stretch of the message that means something known, the surest first where they overlap.

        Args:
            tokens: the message.
            unmatched: places of words of content that nothing matched.
            known: ids that the message was found to name; what is akin to one of them is not said again.
        """
        found = list(windows(tokens, unmatched))
        if not found:
            return []
        clauses = [Clause([t.norm for t in w.tokens], [t.stem for t in w.tokens]) for w in found]
        likely = np.argsort(-self._at_a_glance(clauses), kind="stable")[:MOST_WINDOWS]
        links = zip((found[i] for i in likely), self.nearest([clauses[i] for i in likely]), strict=True)
        taken, matches = set[int](), list[Match]()
        for window, link in sorted(links, key=lambda pair: -pair[1].score):
            if link.holds and taken.isdisjoint(window.places):
                taken.update(window.places)
                if not any(self._are_kin(link.id, id_) for id_ in (*known, *(match.pattern.id for match in matches))):
                    matches.append(_match(window, link))
        return matches

    def _at_a_glance(self, clauses: Sequence[Clause]) -> Floats:
        """How much each clause is like something rather than nothing, by its words alone."""
        margins = self._likeness.at_a_glance(clauses)
        best: Floats = margins[:, ~self._is_nothing].max(axis=1) - margins[:, self._is_nothing].max(axis=1)
        return best

    def _are_kin(self, one: str, other: str) -> bool:
        return one in self._ancestors(other) or other in self._ancestors(one)


def _match(window: Window, link: Link) -> Match:
    negations = tuple(token.stem for token in window.tokens if token.stem == NEG)
    pattern = Pattern(link.id, link.kind, negations)
    return Match(pattern, window.new, 0, confidence=round(min(0.9, 0.6 + 0.1 * link.score), 2))


def _other_things(knowledge: KnowledgeBase) -> Iterator[str]:
    """What people name that is no finding by itself: foods, parts of the body, nutrients, figures of speech."""
    for food in knowledge.foods.values():
        yield from (food.name, *food.phrases)
    for site in knowledge.body_sites.values():
        yield from (site.name, *site.phrases)
    for nutrient in knowledge.nutrients.values():
        yield from names_of(nutrient)
    for term in knowledge.terms.values():
        yield from term.unlike
