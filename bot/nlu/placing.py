"""Lays the words of one phrase over a message: how far apart they may stand, and what may stand between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from bot.nlu.lexicon import ASIDES, Pattern
from bot.nlu.text import NEG, Token, same_thing, same_word
from bot.nlu.words import JOINTS, NUMBERS, VERBS

LARGEST_GAP = 2
"""Other content words that may stand between the words of a phrase."""

_LOOSE = frozenset({"symptom", None})
"""Kinds whose words come in any order with others between; habits, medicines and illnesses are named as they are."""

_BEING = frozenset(["is", "are", "was", "were", "am", "has", "have", "do", "does", "s", "'s"])
_PREPOSITIONS = frozenset(["in", "on", "under", "over", "around", "of", "inside", "behind"])

MOST_PLACES = 6
"""Places of one stem that are tried, so that a message of one repeated word stays cheap."""


@dataclass(frozen=True)
class Match:
    """A phrase in the message: the tokens that belong to it, in order, and what stands between them."""

    pattern: Pattern
    places: tuple[int, ...]
    gap: int
    confidence: float = 1.0

    @property
    def first(self) -> int:
        """Index of the first token."""
        return self.places[0]

    @property
    def last(self) -> int:
        """Index of the last token."""
        return self.places[-1]

    @property
    def negates_itself(self) -> bool:
        """The phrase carries its own negation ("no energy")."""
        return self.pattern.negated


def lay(
    tokens: Sequence[Token], pattern: Pattern, rarest: str, places: dict[str, list[int]], sites: frozenset[int]
) -> list[Match]:
    """The best way to lay a pattern around each place of its rarest stem."""
    found = []
    for anchor in places[rarest][: MOST_PLACES * 4]:
        said = tokens[anchor].norm
        if pattern.word and not _is_form(pattern, said):
            continue
        clause = tokens[anchor].clause
        choices = []
        for stem in pattern.stems:
            near = [p for p in places[stem] if tokens[p].clause == clause] if stem != rarest else [anchor]
            choices.append(sorted(near, key=lambda p: abs(p - anchor))[: MOST_PLACES if len(pattern.stems) < 4 else 2])
        best: Match | None = None
        for spots in product(*choices):
            if len(set(spots)) < len(spots) or (pattern.ordered and list(spots) != sorted(spots)):
                continue
            if pattern.negated and not _negation_leads(pattern, spots):
                continue
            gap = _gap(tokens, sorted(spots), sites, pattern)
            reversed_ = list(spots) != sorted(spots) and max(spots) - min(spots) >= len(spots)
            if (reversed_ and pattern.kind == "diet_habit") or (
                gap and pattern.kind not in _LOOSE and (list(spots) != sorted(spots) or _counts(tokens, spots))
            ):
                continue
            if gap is not None and gap <= LARGEST_GAP + 1 and (best is None or gap < best.gap):
                best = Match(pattern, tuple(sorted(spots)), gap)
        if best:
            found.append(best)
    return found


def _is_form(pattern: Pattern, said: str) -> bool:
    """Whether a word is a form of the pattern's only one."""
    if pattern.vetoes:
        return said == pattern.word
    return (same_thing if pattern.kind == "food" else same_word)(pattern.word, said)


def _counts(tokens: Sequence[Token], spots: tuple[int, ...]) -> bool:
    """Whether a number stands between the words: "legs … over 4 days" is no leg day."""
    return any(tokens[i].norm[0].isdigit() or tokens[i].norm in NUMBERS for i in range(min(spots) + 1, max(spots)))


def _negation_leads(pattern: Pattern, spots: tuple[int, ...]) -> bool:
    negation = spots[pattern.stems.index(NEG)]
    if pattern.stems[-1] == NEG:  # "better off without me"
        return negation == max(spots)
    return any(spot > negation for spot in spots)


def _denies(tokens: Sequence[Token], place: int) -> bool:
    """A "not" that denies the phrase from inside: "my periods aren't heavy"."""
    return tokens[place].norm == "not" and tokens[place - 1].norm in _BEING


def _gap(tokens: Sequence[Token], spots: list[int], sites: frozenset[int], pattern: Pattern) -> int | None:
    """Content words between the words of a phrase; None when they do not belong together."""
    between = [i for i in range(spots[0] + 1, spots[-1]) if i not in spots]
    content = [i for i in between if not tokens[i].small and i not in sites]
    largest = 1 if pattern.vetoes else 0 if pattern.ordered else LARGEST_GAP
    if len(content) > largest or len(between) > 8 + 2 * len(spots):
        return None
    aside = pattern.aside and any(tokens[i].norm in ASIDES for i in between)
    if aside or tokens[spots[0]].segment == tokens[spots[-1]].segment:
        denied = any(tokens[i].stem == NEG and not _denies(tokens, i) for i in between)
        return None if denied or (pattern.negated and any(tokens[i].stem == NEG for i in between)) else len(content)
    joint = next(
        (i for i in between if tokens[i].segment != tokens[spots[0]].segment or tokens[i].norm in JOINTS), spots[-1]
    )
    verb_before = any(tokens[i].norm in VERBS for i in between if i < joint)
    new_subject = any(
        tokens[i].norm == "i"
        or tokens[i].stem == NEG
        or (tokens[i].norm == "my" and tokens[i - 1].norm not in _PREPOSITIONS)
        for i in between if i >= joint
    )  # fmt: skip
    settled = spots[0] in sites and any(tokens[i].norm in _PREPOSITIONS for i in range(max(0, spots[0] - 2), spots[0]))
    site_between = any(i in sites for i in between)
    comma = any(tokens[i].norm == "," for i in between)
    # "no meat, fish" lists what is not eaten; "no coffee, sleep fine" says two things.
    listed = tokens[spots[0]].stem == NEG and (pattern.kind == "diet_habit" or not content)
    if comma and not listed and not sites & set(spots):
        return None
    if len(content) > 1 or verb_before or new_subject or settled or (content and site_between):
        return None
    return len(content) + 1
