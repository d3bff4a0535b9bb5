"""Whose each word is: the writer's, somebody else's, or nobody's in particular."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.line import Line
from bot.nlu.quantities import NUMBER, number
from bot.nlu.text import Token
from bot.nlu.words import JOINTS, PEOPLE, VERBS, words

MALE = frozenset(
    words(
        """dad father brother grandad grandpa grandfather uncle husband boyfriend man gentleman male nephew son boy
        grandson bf hubby fiance he his him himself"""
    )
)
FEMALE = frozenset(
    words(
        """mum mother sister gran nan nana granny grandma grandmother aunt auntie aunty wife girlfriend woman lady
        female niece daughter girl granddaughter gf she her hers herself"""
    )
)
_PRONOUNS = frozenset(words("he his him himself she her hers herself"))
_GENERIC = frozenset(
    words("man woman lady gentleman male female patient boy girl child infant baby toddler teenager newborn mother")
)
_BABIES = frozenset(words("baby newborn infant toddler"))
_ENDS_PHRASE = frozenset(["i", "and", ",", "am", "my", "our", "his", "her", "their"])
_CROWD = frozenset(words("people vegans family parents someone somebody relative cousin friend mate twins"))
"""Hardly ever the one a talk is about when only a relative's word stands there; "a friend" needs more."""

_ROLES = frozenset(words("doctor gp nurse pharmacist consultant dietitian physio dentist specialist"))
_TAKES = frozenset(words("take taking eat eating drink drinking swallow swallowed use used using borrowed"))
_OWNERS = frozenset(["my", "our", "his", "her", "their", "the"])
_MINE = frozenset(words("on do am take have feel get eat drink not no never also got tired smoke"))
"""Openings of a list item that drops the "I": an aside about a relative ends there."""

_AGED = re.compile(
    rf"^(?:my|our|an?|this|the) (?:\w+ ){{0,2}}?(?P<n>{NUMBER})(?: -| )*(?:yo\b|"
    r"(?P<unit>year|month|week|day)s?(?: -| )*old\b)"
)
_SPEAKS = re.compile(
    r"^(?:(?:am|was|have|had|do|did|just|really|also|not|would|can|could|should|will|only|so|very|got|been|must|"
    r"always|bit|a|keep|still|now) )*(?:think|thought|notic|see\b|saw|know|knew|believ|worr|scared|concern|afraid|"
    r"ask|writ|wonder|guess|hope|giv|gave|feed|fed\b|breast|nurs|tell|told|sa[iy]|found|call|read|heard|help|sure|"
    r"mean|look(?:ing)? after|suspect|watch|her\b|his\b|(?:need|want)(?:ed)? to (?:give|know|help|ask)|"
    r"(?:take|put|start(?:ed)?|bring|brought) (?:him|her|my)\b|"
    r"(?:get|lift|hold|keep|press|rouse|wake|hear) (?:him|her|it|any|the)\b)"
)
"""What an "I" does that says nothing of the writer's body: "I think he ...", "can I give her ..."."""

_FAMILY = re.compile(r"^family history\b")
_RUNS = re.compile(r"\b(?:runs?|common) in (?:the|my|our|his|her) family\b|\bin (?:my|our) family\b")


@dataclass(frozen=True)
class Person:
    """Who, and the word that said so.

    Attributes:
        subject: "self", "child", "other" or "pet"; empty where the words name nobody.
        aside: mentioned only beside another person ("her mother"), never the one a talk is about.
    """

    subject: str = "self"
    word: str = ""
    aside: bool = False

    @property
    def other(self) -> bool:
        """Somebody else than the writer."""
        return self.subject not in {"self", ""}


SELF = Person()
UNSAID = Person("")
FAMILY = Person("other", "family", aside=True)


def owners(line: Line) -> list[Person]:
    """For each token the person it is said of. A new sentence starts with nobody until it names somebody."""
    tokens = line.tokens
    found: list[Person] = []
    known: list[Person] = []
    person = UNSAID
    said = {token.norm for token in tokens}
    writer_speaks = bool(said & {"i", "my", "me"}) or not said & (_PRONOUNS | {"presents", "presented", "presenting"})
    leads = any(_named(tokens, place) for place in range(min(8, len(tokens))))
    for place, token in enumerate(tokens):
        if place and token.sentence != tokens[place - 1].sentence:
            person = UNSAID
        named = _named(tokens, place) or _announced(line, place)
        if named:
            headline = writer_speaks and _is_headline(tokens, place, named)
            person = SELF if headline else _met(named, known)
        elif token.norm in _PRONOUNS:
            person = _meant(tokens, place, known) or person
        elif token.norm == "family" and _FAMILY.match(line.words(place, place + 1)):
            person = FAMILY
        elif token.norm in {"me", "myself", "mine", "my"} or (
            token.norm == "i" and not _SPEAKS.match(line.words(place + 1, place + 6))
        ):
            person = SELF
        elif person.other and not leads and token.norm in _MINE and tokens[place - 1].norm in JOINTS:
            person = UNSAID
        found.append(person)
    for hit in line.find(_RUNS):
        clause = tokens[hit.first].clause
        found = [FAMILY if t.clause == clause else p for t, p in zip(tokens, found, strict=True)]
    return found


