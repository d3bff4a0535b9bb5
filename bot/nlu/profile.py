"""Age and sex, as people state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.line import Line
from bot.nlu.numerals import NUMBER, number

OLDEST = 115
YOUNGEST_BARE = 12
"""A number without "years old" is an age from here on, or beside a word for a child."""

_MALE = frozenset(
    "boy man male m am bloke guy lad gent gentleman widower father dad grandad bachelor chap dude".split()
)
_FEMALE = frozenset("girl woman female f lady lass widow mother mum grandma housewife mama gal".split())
_WHO = "|".join(sorted((_MALE | _FEMALE) - {"am"}, key=len, reverse=True))
_CHILDREN = (
    "son|daughter|kid|child|toddler|baby|newborn|infant|girl|boy|lad|lass|little one|twin|grandson|granddaughter|niece|"
    "nephew"
)
PERSON = (
    rf"(?:{_CHILDREN}|mum|mother|dad|father|husband|wife|partner|boyfriend|girlfriend|woman|man|lady|brother|sister|"
    r"uncle|aunt|gran|nan|nana|grandma|grandad|grandmother|grandfather|friend|hubby|widower|widow|roommate|flatmate|"
    r"law)s?"
)
_UNIT = r"(?P<unit>year|month|week|day|yo|y ?/? ?o|y)s?"
_NOT_YEARS = (
    r"(?! ?(?:week|month|day|hour|min|%|kg|kilo|stone|st\b|lb|pound|cm|mg|mcg|ml|iu|cup|coffee|pint|unit|cal|/|:|"
    r"\.\d|time|x\b|g\b|percent|degree|tablet|pill|am\b|pm\b|km|mile|ft\b|foot))"
)
_BARE = r"(?<![\d.,/] )(?P<n>\d{1,3})\b" + _NOT_YEARS
_AGED = re.compile(rf"\b(?P<n>{NUMBER}) ?-? ?{_UNIT} ?-? ?(?:of age|old)?(?: ?-? ?(?P<who>{_WHO})\b)?")
_OLD = re.compile(r"old|of age|yo$|o$|y ?/ ?o")
_BABY = re.compile(
    rf"\b(?:(?<!at )age(?:d| :)?|(?:{_CHILDREN})(?: ' ?s)? (?:is |, |\( ?)?(?:aged? |only |just |now )?) ?"
    rf"(?P<n>{NUMBER}) ?{_UNIT}(?: old)?\b(?! (?:ago|early|later|after|pregnant|overdue|premature))"
)
_NO_UNIT = r"(?! ?-? ?(?:year|y\b|yo))"
_NOW = "(?:now |only |nearly |almost |about |just |turning |turned )*"
_STATED = [
    re.compile(rf"\b(?:i|he|she|patient|who|{PERSON})(?: am| is| ' ?s| s|) {_NOW}{_BARE}{_NO_UNIT}"),
    re.compile(
        rf"(?:(?<!at )(?<!from )(?<!since )\baged?(?: :| is)?|\b(?:am|im|turning|just turned)) {_NOW}{_BARE}{_NO_UNIT}"
    ),
    re.compile(r"\bborn (?P<n>\d{1,2}) years ago\b|, (?:he |she )?is (?P<is>\d{1,2})(?= and\b| [,.])"),
]
"""An age with a verb."""

_AFTER_AGE = r"(?:present|with|known|hx|came|here|[chk] / [co]|[,.;)!])"
_AS_A_LABEL = [
    re.compile(rf"\b(?P<who>{_WHO})(?: of| ,| /| \(|) {_BARE}"),
    re.compile(rf"\b(?P<n>\d{{1,2}}) ?,? ?/? ?(?P<who>m|f|male|female|am(?= {_AFTER_AGE}|$))\b(?! ?(?:g|cg|l)\b)"),
    re.compile(r"\b(?P<who>[mf]) ?/? ?(?P<n>\d{1,2})\b"),
    re.compile(rf"\b{PERSON} ?[,(:] ?(?:aged? |is )?(?P<n>\d{{1,2}}) ?[,).;]"),
    re.compile(
        r"(?:^|[.!?(] |(?<!\d )(?<!kids )(?<!children ), |\bi am [^.,]{0,30}, |\babout : |\bme[,:] )(?P<n>[1-9]\d)"
        r"(?= [.,;!)]| now\b| and | here\b|$)"
    ),
]
"""A bare number where an age stands: "F, 27", "widower, 78, living alone", "31 now"."""

_WEEKS_GONE = re.compile(
    r"(?:^|[.,(] )(?:am )?(?P<n>1[2-9]|2\d|3\d|4[01]) weeks?(?: \+ ?\d)?(?= [.,)]| and\b| with twins\b|$)|"
    r"\bi (?:am|' m) (?:now |about |nearly |only )?(?:[5-9]|[1-3]\d|4[01]) weeks?(?: \+ ?\d)?"
    r"(?= [.,)]| and\b| with\b|$)"
)
_SEX = re.compile(
    rf"\b(?:i am|i ' m|as|being|patient is|"
    rf"(?<!like )(?<!is )(?<!of )an?) (?:an? )?(?:[\w-]+ (?:- )?){{0,4}}?(?P<who>{_WHO})\b(?! (?:friend|doctor|gp|"
    rf"pattern))|(?:^|[.] |\bsex (?:: )?|\bgender (?:: )?)(?:\w+ )?(?P<lead>widower|widow|male|female|bloke|guy|"
    rf"lad)\b"
)
_YEARS = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "day": 1 / 365}
_SAYS_CHILD = re.compile(rf"\b(?:{_CHILDREN})s?\b|\b(?:my|our|a) \d+ (?:- )?(?:year|yr|yo)")
_CHILD_UNTIL, _INFANT_UNTIL = 16, 2


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
    child = bool(_SAYS_CHILD.search(line.text))
    for hit in line.find(_AGED):
        if _OLD.search(hit.match[0]) or hit.match["who"]:
            unit = hit.match["unit"] if hit.match["unit"] in _YEARS else "year"
            yield from _age(number(hit.match["n"]) * _YEARS[unit], hit.first, hit.last, child or unit != "year")
            yield from _sex(hit.match["who"], hit.last)
    for hit in line.find(_BABY):
        unit = hit.match["unit"] if hit.match["unit"] in _YEARS else "year"
        yield from _age(number(hit.match["n"]) * _YEARS[unit], hit.first, hit.last, child)
    for pattern in (*_STATED, *_AS_A_LABEL):
        for hit in line.find(pattern):
            years = float(hit.match["n"] or hit.match["is"])
            if years >= YOUNGEST_BARE or child or pattern in _STATED:
                yield from _age(years, hit.first, hit.last, child)
                yield from _sex(hit.match.groupdict().get("who"), hit.last)
    for hit in line.find(_WEEKS_GONE):
        yield Trait("pregnant", hit.first, hit.last)
    for hit in line.find(_SEX):
        yield from _sex(hit.match["who"] or hit.match["lead"], hit.last)


def _age(years: float, first: int, last: int, child: bool) -> Iterator[Trait]:
    if not 0 <= years <= OLDEST:
        return
    yield Trait("age_years", first, last, round(years, 2))
    if years < _CHILD_UNTIL and child:
        yield Trait("infant" if years < _INFANT_UNTIL else "child", first, last)


def _sex(word: str | None, place: int) -> Iterator[Trait]:
    if word:
        yield Trait("sex_male" if word in _MALE else "sex_female", place, place)
