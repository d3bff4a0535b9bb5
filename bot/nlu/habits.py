"""Drinking and smoking where the verb alone says it: "I don't drink", "only drink at weddings", "dry for 10 years"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.findings import Finding
from bot.nlu.lexicon import Pattern
from bot.nlu.line import Line
from bot.nlu.matcher import Match

_ENDS = (
    r"(?= [.,;:!?)/-]| (?:or|and|but|at|on|either|anyway|nor|i|smoke|much|alcohol|socially|occasionally|moderately|"
    r"maybe|once|twice|about|most|every|now|from|any ?more|since|very|no|for|because|with (?:friends|dinner|"
    r"meals))\b|$)"
)
_DRINKS = re.compile(
    rf"\b(?:(?:not|never) (?:\w+ly |ever |even |touch(?:ed)? a )*(?P<no>drink|drop)|(?:i|he|she|only|also|still|do|"
    rf"who|and|or|nor) (?:\w+ly |ever )*(?P<yes>drinks?)){_ENDS}"
)
_DRY = re.compile(r"\b(?:been|am|is) (?:dry|sober|clean) (?:for|since)\b")
YEARS_DRY_DAYS = 365
"""From a year on somebody who stopped drinking is one who does not drink, and one who stopped smoking an ex-smoker."""


def habits(line: Line, taken: Collection[int]) -> Iterator[Match]:
    """Drinking that no phrase covers."""
    for hit in line.find(_DRINKS):
        group = "no" if hit.match["no"] else "yes"
        place = hit.first + hit.match[0][: hit.match.start(group) - hit.match.start()].count(" ")
        if place not in taken:
            yield Match(Pattern("alcohol_use", "lifestyle", ()), (place,), 0)
    for hit in line.find(_DRY):
        if hit.first + 1 not in taken:
            yield Match(Pattern("alcohol_stopped", "lifestyle", ()), (hit.first + 1,), 0)


def settled_habit(finding: Finding) -> Finding:
    """What "stopped" means once it is long ago."""
    long_ago = (finding.duration_days or 0) >= YEARS_DRY_DAYS
    if finding.id == "alcohol_stopped" and long_ago:
        return replace(finding, id="no_alcohol", assertion="present")
    if finding.id == "nicotine_stopped" and (long_ago or finding.assertion == "past"):
        return replace(finding, id="smoking", assertion="past")
    return finding