def sex_of(word: str) -> str | None:
    """`sex_male` or `sex_female` as the word for a person says, or None."""
    return "sex_male" if word in MALE else "sex_female" if word in FEMALE else None


def _named(tokens: Sequence[Token], place: int) -> Person | None:
    """The person that a word names, or None."""
    word = tokens[place].norm if tokens[place].norm in PEOPLE else tokens[place].norm.rstrip("s")
    if word not in PEOPLE or _lends(tokens, place):
        return None
    before = [t.norm for t in tokens[max(0, place - 8) : place] if t.sentence == tokens[place].sentence]
    near = before[-5:]
    if {"breastfeeding", "nursing"} & set(before[-3:]) or near[-1:] in (["like"], ["than"], ["with"], ["after"]):
        return None
    owned = near[-1:] == ["whose"] or any(word in {"his", "her", "their"} for word in near[-2:])
    owned = owned or near[-1:] == ["'s"] or near[-2:] == ["'", "s"]
    if word in _GENERIC and not owned and not set(before) & {"my", "our"}:
        if {"am", "as", "being"} & set(near) or (near[-1:] == ["a"] and near[-2:-1] == ["i"]):
            return None
        if not {"a", "an", "this", "the", "old"} & set(near) and not (word in _BABIES and len(before) < 2):
            return None
    elif before and not owned and not set(before[-7:]) & _OWNERS:
        gave_birth = PEOPLE[word] == "child" and {"have", "got"} & set(near)
        if not gave_birth and word not in {"mum", "dad", "gran", "nan", "grandma", "grandad", "hubby"}:
            return None
    return Person(PEOPLE[word], word, aside=owned or (word in _CROWD and word not in {"friend", "mate", "cousin"}))


def _announced(line: Line, place: int) -> Person | None:
    """The person that "my 70-year-old ..." or "a 48-year-old ..." leads to, before the word for the person comes."""
    tokens = line.tokens
    if tokens[place].norm not in {"my", "a", "an", "our", "this", "the"}:
        return None
    for following in range(place + 1, min(place + 9, len(tokens))):
        token = tokens[following]
        if token.sentence != tokens[place].sentence or token.norm in VERBS or token.norm in _ENDS_PHRASE:
            break
        named = _named(tokens, following)
        if named:
            return named
    aged = _AGED.match(line.words(place, place + 8))
    if not aged or (place and tokens[place - 1].norm in {"am", "as", "was", "like", "than"}):
        return None
    return Person("child" if aged["unit"] in {"month", "week", "day"} or number(aged["n"]) < 18 else "other", "")


def _is_headline(tokens: Sequence[Token], place: int, named: Person) -> bool:
    """ "44 year old man, lost my job": without an article and told in no third person, that is the writer."""
    opening = {token.norm for token in tokens[: place + 1]}
    return named.word in _GENERIC - _BABIES and place < 8 and not opening & {"a", "an", "the", "this", "my", "our"}


def _lends(tokens: Sequence[Token], place: int) -> bool:
    """ "He took his nan's tramadol" is not said of the nan."""
    owns = place + 1 < len(tokens) and tokens[place + 1].norm.startswith("'")
    return owns and any(token.norm in _TAKES for token in tokens[max(0, place - 6) : place])


def _met(named: Person, known: list[Person]) -> Person:
    """The person already spoken of that a word means, else a new one: "my husband ... the patient ... the man"."""
    for person in known:
        if named.aside != person.aside or not _agree(named.word, person.word):
            continue
        same = named.word == person.word or {named.word, person.word} & _GENERIC or not named.word or not person.word
        if same and (named.subject == person.subject or named.word in _GENERIC or not person.word):
            return person
    known.append(named)
    return named


def _meant(tokens: Sequence[Token], place: int, known: list[Person]) -> Person | None:
    """Whom a "he" or "her" means: the one last met, first among those the talk may be about; a doctor is nobody."""
    word = tokens[place].norm
    fits = [person for person in known if person.other and _agree(word, person.word)]
    main = [person for person in fits if not person.aside and person.word not in _CROWD] or fits
    if main:
        return main[-1]
    if any(token.norm in _ROLES for token in tokens[:place]):
        return None
    known.append(Person("other", "he" if word in MALE else "she"))
    return known[-1]


def _agree(word: str, other: str) -> bool:
    sexes = {sex for sex in (sex_of(word), sex_of(other)) if sex}
    return len(sexes) < 2
