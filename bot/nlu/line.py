"""The normalised words of a message as one string, with the way back from characters to tokens."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.nlu.text import Token


@dataclass(frozen=True)
class Hit:
    """A regular expression's match in token indices, both ends included."""

    first: int
    last: int
    match: re.Match[str]


class Line:
    """Tokens joined by single spaces, for regular expressions over words."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Joins the tokens."""
        self.tokens = tokens
        self._starts: list[int] = []
        length = 0
        for token in tokens:
            self._starts.append(length)
            length += len(token.norm) + 1
        self.text = " ".join(token.norm for token in tokens)

    def find(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """Every match of the pattern, in order."""
        for match in pattern.finditer(self.text):
            words = match[0].strip()
            if words:
                first = match.start() + match[0].index(words)
                yield Hit(self._token(first), self._token(first + len(words) - 1), match)

    def _token(self, character: int) -> int:
        return bisect_right(self._starts, character) - 1

    def words(self, first: int, last: int) -> str:
        """The normalised words from one token to another, both included; empty when there is none between."""
        return " ".join(token.norm for token in self.tokens[max(first, 0) : last + 1])


def clause_start(tokens: Sequence[Token], place: int) -> int:
    """Index of the first token of a token's clause."""
    while place and tokens[place - 1].clause == tokens[place].clause:
        place -= 1
    return place


def clause_end(tokens: Sequence[Token], place: int) -> int:
    """Index of the last token of a token's clause."""
    while place + 1 < len(tokens) and tokens[place + 1].clause == tokens[place].clause:
        place += 1
    return place
