"""Corrects misspelt words to words of the lexicon, and never one drug to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.lexicon import Lexicon
from bot.nlu.text import LONGEST_WORD, Token, stem
from bot.nlu.words import CHAT, NEGATIONS, NUMBERS, PEOPLE, SMALL

COMMON_WORD = 20_000
"""How often a word of symspellpy's list must have been counted to be taken as meant."""

_INFLECTIONS = ("s", "ed", "ing", "y", "ness", "ly", "er", "ful", "al", "ish")

PRODUCTS = frozenset({"medication", "supplement"})


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Real English words, from symspellpy's frequency list."""
    lines = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").splitlines()
    pairs = (line.split() for line in lines)
    return frozenset(word for word, count in pairs if int(count) >= COMMON_WORD)


def _reach(length: int) -> int:
    """How many slips a word of this length may hold."""
    return 0 if length < 4 else 1 if length < 8 else 2


class Typos:
    """Corrects against one lexicon."""

    def __init__(self, lexicon: Lexicon, nutrients: Iterable[str] = ()) -> None:
        """Corrects to the words of the lexicon and of the names of nutrients."""
        self._stems = lexicon.stems
        self._kinds = lexicon.words
        everyday = {
            word for word in (*SMALL, *NEGATIONS, *NUMBERS, *PEOPLE, *CHAT.values()) if len(word) > 4 and word.isalpha()
        }
        named = {word for name in nutrients for word in name.split() if word.isalpha() and len(word) > 3}
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted({*lexicon.words, *everyday, *named}):
            self._by_letter.setdefault(word[0], []).append(word)
        self._known = frozenset({*lexicon.words, *named, *SMALL, *NEGATIONS, *NUMBERS, *PEOPLE, *CHAT, *CHAT.values()})
        self.correction = lru_cache(maxsize=20_000)(self._correction)

    def known(self, word: str) -> bool:
        """A word that is meant as it stands."""
        return (
            word in self._known
            or word in english_words()
            or (word.endswith(_INFLECTIONS) and stem(word) in self._stems)
        )

    def _correction(self, word: str) -> str | None:
        """The lexicon's word that a misspelt one means; None when it is a real word or nothing is near enough."""
        if not word.isalpha() or not word.isascii() or not 4 <= len(word) <= LONGEST_WORD or self.known(word):
            return None
        near = self._near(word, _reach(len(word)))
        if not near:
            return None
        near = [(candidate, distance) for candidate, distance in near if not self._risky(word, candidate, distance)]
        if not near:
            return None
        best = near[0][1]
        nearest = {stem(candidate): candidate for candidate, distance in near if distance == best}
        # A drug's name is corrected only when a single name is near: two names a letter apart are two drugs.
        if any(self._kinds.get(candidate, frozenset()) & PRODUCTS for candidate, _ in near):
            nearest = {stem(candidate): candidate for candidate, _ in near}
        return next(iter(nearest.values())) if len(nearest) == 1 else None

    def _risky(self, word: str, candidate: str, distance: int) -> bool:
        """Two slips in a drug's name are forgiven only in a long word that begins alike."""
        is_product = bool(self._kinds.get(candidate, frozenset()) & PRODUCTS)
        return is_product and distance > 1 and (len(word) < 9 or word[:2] != candidate[:2])

    def _near(self, word: str, reach: int) -> list[tuple[str, int]]:
        candidates: Iterable[str] = self._by_letter.get(word[0], ())
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=6)  # type: ignore[arg-type]
        return [(candidate, int(distance)) for candidate, distance, _ in found if _reach(len(candidate)) >= distance]

    def correct(self, tokens: Sequence[Token]) -> list[Token]:
        """The same tokens, misspelt ones with the corrected form and stem; offsets stay."""
        corrected = []
        for token in tokens:
            better = self.correction(token.norm) if not token.mark else None
            corrected.append(replace(token, norm=better, stem=stem(better)) if better else token)
        return corrected
