"""How long: "for two weeks", "since Tuesday", "three and a half years", "since 2019"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.nlu.line import Hit, Line
from bot.nlu.numerals import NUMBER, number
from bot.nlu.words import words

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
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = words("""january february march april may june july august september october november december""")

_SPAN = re.compile(
    rf"\b(?P<lead>for|in|past|last|over|about|around|nearly|almost|since|within|of|the)?(?: (?:the|past|last|about|"
    rf"around|nearly|almost|over))* ?"
    rf"\b(?P<number>{NUMBER}) ?(?P<half>and a half )?(?P<unit>{_UNIT})s?\b(?! ?-? ?(?:old|pregnant|postpartum|"
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
_WEEKDAY = re.compile(rf"\b(?:since|on|last|from) (?:last |on )?(?P<day>{'|'.join(DAYS)})\b")
_MONTH = re.compile(rf"\b(?:since|in|last|from) (?P<month>{'|'.join(_MONTHS)})\b")
_YEAR = re.compile(r"\b(?:since|in|from) (?P<year>(?:19|20)\d\d)\b")


@dataclass(frozen=True)
class Duration:
    """Days, and where they are said. `ago` marks a point in the past, not a span that lasts."""

    days: float
    hit: Hit
    ago: bool = False


def durations(line: Line, today: date) -> Iterator[Duration]:
    """Every span and every point of time in the message."""
    for hit in line.find(_SPAN):
        lead, ago = hit.match["lead"], bool(hit.match["ago"])
        if hit.match["number"] in {"a", "an"} and not lead and not ago:
            continue
        amount = number(hit.match["number"]) + (0.5 if hit.match["half"] else 0.0)
        yield Duration(amount * _UNIT_DAYS[hit.match["unit"]], hit, ago)
    for hit in line.find(_VAGUE):
        yield Duration(2.0 * _UNIT_DAYS[hit.match["unit"]], hit)
    for pattern, days in _FIXED:
        for hit in line.find(pattern):
            yield Duration(days, hit, ago="since" not in hit.match[0])
    for hit in line.find(_WEEKDAY):
        days = (today.weekday() - DAYS.index(hit.match["day"])) % 7 or 7
        yield Duration(float(days), hit, ago="since" not in hit.match[0])
    for hit in line.find(_MONTH):
        months = (today.month - 1 - _MONTHS.index(hit.match["month"])) % 12 or 12
        yield Duration(months * 30.0, hit, ago="since" not in hit.match[0])
    for hit in line.find(_YEAR):
        years = today.year - int(hit.match["year"])
        if years > 0:
            yield Duration(years * 365.0, hit, ago="since" not in hit.match[0])
