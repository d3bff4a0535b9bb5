"""Puts what was found beside what was expected, and counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from benchmarks.nlu.gold import Expected, Message, kind_of_id
from benchmarks.share import Share
from bot.findings import Amount, Assertion, Finding, Kind
from bot.knowledge import load
from bot.rules import Case, alarms_of

KINDS: tuple[Kind, ...] = get_args(Kind)
ASSERTIONS: tuple[Assertion, ...] = get_args(Assertion)


@dataclass(frozen=True)
class Match:
    """An expected finding and what was found for it; without the one it is too much, without the other missed."""

    text: str
    expected: Expected | None
    found: Finding | None

    @property
    def right(self) -> bool:
        """Whether id and assertion are right."""
        return self.expected is not None and self.found is not None

    @property
    def kind(self) -> Kind:
        """What kind of finding this is about."""
        return kind_of_id()[self.expected.id] if self.expected else self._only.kind

    @property
    def assertion(self) -> Assertion:
        """The assertion this is about."""
        return (self.expected or self._only).assertion

    @property
    def fault(self) -> str:
        """What is wrong, in words; empty when nothing is."""
        if self.right:
            return ""
        id_, what = (self.expected.id, "missing") if self.expected else (self._only.id, "too much")
        return f"{self.text!r}: {self.assertion} {id_} is {what}"

    @property
    def _only(self) -> Finding:
        assert self.found is not None
        return self.found


def matches_of(message: Message, findings: Iterable[Finding]) -> list[Match]:
    """All matches of one message. A finding is taken by the one whose own id it has before those it is as good for."""
    left, taken = list(findings), dict[int, Finding]()
    for first_ids in (1, None):
        for place, expected in enumerate(message.findings):
            fits = (f for f in left if f.id in expected.ids[:first_ids] and f.assertion == expected.assertion)
            hit = None if place in taken else next(fits, None)
            if hit is not None:
                taken[place] = hit
                left.remove(hit)
    wanted = [Match(message.text, expected, taken.get(place)) for place, expected in enumerate(message.findings)]
    return [*wanted, *(Match(message.text, None, finding) for finding in left)]


def precision_recall_f1(name: str, matches: Sequence[Match]) -> list[Share]:
    """The three figures of findings; an extra finding is an error, and so is a wrong assertion."""
    right = sum(match.right for match in matches)
    expected = sum(match.expected is not None for match in matches)
    found = sum(match.found is not None for match in matches)
    return [
        Share(f"{name} precision", right, found),
        Share(f"{name} recall", right, expected),
        Share(f"{name} F1", 2 * right, found + expected),
    ]


def by_group(matches: Sequence[Match]) -> list[Share]:
    """The three figures for every kind and for every assertion."""
    shares = []
    for kind in KINDS:
        shares += precision_recall_f1(kind, [match for match in matches if match.kind == kind])
    for assertion in ASSERTIONS:
        shares += precision_recall_f1(assertion, [match for match in matches if match.assertion == assertion])
    return shares


def attributes_right(matches: Iterable[Match]) -> Share:
    """How many of the attributes asked for are right, among findings that were found."""
    asked = [
        _plain(getattr(match.found, name)) == wanted
        for match in matches
        if match.expected and match.found
        for name, wanted in match.expected.attributes.items()
    ]
    return Share("attributes right", sum(asked), len(asked))


def _plain(value: Any) -> Any:
    return value.amount if isinstance(value, Amount) else value


@lru_cache(maxsize=1)
def red_flags() -> frozenset[str]:
    """The symptoms that call for an emergency by themselves, as the rules say."""
    knowledge = load()
    symptoms = [term.id for term in knowledge.terms.values() if term.kind == "symptom"]
    return frozenset(id_ for id_ in symptoms if alarms_of(Case(findings=(Finding("symptom", id_),)), knowledge))


def red_flag_shares(told: Sequence[Sequence[Match]]) -> list[Share]:
    """How many red flags were heard, and how many were heard that nobody has; one list of matches a message.

    A denied, past, feared or other person's red flag fires when the same, or a broader or narrower one, is heard as
    present beside it.
    """
    present: list[Match] = []
    elsewhere = fired = nobody = 0
    for matches in told:
        false = [m.found.id for m in matches if m.found and not m.expected and m.assertion == "present"]
        false = [id_ for id_ in false if id_ in red_flags()]
        nobody += bool(false)
        for match in matches:
            if match.expected is None or match.expected.id not in red_flags():
                continue
            if match.assertion == "present":
                present.append(match)
            else:
                elsewhere += 1
                fired += any(_akin(heard, id_) for heard in false for id_ in match.expected.ids)
    return [
        Share("red-flag symptoms recall", sum(match.right for match in present), len(present)),
        Share("red-flag symptoms fired by who has none", fired, elsewhere, good=False),
        Share("messages with a red flag that nobody told", nobody, len(told), good=False),
    ]


def _akin(one: str, other: str) -> bool:
    return one in load().ancestors(other) or other in load().ancestors(one)


def assertion_where_heard(told: Iterable[Sequence[Match]]) -> Share:
    """Of the expected things that were heard at all: how many with the right assertion."""
    right = heard = 0
    for matches in told:
        extra = {match.found.id for match in matches if match.found and not match.expected}
        for match in matches:
            if match.expected:
                right += match.right
                heard += match.right or not extra.isdisjoint(match.expected.ids)
    return Share("assertion right where heard", right, heard)
