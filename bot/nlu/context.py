"""Decides of every match whether it is so, is not, was or might be.

Algorithm: cues with scopes, after NegEx (Chapman 2001) and ConText (Harkema 2009). A scope ends at a clause, at a new
subject or verb, at "just", "only" or "apart from", and runs through a list as far as the list runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.findings import Assertion
from bot.nlu.doubt import is_unclaimed
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.negation import is_denied
from bot.nlu.past import has_ended, is_outgrown, is_over


def read_context(line: Line, matches: Sequence[Match], lasting: frozenset[str]) -> list[Assertion]:
    """One assertion for each match, in the same order.

    Args:
        line: the message.
        matches: what was found in it.
        lasting: ids of operations and conditions that a past tense does not end.
    """
    taken = frozenset(place for match in matches for place in match.places)
    readings: list[Assertion] = []
    for match in matches:
        assertion: Assertion = "present"
        if is_unclaimed(line, match, taken):
            assertion = "hypothetical"
        elif is_denied(line, match, matches, taken):
            assertion = "past" if has_ended(line, match) else "absent"
        elif is_over(line, match) and (match.pattern.id not in lasting or is_outgrown(line, match)):
            assertion = "past"
        readings.append(assertion)
    return readings
