"""Numbers in a message: how long, how often, how bad, how much, which way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bot.findings import Amount
from bot.nlu.line import Line
from bot.nlu.words import NUMBERS, words

NUMBER = (
    r"\d+(?:[.,]\d+)?|half(?: an?)?|(?:an? )?(?:quarter|third)(?: of)?(?: an?)?|an?(?= )|(?:a )?couple(?: of)?|"
    r"(?:a )?few|" + "|".join(word for word in NUMBERS if word not in {"a", "an", "couple", "few", "half"})
)
_UNIT_DAYS = {
    "hour": 1 / 24,
    "day": 1,
    "night": 1,
    "week": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
    "decade": 3650,
}
_UNIT = "|".join(_UNIT_DAYS)
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = words("""january february march april may june july august september october november december""")

_SPAN = re.compile(
    rf"\b(?P<lead>for|in|past|last|over|about|around|nearly|almost|since|within|of|the)?(?: (?:the|past|last|about|"
    rf"around|nearly|almost|over))* ?"
    rf"\b(?P<number>{NUMBER}) ?(?:and a half )?(?P<unit>{_UNIT})s?\b(?! ?-? ?(?:old|pregnant|postpartum|"
    rf"post))(?P<ago> ago| back)?"
)
_VAGUE = re.compile(rf"\b(?:for|in|over|past|last|off) (?:the |past |last |many |several )*(?P<unit>{_UNIT})s\b")
_FIXED = [
    (re.compile(rf"\b{pattern}\b"), days)
    for pattern, days in [
        ("(?:since )?yesterday", 1.0), ("(?:since )?last night", 1.0), ("since (?:this|the) morning", 0.5), ("all "
            "week", 7.0),
        ("(?:since )?last week", 7.0), ("(?:since )?last month", 30.0), ("(?:since )?last year", 365.0),
        ("(?:since )?this morning", 0.5),
        ("(?:since )?the weekend", 3.0), ("(?:since |all )this week", 4.0), ("all month", 30.0), ("all year",
        365.0), ("(?:last|past) fortnight", 14.0),
    ]
]  # fmt: skip
_WEEKDAY = re.compile(rf"\b(?:since|on|last|from) (?:last |on )?(?P<day>{'|'.join(_DAYS)})\b")
_MONTH = re.compile(rf"\b(?:since|in|last|from) (?P<month>{'|'.join(_MONTHS)})\b")
_YEAR = re.compile(r"\b(?:since|in|from) (?P<year>(?:19|20)\d\d)\b")

Name = Literal["duration_days", "frequency", "severity", "course", "onset", "amount", "rate"]
_WORDS: list[tuple[Name, str, str]] = [
    ("frequency", "constant", r"all the time|constant(?:ly)?|non ?-? ?stop|24 / 7|continuous(?:ly)?|all day(?: "
        r"long)?|never stops?"),
    ("frequency", "weekly", r"(?:every|each) (?:week|other (?:day|night)|few days|second (?:day|night)|couple of "
        r"days)|weekly|(?:once|twice|few times|couple of times|\d times|two times|three times) (?:a|per|each|"
        r"every) week"),
    ("frequency", "monthly", r"(?:every|each) month|monthly|(?:once|twice|few times) (?:a|per) month"),
    ("frequency", "daily", r"(?:every|each)(?: single)? (?:day|night|morning|evening)|daily|nightly|most (?:days|"
        r"nights|mornings|evenings)|(?:once|twice|many times|few times|\w+ times) (?:a|per|each) (?:day|night)"),
    ("frequency", "rare", r"rarely|once in a (?:blue moon|while)|now and (?:then|again)|occasional(?:ly)?|from "
        r"time to time|hardly ever|once in a while|few times a year"),
    ("severity", "severe", r"severe(?:ly)?|unbearable|unbearably|excruciating(?:ly)?|agon(?:y|ising|izing)|"
        r"extreme(?:ly)?|crippling|horrendous|intense(?:ly)?|the worst|worst|insanely|terrible|terribly"),
    ("severity", "moderate", r"moderate(?:ly)?"),
    ("severity", "mild", r"mild(?:ly)?|slight(?:ly)?|a (?:little )?bit|minor|a little"),
    ("course", "same", r"(?:not|no|never) (?:getting |any |got |been )*(?:better|worse|improving|change)|not "
        r"(?:changed|improved)|(?:the|about the|stayed the) same|unchanged"),
    ("course", "worse", r"(?:getting |got |gotten |becoming )?worse(?! (?:at|when|after|if|on|during|in the|with|"
        r"than|lying|by))|worsening|spreading|progressing|getting (?:more|bad)"),
    ("course", "better", r"(?:getting |got |feeling |a bit |much )better|improving|improved|easing(?: off)?|"
        r"settling"),
    ("onset", "sudden", r"sudden(?:ly)?|all of a sudden|out of nowhere|out of the blue|overnight|abrupt(?:ly)?"),
    ("onset", "gradual", r"gradual(?:ly)?|slowly|over time|crept up|bit by bit"),
]  # fmt: skip
_WORD_PATTERNS: list[tuple[Name, str, re.Pattern[str]]] = [
    (name, value, re.compile(rf"\b(?:{p})\b")) for name, value, p in _WORDS
]

MEASURES = {
    "mg": "mg", "milligram": "mg", "mcg": "mcg", "ug": "mcg", "µg": "mcg", "μg": "mcg", "microgram": "mcg",
    "g": "g", "gram": "g", "iu": "iu",
    "oz": "ounce", "ounce": "ounce",
    "ius": "iu", "ml": "ml", "litre": "litre", "liter": "litre", "l": "litre", "ui": "iu",
}  # fmt: skip
COUNTS = words(
    """cup mug glass bottle can tin pint shot portion serving slice tablet pill capsule gummy spoon teaspoon
    tablespoon unit drink cigarette cig pack handful bowl bar piece supplement product dose puff scoop sachet
    pot bag tub egg fillet rasher plate packet clove stalk glassful bowlful spoonful tbsp tbs tsp"""
)
_SAME_COUNT = {"supplement": "product", "cig": "cigarette", "glassful": "glass", "bowlful": "bowl", "spoonful": "spoon",
               "tbsp": "tablespoon", "tbs": "tablespoon", "tsp": "teaspoon"}  # fmt: skip
_COUNT = "|".join(COUNTS)
_PER = (
    r"(?: ?(?:,|-)? ?(?:(?P<times>once|twice|three times|\d times) )?(?P<per>daily|nightly|weekly|monthly|(?:a|an|"
    r"per|each|every|/) ?"
    r"(?:day|night|morning|evening|week|month)|in the (?:morning|evening)|at night|at bedtime))?"
)
_PER_PRESENT = r"(?= (?:a|per|each|every|daily|nightly) ?(?:day|night|morning|evening|week|month)?\b)"
_MEASURE = re.compile(rf"\b(?P<number>{NUMBER}|\d+(?:[.,]\d+)? ?k) ?(?P<unit>{'|'.join(MEASURES)})s?\b{_PER}")
_COUNTED = re.compile(
    rf"\b(?P<number>{NUMBER}) (?:(?<!\ba )(?<!\ban )(?!m?[gl] )\w+ )?(?P<unit>{_COUNT})(?:s|es|ies)?\b(?:"
    rf"(?: of)?(?: (?!a\b|per\b|each\b|every\b)\w+)?{_PER_PRESENT})?{_PER}"
)
PER_AFTER = re.compile(_PER.strip("?"))
_PERIODS = {"night": "day", "day": "day", "daily": "day", "nightly": "day", "morning": "day", "evening": "day",
    "bedtime": "day",
            "week": "week", "weekly": "week", "month": "month", "monthly": "month"}  # fmt: skip

_TIMES = re.compile(
    rf"\b(?P<times>once|twice|(?P<number>{NUMBER}) (?:times|days|nights|mornings))(?: or (?:twice|\w+ times))? "
    rf"(?:a|per|each|every) (?P<per>day|week|month)\b"
)
_EVERY = [
    (re.compile(rf"\b(?:{pattern})\b"), times)
    for pattern, times in [
        ("(?:every|each) (?:other|second) day|alternate days", 3.5),
        ("every (?:few|couple of) days|(?:on |at )?(?:the )?weekends?", 2.0),
        ("(?:every|each) (?:fortnight|other week|second week)|once a fortnight", 0.5),
    ]
]
_ON_DAYS = re.compile(rf"\b(?:on|every|each) (?:{'|'.join(_DAYS)})s?(?:(?: ,)?(?: and|,)? (?:{'|'.join(_DAYS)})s?)*\b")
_A_DAY = re.compile("|".join(_DAYS))


@dataclass(frozen=True)
class Detail:
    """One attribute in the message, by token indices. `ago` marks a point in the past, not a span that lasts."""

    name: Name
    value: Any
    first: int
    last: int
    ago: bool = False


def number(text: str) -> float:
    """The value of a number word or figure. "2,000" and "2.5k" are read as people mean them."""
    text = re.sub(r"^a (?=couple|few)| of$", "", text.strip())
    part = re.search(r"\b(?:half|quarter|third)\b", text)
    if part:
        return {"half": 0.5, "quarter": 0.25, "third": 1 / 3}[part[0]]
    if text in NUMBERS:
        return float(NUMBERS[text])
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text).replace(",", ".")
    return float(text[:-1]) * 1000 if text.endswith("k") else float(text)


def per(text: str | None) -> str | None:
    """The period in "a day", "nightly", "every week"; None where there is none."""
    return next((value for word, value in _PERIODS.items() if text and word in text), None)


def _durations(line: Line, today: date) -> Iterator[Detail]:
    for hit in line.find(_SPAN):
        lead, ago = hit.match["lead"], bool(hit.match["ago"])
        if hit.match["number"] in {"a", "an"} and not lead and not ago:
            continue
        yield Detail(
            "duration_days", number(hit.match["number"]) * _UNIT_DAYS[hit.match["unit"]], hit.first, hit.last, ago
        )
    for hit in line.find(_VAGUE):
        yield Detail("duration_days", 2.0 * _UNIT_DAYS[hit.match["unit"]], hit.first, hit.last)
    for pattern, days in _FIXED:
        for hit in line.find(pattern):
            yield Detail("duration_days", days, hit.first, hit.last, ago="since" not in hit.match[0])
    for hit in line.find(_WEEKDAY):
        days = (today.weekday() - _DAYS.index(hit.match["day"])) % 7 or 7
        yield Detail("duration_days", float(days), hit.first, hit.last, ago="since" not in hit.match[0])
    for hit in line.find(_MONTH):
        months = (today.month - 1 - _MONTHS.index(hit.match["month"])) % 12 or 12
        yield Detail("duration_days", months * 30.0, hit.first, hit.last, ago="since" not in hit.match[0])
    for hit in line.find(_YEAR):
        years = today.year - int(hit.match["year"])
        if years > 0:
            yield Detail("duration_days", years * 365.0, hit.first, hit.last, ago="since" not in hit.match[0])


def _amounts(line: Line) -> Iterator[Detail]:
    for hit in line.find(_MEASURE):
        unit = MEASURES[hit.match["unit"]]
        yield Detail("amount", Amount(number(hit.match["number"]), unit, per(hit.match["per"])), hit.first, hit.last)
    for hit in line.find(_COUNTED):
        unit = _SAME_COUNT.get(hit.match["unit"], hit.match["unit"])
        yield Detail("amount", Amount(number(hit.match["number"]), unit, per(hit.match["per"])), hit.first, hit.last)


def _rates(line: Line) -> Iterator[Detail]:
    """How many times a day, week or month."""
    for hit in line.find(_TIMES):
        said = {"once": 1.0, "twice": 2.0}.get(hit.match["times"]) or number(hit.match["number"])
        yield Detail("rate", (said, hit.match["per"]), hit.first, hit.last)
    for pattern, times in _EVERY:
        for hit in line.find(pattern):
            yield Detail("rate", (times, "week"), hit.first, hit.last)
    for hit in line.find(_ON_DAYS):
        yield Detail("rate", (float(len(_A_DAY.findall(hit.match[0]))), "week"), hit.first, hit.last)


def details(line: Line, today: date) -> list[Detail]:
    """Every attribute in the message, in order; where two overlap, the longer one."""
    found = [*_durations(line, today), *_amounts(line), *_rates(line)]
    for name, value, pattern in _WORD_PATTERNS:
        found.extend(Detail(name, value, hit.first, hit.last) for hit in line.find(pattern))
    chosen: list[Detail] = []
    for detail in sorted(found, key=lambda d: d.first - d.last):
        rivals = [d for d in chosen if d.first <= detail.last and detail.first <= d.last]
        if not any(_same_group(detail, rival) for rival in rivals):
            chosen.append(detail)
    return sorted(chosen, key=lambda d: d.first)


def _same_group(one: Detail, other: Detail) -> bool:
    timed = {"duration_days", "amount"}
    return one.name == other.name or {one.name, other.name} <= timed
