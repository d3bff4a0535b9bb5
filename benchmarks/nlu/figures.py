"""The benchmark's figures: what one system made of one part of the gold data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from benchmarks.nlu.gold import Message, Moves, Part, Tested
from benchmarks.nlu.noise import STRENGTHS, Strength, noisy
from benchmarks.nlu.score import (
    Match,
    assertion_where_heard,
    attributes_right,
    by_group,
    matches_of,
    precision_recall_f1,
    red_flag_shares,
)
from benchmarks.nlu.systems import Parsed, Run
from benchmarks.share import Share, share_of

MATTERS = ("symptom recall", "medication recall")
"""Of the figures by kind, those that stand among the main ones."""


@dataclass(frozen=True)
class Result:
    """What one system made of one part.

    Attributes:
        system: its name.
        told: the matches of every message of the part.
        context: the same for the messages about context alone.
        moves: the messages with moves, and what each was understood as.
        main: the main figures, in the order of the table.
        groups: precision, recall and F1 of every kind and assertion, and of context by what is tested.
        costs: milliseconds a message at the 50th and 95th percentile, megabytes of memory.
    """

    system: str
    told: list[list[Match]]
    context: list[list[Match]]
    moves: list[tuple[Moves, Parsed]]
    main: list[Share]
    groups: list[Share]
    costs: dict[str, float]

    def value(self, name: str) -> float | None:
        """A figure of quality; None where there was nothing to count."""
        share = self._share(name)
        return share and share.hits / share.of

    def of(self, name: str) -> int:
        """How many were counted for it."""
        share = self._share(name)
        return share.of if share else 0

    def _share(self, name: str) -> Share | None:
        return next((share for share in (*self.main, *self.groups) if share.name == name), None)

    def points_lost(self, strength: Strength) -> float | None:
        """Points of F1 that noise costs."""
        clean, under_noise = self.value("findings F1"), self.value(f"{_under(strength)} F1")
        return None if clean is None or under_noise is None else round(100 * (clean - under_noise), 1)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON."""
        lost = {strength.name: self.points_lost(strength) for strength in STRENGTHS}
        figures = {share.name: share.as_json() for share in (*self.main, *self.groups)}
        return {"figures": figures, "points_of_F1_lost_to_noise": lost, "costs": self.costs}


def texts_of(part: Part, strengths: Sequence[Strength] = STRENGTHS) -> list[str]:
    """Every message that a system must parse for the figures of a part, with its noisy versions."""
    clean = [item.text for items in (part.messages, part.context, part.moves, part.scope) for item in items]
    return [*clean, *(noisy(message.text, strength) for strength in strengths for message in part.messages)]


def result_of(part: Part, run: Run, strengths: Sequence[Strength] = STRENGTHS) -> Result:
    """All figures of one system on one part. A figure with nothing to count is left out."""
    told, context = _told(part.messages, run), _told(part.context, run)
    by_kind_and_assertion = by_group(_flat(told))
    main = [
        *precision_recall_f1("findings", _flat(told)),
        *(share for share in by_kind_and_assertion if share.name in MATTERS),
        *red_flag_shares([*told, *context]),
        attributes_right(_flat([*told, *context])),
        precision_recall_f1("context", _flat(context))[-1],
        assertion_where_heard(context),
        *_moves(part, run),
        *_scope(part, run),
        *(_f1_under_noise(part, run, strength) for strength in strengths),
    ]
    groups = [share for share in by_kind_and_assertion if share.name not in MATTERS]
    groups += _context_groups(part, context)
    return Result(
        run.name,
        told,
        context,
        [(item, run.parsed[item.text]) for item in part.moves],
        [share for share in main if share.of],
        [share for share in groups if share.of],
        _costs(part, run),
    )


def _told(messages: Sequence[Message], run: Run) -> list[list[Match]]:
    return [matches_of(message, run.parsed[message.text].findings) for message in messages]


def _flat(told: Sequence[Sequence[Match]]) -> list[Match]:
    return [match for matches in told for match in matches]


def _under(strength: Strength) -> str:
    return f"findings under {strength.name} noise"


def _f1_under_noise(part: Part, run: Run, strength: Strength) -> Share:
    found = [matches_of(m, run.parsed[noisy(m.text, strength)].findings) for m in part.messages]
    return precision_recall_f1(_under(strength), _flat(found))[-1]


def _context_groups(part: Part, context: Sequence[list[Match]]) -> list[Share]:
    """Context by what a message tests: negation, time, people and so on."""
    shares = []
    for tested in get_args(Tested):
        among = [matches for m, matches in zip(part.context, context, strict=True) if tested in m.tests]
        shares += precision_recall_f1(f"context, {tested}", _flat(among))
    return shares


def _moves(part: Part, run: Run) -> list[Share]:
    return [
        share_of("intent accuracy", part.moves, lambda item: run.parsed[item.text].intent in item.moves),
        share_of("all moves right", part.moves, lambda item: set(run.parsed[item.text].moves) == set(item.moves)),
    ]


def _scope(part: Part, run: Run) -> list[Share]:
    shares = []
    for scope in ("far", "near"):
        among = [item for item in part.scope if item.scope == scope]
        shares += [
            share_of(f"{scope} out of scope: refused", among, lambda item: run.parsed[item.text].refused),
            share_of(
                f"{scope} out of scope: refused or not understood",
                among,
                lambda item: run.parsed[item.text].unanswered,
            ),
        ]
    inside = [item for item in part.scope if item.scope == "in"]
    return [
        *shares,
        share_of("in scope: wrongly refused", inside, lambda item: run.parsed[item.text].refused, good=False),
        share_of("in scope: not understood", inside, lambda item: run.parsed[item.text].asked_again, good=False),
    ]


def _costs(part: Part, run: Run) -> dict[str, float]:
    times = sorted(run.parsed[message.text].ms for message in (*part.messages, *part.context))
    return {
        "ms_p50": round(times[len(times) // 2], 1),
        "ms_p95": round(times[int(len(times) * 0.95)], 1),
        "memory_mb": run.memory_mb,
    }
