"""Whose each word is: the writer's, somebody else's, or nobody's in particular."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu import people_cues as cues
from bot.nlu.line import Line
from bot.nlu.numerals import number
from bot.nlu.text import Token
from bot.nlu.words import JOINTS, PEOPLE, VERBS


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
    writer_speaks = bool(said & cues.FIRST_PERSON) or not said & (
        cues.PRONOUNS | {"presents", "presented", "presenting"}
    )
    leads = any(_named(tokens, place) for place in range(min(8, len(tokens))))
    for place, token in enumerate(tokens):
        if place and token.sentence != tokens[place - 1].sentence:
            person = UNSAID
        named = _named(tokens, place) or _announced(line, place)
        if named and cues.REPORTS.match(line.words(place + 1, place + 5)):
            _met(named, known)
        elif named:
            headline = writer_speaks and _is_headline(tokens, place, named)
            person = SELF if headline else _met(named, known)
        elif token.norm in cues.PRONOUNS:
            person = _meant(tokens, place, known) or person
        elif token.norm == "family" and cues.FAMILY.match(line.words(place, place + 1)):
            person = FAMILY
        elif (token.norm in {"me", "myself", "mine", "my"} and tokens[place - 1].norm != "of") or (
            token.norm == "i" and not cues.SPEAKS.match(line.words(place + 1, place + 6))
        ):
            person = SELF
        elif person.other and not leads and token.norm in cues.MINE and tokens[place - 1].norm in JOINTS:
            person = UNSAID
        found.append(person)
    for hit in line.find(cues.RUNS):
        clause = tokens[hit.first].clause
        found = [FAMILY if t.clause == clause else p for t, p in zip(tokens, found, strict=True)]
    return found


def sex_of(word: str) -> str | None:
    """`sex_male` or `sex_female` as the word for a person says, or None."""
    return "sex_male" if word in cues.MALE else "sex_female" if word in cues.FEMALE else None


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
    if word in cues.GENERIC and not owned and not set(before) & {"my", "our"}:
        if {"am", "as", "being"} & set(near) or (near[-1:] == ["a"] and near[-2:-1] == ["i"]):
            return None
        if not {"a", "an", "this", "the", "old"} & set(near) and not (word in cues.BABIES and len(before) < 2):
            return None
    elif before and not (owned or set(before[-7:]) & cues.OWNERS or (word in cues.CROWD and before[-1] in cues.ONE)):
        gave_birth = PEOPLE[word] == "child" and {"have", "got"} & set(near)
        if not gave_birth and word not in {"mum", "dad", "gran", "nan", "grandma", "grandad", "hubby"}:
            return None
    return Person(PEOPLE[word], word, aside=owned or word in cues.CROWD - cues.ACQUAINTANCES)


def _announced(line: Line, place: int) -> Person | None:
    """The person that "my 70-year-old ..." or "a 48-year-old ..." leads to, before the word for the person comes."""
    tokens = line.tokens
    if tokens[place].norm not in {"my", "a", "an", "our", "this", "the"}:
        return None
    for following in range(place + 1, min(place + 9, len(tokens))):
        token = tokens[following]
        if token.sentence != tokens[place].sentence or token.norm in VERBS or token.norm in cues.ENDS_PHRASE:
            break
        named = _named(tokens, following)
        if named:
            return named
    aged = cues.AGED.match(line.words(place, place + 8))
    if not aged or (place and tokens[place - 1].norm in {"am", "as", "was", "like", "than"}):
        return None
    return Person("child" if aged["unit"] in {"month", "week", "day"} or number(aged["n"]) < 18 else "other", "")


def _is_headline(tokens: Sequence[Token], place: int, named: Person) -> bool:
    """ "44 year old man, lost my job": without an article and told in no third person, that is the writer."""
    opening = {token.norm for token in tokens[: place + 1]}
    return (
        named.word in cues.GENERIC - cues.BABIES and place < 8 and not opening & {"a", "an", "the", "this", "my", "our"}
    )


def _lends(tokens: Sequence[Token], place: int) -> bool:
    """ "He took his nan's tramadol" is not said of the nan."""
    owns = place + 1 < len(tokens) and tokens[place + 1].norm.startswith("'")
    return owns and any(token.norm in cues.TAKES for token in tokens[max(0, place - 6) : place])


def _met(named: Person, known: list[Person]) -> Person:
    """The person already spoken of that a word means, else a new one: "my husband ... the patient ... the man"."""
    for person in known:
        if named.aside != person.aside or not _agree(named.word, person.word):
            continue
        same = (
            named.word == person.word or {named.word, person.word} & cues.GENERIC or not named.word or not person.word
        )
        same = same or (person.word in cues.PRONOUNS and not named.aside)
        if same and (named.subject == person.subject or named.word in cues.GENERIC or not person.word):
            return person
    known.append(named)
    return named


def _meant(tokens: Sequence[Token], place: int, known: list[Person]) -> Person | None:
    """Whom a "he" or "her" means: the one last met, first among those the talk may be about; a doctor is nobody."""
    word = tokens[place].norm
    fits = [person for person in known if person.other and _agree(word, person.word)]
    main = [person for person in fits if not person.aside and person.word not in cues.CROWD] or fits
    if main:
        return main[-1]
    if any(token.norm in cues.ROLES for token in tokens[:place]):
        return None
    known.append(Person("other", "he" if word in cues.MALE else "she"))
    return known[-1]


def _agree(word: str, other: str) -> bool:
    sexes = {sex for sex in (sex_of(word), sex_of(other)) if sex}
    return len(sexes) < 2
