"""The statement that a match stands in: the words of one clause with one subject and verb, before and behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.line import Line, clause_end, clause_start
from bot.nlu.matcher import Match
from bot.nlu.text import NEG, Token
from bot.nlu.words import SUBJECTS, VERBS, words

OTHER = "@"
"""Stands for each word of another match, so that a pattern can run along a list."""

LIST = rf"(?: (?:{OTHER}|[,/&+]|and|or|nor|plus|the|my|his|her|any|some|a|an|of|on|in|with|both|all|taking|eating))*"
"""What may stand between a cue and a match that it governs."""

FINITE = VERBS | frozenset(
    words(
        """been be being can could will would shall should may might must 's keep keeps kept go goes came come comes
        started began stopped seem seems know need want wants said says told gives gave give makes made make wake
        sleep sleeps put switched changed swapped thought went"""
    )
)
"""Words that open a new statement behind a comma or an "and"."""

_ADVERBS = frozenset(words("now then so also just still even really always not and but , or plus recently currently"))
_OWNERS = frozenset(words("my his her our their the this that these those it there"))
_GOES_ON = frozenset(
    words(
        """think thinks thought reckon reckons believe believes guess suspect suspects wonder wondering say says said
        know wish hope hoping doubt sure convinced worried scared afraid terrified imagine suppose feel feels mean
        told if when that because whether than as since until before after unless once though what how why which
        where was were could can will would should do does did is are am may might shall"""
    )
)
"""Words whose own statement goes on behind them: "I think I have", "when I get"."""


@dataclass(frozen=True)
class Statement:
    """The statement around a match, by token indices, both ends included."""

    line: Line
    match: Match
    taken: frozenset[int]
    first: int
    last: int

    @property
    def before(self) -> str:
        """The words from its start to the match, those of other matches as `OTHER`."""
        return self.masked(self.first, self.match.first - 1)

    @property
    def inside(self) -> str:
        """The words between the match's own."""
        tokens = self.line.tokens[self.match.first : self.match.last + 1]
        return " ".join(token.norm for token in tokens if token.index not in self.match.places)

    @property
    def after(self) -> str:
        """The words from the match to its end, those of other matches as `OTHER`."""
        return self.masked(self.match.last + 1, self.last)

    def masked(self, first: int, last: int) -> str:
        """The words from one token to another, both included, those of matches as `OTHER` except negations."""
        tokens = self.line.tokens[max(first, 0) : last + 1]
        return " ".join(OTHER if t.index in self.taken and t.stem != NEG else t.norm for t in tokens)


def statement_of(line: Line, match: Match, taken: frozenset[int]) -> Statement:
    """The statement of a match; `taken` are the places of all matches."""
    tokens = line.tokens
    first, last = clause_start(tokens, match.first), clause_end(tokens, match.last)
    first = next((place for place in range(match.first, first, -1) if _opens(tokens, place, taken)), first)
    behind = (place - 1 for place in range(match.last + 1, last + 1) if _opens(tokens, place, taken))
    return Statement(line, match, taken, first, next(behind, last))


def _opens(tokens: Sequence[Token], place: int, taken: frozenset[int]) -> bool:
    """Whether a new statement opens at a token: a list item with a subject or a finite verb of its own."""
    before = tokens[place - 1]
    new_subject = tokens[place].norm in {"my", "his", "her"} and place - 1 in taken
    if (tokens[place].segment == before.segment and not new_subject) or before.norm in _GOES_ON or before.stem == NEG:
        return False
    near = tokens[place : place + 8]
    head = [t for t in near if t.segment <= tokens[place].segment + 1 and t.norm not in _ADVERBS]
    if not head:
        return False
    if head[0].norm in SUBJECTS or head[0].norm in FINITE:
        return True
    said = head[1:5]
    return head[0].norm in _OWNERS and any(t.norm in FINITE or t.stem == NEG or t.index in taken for t in said)
