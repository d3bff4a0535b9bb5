"""What blood-test figures say: "ferritin 8", "potassium was 5.8 mmol/L", "my b12 level came back at 126"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge import BloodTest, Limit
from bot.nlu.line import Line

_UNITS = {
    "mmol/l": r"mmols?(?: / l)?|meq(?: / l)?",
    "nmol/l": r"nmols?(?: / l)?",
    "pmol/l": r"pmols?(?: / l)?",
    "ng/ml": r"ng(?: / ml)?|(?:ug|mcg|µg) / l",
    "pg/ml": r"pg(?: / ml)?|ng(?: / l)?",
    "mg/dl": r"mg / dl",
    "g/dl": r"g / dl",
    "g/l": r"g / l",
}
_BETWEEN = r"(?P<between>(?: (?!when\b|after\b|if\b|while\b|take\w*|taking\b|every\b|and\b)[a-z'=:<]+){0,5}?)"
_FIGURE = r" (?P<figure>\d+(?:[.,]\d+)?)(?![\d.,])(?: (?P<unit>" + "|".join(_UNITS.values()) + r")(?= |$))?"
_OTHER_MEASURE = (
    r"(?! ?(?:mg|mcg|ug|µg|iu|g|ml|units?|tablets?|times?|x|%|hours?|days?|weeks?|months?|years?|yrs?|foods?)\b)"
)
_TELLS_A_RESULT = re.compile(r"\b(?:levels?|tests?|tested|bloods?|results?|was|is|are|were|came|count|reading)\b|[=:]")
_REPORT = re.compile(r"\b(?:labs?|bloods|blood tests?|results?|ferritin|hb|ha?emoglobin)\b")
"""In a message about results a low figure is one, too; a high one may be the strength of a tablet."""


@dataclass(frozen=True)
class Result:
    """A figure that means a finding, with the first and last token that say so."""

    limit: Limit
    first: int
    last: int


class BloodTests:
    """Finds the figures of a knowledge base's tests."""

    def __init__(self, tests: Iterable[BloodTest]) -> None:
        """Prepares one expression for each test."""
        self._patterns = []
        for test in tests:
            names = "|".join(sorted((_as_tokens(name) for name in test.names), key=len, reverse=True))
            before = r"(?P<before>(?:[a-z']+ ){0,4})"
            expression = rf"{before}\b(?:{names})\b{_BETWEEN}{_FIGURE}{_OTHER_MEASURE}"
            self._patterns.append((test, re.compile(expression)))

    def find(self, line: Line) -> Iterator[Result]:
        """Every figure that means a finding."""
        for test, pattern in self._patterns:
            for hit in line.find(pattern):
                said = hit.match["before"] + hit.match["between"]
                unit = hit.match["unit"]
                limit = test.limit_of(float(hit.match["figure"].replace(",", ".")), _unit(unit, test))
                plain = unit or test.bare or _TELLS_A_RESULT.search(said)
                if limit and (plain or (limit.below and _REPORT.search(line.text))):
                    first = hit.first + len(hit.match["before"].split())
                    yield Result(limit, first, hit.last)


def _as_tokens(name: str) -> str:
    """The name as a line spells it: a letter and a figure may be two words."""
    return re.sub(r"(?<=[a-z])(?=\d)", " ?", name)


def _unit(said: str | None, test: BloodTest) -> str | None:
    """The unit meant, of those the test is reported in ("ng" of B12 is ng/L, that is pg/mL)."""
    fitting = [name for name, words in _UNITS.items() if name in test.units and said and re.fullmatch(words, said)]
    return fitting[0] if fitting else None
