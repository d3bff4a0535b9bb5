"""Whom a statement is about, and whom the whole message is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.text import Token
from bot.nlu.words import JOINTS, PEOPLE, VERBS, words

MALE = frozenset(
    words(
        """dad father brother grandad grandpa grandfather uncle husband boyfriend man gentleman male nephew son boy
        grandson bf hubby fiance he"""
    )
)
FEMALE = frozenset(
    words(
        """mum mother sister gran nan nana granny grandma grandmother aunt auntie aunty wife girlfriend woman lady
        female niece daughter girl granddaughter gf she"""
    )
)
_GENERIC = frozenset(
    words("""man woman lady gentleman male female patient boy girl child infant baby toddler teenager newborn""")
)
_OWNERS = frozenset(["my", "our", "his", "her", "their", "the"])
_MINE = frozenset(words("on do am take have feel get eat drink not no never also got tired smoke"))
"""Openings of a list item that drops the "I": an aside about a relative ends there."""

_FAMILY = re.compile(r"\b(?:family history of|runs in (?:the|my|our) family|in my family)\b")


@dataclass(frozen=True)
class Person:
    """Who: "self", "child" or "other", and the word that said so."""

    subject: str = "self"
    word: str = ""

    @property
    def other(self) -> bool:
        """Somebody else than the writer."""
        return self.subject != "self"


SELF = Person()


def person_named(tokens: Sequence[Token], place: int) -> Person | None:
    """The person that a word names, or None."""
    word = tokens[place].norm.rstrip("s") if tokens[place].norm not in PEOPLE else tokens[place].norm
    if word not in PEOPLE:
        return None
    before = [t.norm for t in tokens[max(0, place - 8) : place] if t.sentence == tokens[place].sentence]
    if word in _GENERIC and not set(before) & {"my", "our"}:
        if {"i", "am", "as", "being"} & set(before) or not {"a", "an", "this", "the"} & set(before):
            return None
    elif (
        before
        and not set(before[-7:]) & _OWNERS
        and word not in {"mum", "dad", "gran", "nan", "grandma", "grandad", "hubby"}
    ):
        return None
    if (before and before[-1] in {"like", "than", "breastfeeding", "nursing", "with", "after", "for"}) or {
        "breastfeeding",
        "nursing",
    } & set(before[-3:]):
        return None
    return Person(PEOPLE[word], word)


def experiencer(tokens: Sequence[Token], place: int) -> Person:
    """The person that the word at `place` is said of."""
    sentence = tokens[place].sentence
    person = SELF
    earlier = SELF
    leads = any(person_named(tokens, i) for i in range(min(8, len(tokens))))
    for token in tokens[: place + 1]:
        if token.sentence > sentence:
            break
        if token.index and token.sentence != tokens[token.index - 1].sentence:
            earlier, person = (person if person.other else earlier), SELF
        named = person_named(tokens, token.index) or _announced(tokens, token.index)
        if named:
            person = named
        elif token.norm in {"he", "she", "his", "her", "him"} and not person.other:
            person = (
                earlier if earlier.other else Person("other", "he" if token.norm in {"he", "his", "him"} else "she")
            )
        elif (
            (
                person.other
                and token.index
                and tokens[token.index - 1].norm in JOINTS
                and token.norm in _MINE
                and not leads
            )
            or token.norm in {"i", "me", "myself"}
            or (token.norm == "my" and not _person_follows(tokens, token.index))
        ):
            person = SELF
    if not person.other:
        words = " ".join(t.norm for t in tokens if t.sentence == sentence)
        if _FAMILY.search(words):
            return Person("other", "family")
    return person


def _announced(tokens: Sequence[Token], place: int) -> Person | None:
    """The person that "my 70-year-old ..." or "a 48-year-old ..." leads to, before the word for the person comes."""
    if tokens[place].norm not in {"my", "a", "an", "our"}:
        return None
    for following in range(place + 1, min(place + 9, len(tokens))):
        token = tokens[following]
        if token.sentence != tokens[place].sentence or token.norm in VERBS or token.norm in {"i", "and", ",", "am"}:
            return None
        named = person_named(tokens, following)
        if named:
            return named
    return None


def _person_follows(tokens: Sequence[Token], place: int) -> bool:
    return any(
        t.norm in PEOPLE or t.norm.rstrip("s") in PEOPLE
        for t in tokens[place + 1 : place + 7]
        if t.sentence == tokens[place].sentence and t.norm != "i"
    )


def sex_of(word: str) -> str | None:
    """`sex_male` or `sex_female` as the word for a person says, or None."""
    return "sex_male" if word in MALE else "sex_female" if word in FEMALE else None
