"""What a later statement says of a thing named before: "GP wants me on statins. I haven't started them"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.findings import Assertion
from bot.nlu import echo_cues as cues
from bot.nlu.line import Hit, Line, clause_start
from bot.nlu.matcher import Match


def echoes(
    line: Line, matches: Sequence[Match], readings: list[Assertion], others: Sequence[bool]
) -> Iterator[tuple[int, Assertion]]:
    """Corrects the readings, and yields findings to add: the index of a match and one more assertion for it.

    Args:
        line: the message.
        matches: what was found in it.
        readings: one assertion for each match; changed in place.
        others: whether each match is said of somebody else.
    """
    for echo in cues.ECHOES:
        for hit in line.find(echo.pattern):
            meant = list(_meant(line, matches, readings, hit, echo))
            for index in meant:
                if echo.of_others and (others[index] or echo.assertion == "other_person"):
                    yield index, echo.assertion
                elif _corrects(line, matches[index], readings[index], echo):
                    readings[index] = echo.assertion
            if meant and echo.assertion == "past" and echo.kinds is cues.TAKEN:
                _end_what_it_caused(line, matches, readings, max(meant), hit)


def _corrects(line: Line, match: Match, reading: Assertion, echo: cues.Echo) -> bool:
    """Whether an echo changes a reading. What was claimed is denied only where it was asked, told or thought of."""
    if echo.assertion in {"present", "other_person"} or reading == "absent":
        return False
    raised = cues.RAISED.search(line.words(clause_start(line.tokens, match.first), match.first - 1))
    return echo.assertion != "absent" or reading != "present" or bool(raised)


def _meant(
    line: Line, matches: Sequence[Match], readings: Sequence[Assertion], hit: Hit, echo: cues.Echo
) -> Iterator[int]:
    """The thing named last before an echo, in its sentence or the one before; with "them" all of a list."""
    tokens = line.tokens
    sentence = tokens[hit.first].sentence
    before = [
        i for i, match in enumerate(matches)
        if match.last < hit.first and match.pattern.kind in echo.kinds and tokens[match.last].sentence >= sentence - 1
    ]  # fmt: skip
    own = range(hit.first, hit.last + 1)
    if not before or any(place in own for match in matches for place in match.places):
        return
    unclaimed = [i for i in before if readings[i] == "hypothetical"] if echo.assertion == "absent" else []
    nearest = (unclaimed or before)[-1]
    last = matches[nearest]
    yield nearest
    if cues.MANY.search(hit.match[0]):
        for index in reversed(before[: before.index(nearest)]):
            match = matches[index]
            if tokens[match.first].clause != tokens[last.first].clause or match.pattern.kind != last.pattern.kind:
                break
            yield index


def _end_what_it_caused(
    line: Line, matches: Sequence[Match], readings: list[Assertion], product: int, hit: Hit
) -> None:
    """ "It gave me the runs so I stopped it": what a product did is over with the product."""
    for index in range(product + 1, len(matches)):
        match = matches[index]
        if match.first > hit.first or match.pattern.kind != "symptom":
            break
        if readings[index] == "present" and cues.CAUSED.search(line.words(matches[product].last + 1, match.first - 1)):
            readings[index] = "past"
