"""Which part of the body, and which side, a symptom is said to be at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.line import Line
from bot.nlu.matcher import Match

REACH = 7
"""Tokens between a symptom and the part of the body that belongs to it."""

_LED = re.compile(r"\b(?:in|on|under|around|of|inside|behind)\b")
_SAYS_ANEW = re.compile(r"\b(?:i|my|not|no|is|are|and my)\b")
_SIDES = {"left": "left", "right": "right", "both": "both"}


def site_of(line: Line, match: Match, sites: Sequence[Match]) -> Match | None:
    """The body site of a symptom: one among its own words, or the nearest of its clause."""
    own = [site for site in sites if set(site.places) <= set(match.places)]
    if own:
        return own[0]
    near = [(distance, site.first, site) for site in sites if (distance := _distance(line, match, site)) is not None]
    return min(near, key=lambda item: item[:2])[2] if near else None


def _distance(line: Line, match: Match, site: Match) -> int | None:
    """How far a site stands from a symptom; None where it belongs to something else."""
    tokens = line.tokens
    gap = max(site.first - match.last, match.first - site.last, 0)
    crossed = abs(tokens[site.first].segment - tokens[match.first].segment)
    if tokens[site.first].clause != tokens[match.first].clause or gap > REACH or crossed > 2:
        return None
    between = line.words(min(site.last, match.last) + 1, max(site.first, match.first) - 1)
    led = site.first < match.first and _LED.search(line.words(site.first - 2, site.first - 1))
    return None if crossed and (led or _SAYS_ANEW.search(between)) else gap + 3 * crossed


def side_of(line: Line, match: Match, site: Match | None) -> str | None:
    """Left, right or both, right before the symptom or its site or between them."""
    first = min(match.first, site.first) if site else match.first
    words = [token.norm for token in line.tokens[max(0, first - 2) : max(match.last, site.last if site else 0) + 1]]
    return next((_SIDES[word] for word in words if word in _SIDES), None)
