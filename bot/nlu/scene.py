"""What is known of a message's matches before their context is judged, and the cues that stand around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.findings import Assertion
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.people import Person
from bot.nlu.quantities import Detail
from bot.nlu.text import read

_GAP = r"(?: \S+){0,3}? "


@dataclass(frozen=True)
class Cue:
    """A cue in a message: its tokens, both ends included, and what it says."""

    first: int
    last: int
    says: str


class Cues:
    """Finds the cues of a knowledge base."""

    def __init__(self, cues: Mapping[str, Sequence[str]]) -> None:
        """Compiles one expression for all that says the same, the longest first."""
        self._patterns = {
            says: re.compile(rf"(?<!\S)(?:{'|'.join(sorted(map(_expression, phrases), key=len, reverse=True))})(?!\S)")
            for says, phrases in cues.items()
        }

    def find(self, line: Line) -> list[Cue]:
        """All cues of a message, in order; those that say different things may overlap."""
        return sorted(
            (Cue(hit.first, hit.last, says) for says, pattern in self._patterns.items() for hit in line.find(pattern)),
            key=lambda cue: (cue.first, cue.last, cue.says),
        )


def _expression(phrase: str) -> str:
    return _GAP.join(" ".join(re.escape(token.norm) for token in read(part)) for part in phrase.split(".."))


@dataclass(frozen=True)
class Scene:
    """A message's matches, and what the rules say of each.

    Attributes:
        whose: one person for each match.
        subject: whom the whole message is about.
        readings: one assertion for each match, by the rules; None for what is of no interest.
        details: the times and amounts that the message names.
        cues: all cues of the message.
    """

    line: Line
    matches: Sequence[Match]
    whose: Sequence[Person]
    subject: Person
    readings: Sequence[Assertion | None]
    details: Sequence[Detail]
    cues: Sequence[Cue]

    @cached_property
    def taken(self) -> frozenset[int]:
        """The tokens that belong to a match."""
        return frozenset(place for match in self.matches for place in match.places)

    def cues_near(self, match: Match, reach: int) -> Sequence[Cue]:
        """The cues that begin up to so many tokens before or behind a match."""
        first = bisect_left(self.cues, match.first - reach, key=lambda cue: cue.first)
        return self.cues[first : bisect_left(self.cues, match.last + reach, key=lambda cue: cue.first)]
