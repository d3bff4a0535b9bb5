"""Decides of every match whether it is so, is not, was or might be.

Algorithm: cues with scopes, after NegEx (Chapman 2001) and ConText (Harkema 2009). A scope ends at the statement, at
"just", "only" or "apart from", and runs through a list as far as the list runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.findings import Assertion
from bot.nlu.doubt import is_unclaimed
from bot.nlu.echoes import echoes
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.negation import is_answered_no, is_denied
from bot.nlu.past import has_ended, is_over
from bot.nlu.quantities import Detail
from bot.nlu.statement import statement_of


def read_context(
    line: Line,
    matches: Sequence[Match],
    lasting: frozenset[str],
    details: Sequence[Detail],
    others: Sequence[bool],
) -> list[tuple[int, Assertion]]:
    """Indices of matches with their assertions: each match once, in order, then those that a later word adds.

    Args:
        line: the message.
        matches: what was found in it.
        lasting: ids of operations and conditions that a past tense does not end.
        details: the times that the message names.
        others: whether each match is said of somebody else than the writer.
    """
    taken = frozenset(place for match in matches for place in match.places)
    readings: list[Assertion] = []
    for match in matches:
        said = statement_of(line, match, taken)
        assertion: Assertion = "present"
        if is_answered_no(said):
            assertion = "absent"
        elif is_unclaimed(said):
            assertion = "hypothetical"
        elif is_denied(said, matches):
            assertion = "past" if has_ended(said) else "absent"
        elif is_over(said, details, match.pattern.id in lasting):
            assertion = "past"
        readings.append(assertion)
    added = list(echoes(line, matches, readings, others))
    return [*enumerate(readings), *added]
