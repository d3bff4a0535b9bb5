"""Turns the phrases of the knowledge base into patterns of stems, indexed by their rarest stem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial

from bot.findings import Kind
from bot.kept import kept
from bot.knowledge import KnowledgeBase
from bot.nlu.text import NEG, read
from bot.nlu.words import NUMBERS, SMALL, words

_LEADING = frozenset(words("i am have had been got a an my to is are be it me"))
_ARTICLES = frozenset(["a", "an", "my", "your", "his", "her", "their"])
_TELLING = frozenset(
    words(
        """feel feeling feels go keep kept like than ever own again more other all right left much always now today
        still away here"""
    )
)
"""Small words that carry the sense of a phrase with little else in it: "never had a headache like it"."""
_WEAK = frozenset(words("fit sick live"))
"""Words that say a thing only with the small words around them: "had a fit", "been sick"."""
ASIDES = frozenset(words("when whenever if after i"))
"""Words that join a part with a subject of its own to a phrase: "burning when I pee", "wish I was dead"."""


_read = lru_cache(maxsize=None)(read)
"""The lexicon looks at each phrase several times."""


@dataclass(frozen=True)
class Pattern:
    """One phrase, ready for matching.

    Attributes:
        id: term, food or body site; empty for a phrase that only vetoes.
        stems: the stems that must all be there.
        needs_site: counts only beside a muscle.
        ordered: the stems must come in this order (idioms made of small words).
        aside: the phrase itself goes on behind a "when" ("burning when I pee").
        vetoes: the term that this phrase is *not* about.
        word: the phrase itself where it is a single word; the message must hold a form of it.
    """

    id: str
    kind: Kind | None
    stems: tuple[str, ...]
    needs_site: bool = False
    ordered: bool = False
    word: str = ""
    aside: bool = False
    vetoes: str = ""
    negated: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "negated", NEG in self.stems)


def phrase_stems(phrase: str, word_for_word: bool = False) -> tuple[tuple[str, ...], bool]:
    """The stems of a phrase, and whether they must keep their order.

    `word_for_word` keeps all small words: "a" in "a cold", "in" in "high in iron".
    """
    tokens = [token for token in _read(phrase) if not token.mark]
    content = tuple(dict.fromkeys(token.stem for token in tokens if not token.small or token.stem == NEG))
    weak = bool(content) and all(stem in _WEAK or stem == NEG for stem in content)
    telling = weak or any(token.norm in _TELLING for token in tokens)
    few = len(content) < 2
    words = [token for token in tokens if (word_for_word and few) or token.norm not in _ARTICLES]
    while not (word_for_word or weak) and len(words) > 1 and words[0].norm in _LEADING:
        words = words[1:]
    enough = 1 if len(words) == 1 or (NEG in content and not telling) else 2
    if len(content) - (NEG in content) >= enough and not word_for_word:
        return content, False
    kept = tuple(token.stem for token in words) or tuple(token.stem for token in tokens)
    return kept, len(kept) > 1


def _only_word(phrase: str, stems: tuple[str, ...]) -> str:
    if len(stems) > 1 or stems[0] == NEG:
        return ""
    return next((token.norm for token in _read(phrase) if token.stem == stems[0]), "")


def _counts(phrase: str, stems: tuple[str, ...]) -> bool:
    """Whether a number in the phrase belongs to the very next word: "two stone", "five a day"."""
    return any(stem in NUMBERS for stem in stems) or (
        len(stems) == 2 and any(word in NUMBERS or word.isdigit() for word in phrase.split() if word != "a")
    )


class Lexicon:
    """All patterns of a knowledge base.

    Attributes:
        by_rarest: patterns by their least frequent stem.
        sites_by_rarest: body sites by theirs.
        stems: every stem of every phrase.
        words: every whole word of the phrases, with the kinds of the terms that use it.
    """

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Reads all phrases of a knowledge base."""
        self.patterns: list[Pattern] = []
        self.sites: list[Pattern] = []
        for term in knowledge.terms.values():
            two_in_one = term.kind == "medication" and " with " in term.name
            names = [] if two_in_one else [term.name]  # "I take losartan and hydrochlorothiazide" names two medicines
            self._add(self.patterns, term.id, term.kind, [*names, *term.phrases])
            self._add(self.patterns, term.id, term.kind, term.needs_site, needs_site=True)
            self._add(self.patterns, "", None, term.unlike, vetoes=term.id)
        for food in knowledge.foods.values():
            self._add(self.patterns, food.id, "food", [food.name, *food.phrases])
        for site in knowledge.body_sites.values():
            self._add(self.sites, site.id, None, [site.name, *site.phrases])
        self.eats = frozenset(term.id for term in knowledge.terms.values() if term.eats)
        self._parents = {term.id: term.is_a for term in knowledge.terms.values()}
        self.muscles = frozenset(site.id for site in knowledge.body_sites.values() if site.muscle)
        self.by_rarest, self.sites_by_rarest = index_by_rarest(self.patterns), index_by_rarest(self.sites)
        self.stems = frozenset(stem for pattern in [*self.patterns, *self.sites] for stem in pattern.stems)
        self.words = _words(knowledge)
        _read.cache_clear()

    @classmethod
    def kept(cls, knowledge: KnowledgeBase) -> Lexicon:
        """As made anew, for the knowledge base that seldom changes; see `bot.kept`."""
        return kept("lexicon", knowledge.fingerprint, __name__, partial(cls, knowledge))

    @staticmethod
    def _add(
        patterns: list[Pattern],
        id_: str,
        kind: Kind | None,
        phrases: Iterable[str],
        needs_site: bool = False,
        vetoes: str = "",
    ) -> None:
        for phrase in map(str, phrases):
            stems, ordered = phrase_stems(phrase, word_for_word=bool(vetoes))
            ordered = ordered or (len(stems) > 1 and _counts(phrase, stems))
            if stems and not (len(stems) == 1 and stems[0] in SMALL):
                aside = not ASIDES.isdisjoint(phrase.lower().split()[1:])
                word = _only_word(phrase, stems)
                patterns.append(Pattern(id_, kind, stems, needs_site, ordered, word, aside, vetoes))

    def is_kind_of(self, term: str, other: str) -> bool:
        """Whether a term is another one or below it."""
        return term == other or any(self.is_kind_of(parent, other) for parent in self._parents.get(term, ()))


def _words(knowledge: KnowledgeBase) -> dict[str, frozenset[str]]:
    """Every whole word of the phrases, with the kinds of the terms that use it."""
    words: dict[str, set[str]] = {}
    groups: list[tuple[str, Iterable[str]]] = [
        (term.kind, [*term.phrases, *term.needs_site, term.name]) for term in knowledge.terms.values()
    ]
    groups += [("food", [food.name, *food.phrases]) for food in knowledge.foods.values()]
    groups += [("site", site.phrases) for site in knowledge.body_sites.values()]
    for kind, phrases in groups:
        for phrase in phrases:
            for token in _read(str(phrase)):
                if token.norm.isalpha() and not token.small:
                    words.setdefault(token.norm, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in words.items()}


def index_by_rarest(patterns: list[Pattern]) -> dict[str, list[Pattern]]:
    """Patterns by their least frequent stem."""
    counts = Counter(stem for pattern in patterns for stem in pattern.stems)
    index: dict[str, list[Pattern]] = {}
    for pattern in dict.fromkeys(patterns):
        index.setdefault(min(pattern.stems, key=lambda stem: (stem == NEG, counts[stem])), []).append(pattern)
    return index
