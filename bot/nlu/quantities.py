"""What a message says of its findings: how long, how often, how bad, how much, which way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bot.findings import Amount
from bot.nlu.durations import DAYS, durations
from bot.nlu.line import Line
from bot.nlu.numerals import NUMBER, number
from bot.nlu.words import either, words

Name = Literal["duration_days", "frequency", "severity", "course", "onset", "amount", "rate"]
_WORDS: list[tuple[Name, str, str]] = [
    ("frequency", "constant", r"""all the time; round the clock; constant(?:ly)?; non ?-? ?stop; 24 / 7;
        continuous(?:ly)?; all day(?: long)?; never stops?; not let up;
        (?:not|never) (?:goes? away|stops?)(?! (?:\w+ )?(?:eat|tak)ing)"""),
    ("frequency", "weekly", rf"""(?:every|each) (?:week|other (?:day|night)|few days|second (?:day|night)); weekly;
        (?:every|each) couple of days; (?:once|twice|few times|couple of times|\d times|two times|three
        times) (?:a|per|each|every) week; on an? (?:{'|'.join(DAYS)})"""),
    ("frequency", "monthly", r"(?:every|each) month; monthly; (?:once|twice|few times) (?:a|per) month"),
    ("frequency", "daily", r"""(?:every|each)(?: single)? (?:day|night|morning|evening); daily; nightly; at bedtime;
        most (?:days|nights|mornings|evenings); (?:once|twice|\w+ times) (?:a|per|each) (?:day|night);
        not (?:one|a) (?:day|morning|night) (?:goes by )?without"""),
    ("frequency", "rare", r"""rarely; once in a (?:blue moon|while); now and (?:then|again); occasional(?:ly)?;
        from time to time; hardly ever; few times a year"""),
    ("severity", "severe", r"""severe(?:ly)?; unbearabl[ey]; excruciating(?:ly)?; agon(?:y|ising|izing); extreme(?:ly)?;
        crippling; horrendous; horrific; intense(?:ly)?; the worst; worst; insanely; terribl[ey]; ferocious(?:ly)?;
        vicious(?:ly)?; brutal(?:ly)?; savage; dreadful(?:ly)?; so bad(?:ly)?; (?:really|very) bad(?:ly)?; 10 / 10;
        something rotten"""),
    ("severity", "moderate", r"moderate(?:ly)?"),
    ("severity", "mild", r"mild(?:ly)?; slight(?:ly)?; a (?:little )?bit; minor; a little"),
    ("course", "same", r"""(?:not|no|never) (?:getting |any |got |been )*(?:better|worse|improving|change); unchanged;
        not (?:changed|improved); (?:the|about the|stayed the) same"""),
    ("course", "worse", r"""(?:getting |got |gotten |becoming )?worse(?! (?:at|when|after|if|on|during|in
        the|with|than|lying|by)); worsening; spreading; progressing; getting (?:more|bad)"""),
    ("course", "better", r"""(?:getting |got |feeling |a bit |much )better; improving; improved; easing(?: off)?;
        settling; less than (?:last|before); gone down; down from"""),
    ("onset", "sudden", r"""sudden(?:ly)?; all of a sudden; out of nowhere; out of the blue; overnight;
        abrupt(?:ly)?"""),
    ("onset", "gradual", r"gradual(?:ly)?; slowly; over time; crept up; bit by bit"),
]  # fmt: skip
_WORD_PATTERNS: list[tuple[Name, str, re.Pattern[str]]] = [
    (name, value, re.compile(rf"\b{either(ways)}\b")) for name, value, ways in _WORDS
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
_ON_DAYS = re.compile(rf"\b(?:on|every|each) (?:{'|'.join(DAYS)})s?(?:(?: ,)?(?: and|,)? (?:{'|'.join(DAYS)})s?)*\b")
_A_DAY = re.compile("|".join(DAYS))


@dataclass(frozen=True)
class Detail:
    """One attribute in the message, by token indices. `ago` marks a point in the past, not a span that lasts."""

    name: Name
    value: Any
    first: int
    last: int
    ago: bool = False


def per(text: str | None) -> str | None:
    """The period in "a day", "nightly", "every week"; None where there is none."""
    return next((value for word, value in _PERIODS.items() if text and word in text), None)


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
    found = [*_amounts(line), *_rates(line)]
    for span in durations(line, today):
        found.append(Detail("duration_days", span.days, span.hit.first, span.hit.last, span.ago))
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
