"""Weight that a message says was lost or put on, in figures: "down 30 kilos", "lost 9 stone", "put on a stone"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.nlu.lexicon import Pattern
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.numerals import NUMBER

_AMOUNT = (
    rf"(?:about |around |nearly |almost |over |another )?(?:{NUMBER})(?: and a half)? ?"
    r"(?:kgs?|kilos?|lbs?|pounds?|stones?|st)\b"
)
_CHANGES = {
    "weight_loss": rf"(?:lost|losing|lose|shed|dropped|down|off) {_AMOUNT}|{_AMOUNT} (?:lighter|down|gone|off)",
    "weight_gain": rf"(?:gained|gaining|put on|putting on|piled on) {_AMOUNT}|{_AMOUNT} heavier",
}
_PATTERNS = {id_: re.compile(rf"\b(?:{change})") for id_, change in _CHANGES.items()}


def weight_changes(line: Line, taken: Collection[int]) -> Iterator[Match]:
    """A match for each change whose words no phrase has."""
    for id_, pattern in _PATTERNS.items():
        for hit in line.find(pattern):
            places = tuple(range(hit.first, hit.last + 1))
            if not set(places) & set(taken):
                yield Match(Pattern(id_, "symptom", ()), places, 0)
