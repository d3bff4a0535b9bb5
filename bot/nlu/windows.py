"""The stretches of a clause that may mean something that no list has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.nlu.text import NEG, Token
from bot.nlu.words import words

MOST_TELLING = 7
"""Words of content that a stretch may have."""

FEWEST_WORDS = 3
"""Words that a stretch must have; one more where it holds a single unmatched one."""

_UNABLE = frozenset(words("can could will would do does did"))
"""Words before "not" with which it belongs to the complaint itself: "can not feel my foot"."""


@dataclass(frozen=True)
class Window:
    """Some words of a clause in a row; `new` are those of content that nothing matched."""

    tokens: tuple[Token, ...]
    new: tuple[int, ...]

    @property
    def places(self) -> range:
        """From its first token to its last."""
        return range(self.tokens[0].index, self.tokens[-1].index + 1)


def windows(tokens: Sequence[Token], unmatched: Collection[int]) -> Iterator[Window]:
    """Every stretch from one word of content to another that holds unmatched words enough to mean something."""
    for _, clause in groupby(tokens, key=lambda token: token.clause):
        said = [token for token in clause if not token.mark]
        if unmatched and not any(token.index in unmatched for token in said):
            continue
        edges = [place for place, token in enumerate(said) if not token.small or token.stem == NEG]
        for number, first in enumerate(edges):
            for last in edges[number : number + MOST_TELLING]:
                inside = said[first : last + 1]
                new = tuple(token.index for token in inside if token.index in unmatched)
                enough = bool(new) and len(inside) >= FEWEST_WORDS + (len(new) == 1)
                if enough and not denies(said, first, last):
                    yield Window(tuple(inside), new)


def denies(said: Sequence[Token], first: int = 0, last: int | None = None) -> bool:
    """Whether some words, from one place to another, hold a denial: "no odd jumps in my leg".

    In "can not feel my foot" nothing is denied.
    """
    places = range(first, len(said) if last is None else last + 1)
    return any(said[place].stem == NEG and not (place and said[place - 1].norm in _UNABLE) for place in places)
