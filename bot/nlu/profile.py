"""Age and sex, as people state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.line import Line
from bot.nlu.quantities import NUMBER, number

_AGED = re.compile(
    rf"\b(?P<n>{NUMBER}) ?-? ?(?P<unit>year|month|week|day|yo|y ?/? ?o|y)s? ?-? ?(?:of age|old)?(?: ?-? "
    rf"?(?P<who>boy|girl|man|woman|male|female|lady|m|f)\b)?"
)
_OLD = re.compile(r"old|of age|yo$|o$|y ?/ ?o")
PERSON = (
    "(?:son|daughter|mum|mom|mother|dad|father|husband|wife|partner|boyfriend|girlfriend|kid|child|girl|boy|woman|man|"
    "lady|brother|sister|uncle|aunt|nephew|niece|gran|nan|grandma|grandad|baby|toddler|twin|friend|lad|little one)"
)
_I_AM = re.compile(
    rf"\b(?:(?:i|he|she|patient|who|{PERSON}) (?:am|is|' ?s)|(?<!at )(?<!from )(?<!since )(?:aged?|age :)|"
    r"am|turning|turned|just turned) (?:now |"
    r"only |nearly |almost |about )?"
    r"(?P<n>\d{1,3})\b(?! ?(?:week|month|day|hour|min|%|kg|stone|st|lb|pound|cm|mg|iu|cup|coffee|/|\.\d|time|unit|"
    r"g\b|ml|-? ?year|y\b|yo))"
)
_COMPACT = re.compile(
    r"\b(?:(?P<n>\d{1,2}) ?/? ?(?P<who>[mf]|am(?= (?:present|with|,|here)))|"
    r"(?P<who2>[mf]) ?/? ?(?P<n2>\d{1,2}))\b(?! ?(?:g|cg|"
    r"l)\b)"
)
_APPOSED = re.compile(rf"\b{PERSON} ?[,(] ?(?:aged )?(?P<n>\d{1, 2}) ?[,)]")
_BABY = re.compile(
    r"\b(?:(?<!at )age(?:d| :)?|(?:baby|newborn|infant|son|daughter|boy|girl|lad|little one) (?:is |, |\( ?)?"
    r"(?:aged? |only |just )?) ?"
    rf"(?P<n>{NUMBER}) ?(?P<unit>month|week|day)s?\b(?! (?:ago|early|later|after|pregnant|overdue))"
)
_I_AM_A = re.compile(r"\bi am (?:an? )?(?:\w+ ){0,4}?(?P<who>man|woman|male|female|bloke|guy|lad|girl|lady|lass)\b")
_MALE = {"boy", "man", "male", "m", "am", "bloke", "guy", "lad"}
_YEARS = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "day": 1 / 365}
OLDEST = 115


@dataclass(frozen=True)
class Trait:
    """A profile fact: its id, the years where it is an age, and the tokens that say it."""

    id: str
    first: int
    last: int
    years: float | None = None


def traits(line: Line) -> list[Trait]:
    """Age and sex that the message states, whoever they are of."""
    found: list[Trait] = []
    for trait in _all(line):
        if not any(trait.id == other.id and trait.first <= other.last and other.first <= trait.last for other in found):
            found.append(trait)
    return found


def _all(line: Line) -> Iterator[Trait]:
    for hit in line.find(_AGED):
        if _OLD.search(hit.match[0]) or hit.match["who"]:
            unit = hit.match["unit"] if hit.match["unit"] in _YEARS else "year"
            yield from _age(number(hit.match["n"]) * _YEARS[unit], hit.first, hit.last)
            yield from _sex(hit.match["who"], hit.last)
    for hit in line.find(_BABY):
        yield from _age(number(hit.match["n"]) * _YEARS[hit.match["unit"]], hit.first, hit.last)
    for hit in line.find(_I_AM):
        yield from _age(float(hit.match["n"]), hit.first, hit.last)
    for hit in line.find(_APPOSED):
        yield from _age(float(hit.match["n"]), hit.first, hit.last)
    for hit in line.find(_COMPACT):
        figure = hit.match["n"] or hit.match["n2"]
        if int(figure) >= 12:
            yield from _age(float(figure), hit.first, hit.last)
            yield from _sex(hit.match["who"] or hit.match["who2"], hit.last)
    for hit in line.find(_I_AM_A):
        yield from _sex(hit.match["who"], hit.last)


def _age(years: float, first: int, last: int) -> Iterator[Trait]:
    if not 0 <= years <= OLDEST:
        return
    yield Trait("age_years", first, last, round(years, 2))
    if years < 16:
        yield Trait("infant" if years < 1 else "child", first, last)


def _sex(word: str | None, place: int) -> Iterator[Trait]:
    if word:
        yield Trait("sex_male" if word in _MALE else "sex_female", place, place)
