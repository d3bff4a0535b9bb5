"""The rows of the benchmark's tables, as printed and as in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from benchmarks.nlu.figures import Result
from benchmarks.nlu.gold import Tested, part
from benchmarks.nlu.noise import STRENGTHS
from benchmarks.nlu.score import ASSERTIONS, KINDS

COSTS = {
    "ms_p50": "ms of one core a message, p50",
    "ms_p95": "ms of one core a message, p95",
    "memory_mb": "memory of the process, MB",
}
MISSING = "–"


def counts(name: str) -> dict[str, int]:
    """How much gold data a part has."""
    of = part(name)
    return {
        "messages": len(of.messages),
        "findings in them": sum(len(message.findings) for message in of.messages),
        "messages on context": len(of.context),
        "messages with moves": len(of.moves),
        "messages in or out of scope": len(of.scope),
        "pages read": len({source.url for source in of.sources}),
    }


def counts_of(name: str) -> str:
    """The same in words."""
    return ", ".join(f"{count} {what}" for what, count in counts(name).items())


def main_rows(results: Sequence[Result]) -> list[list[str]]:
    """The main figures: name, a cell for every system, and how many were counted."""
    rows = [
        [share.name, *(_percent(result.value(share.name)) for result in results), str(share.of)]
        for share in results[0].main
    ]
    for strength in STRENGTHS:
        lost = [result.points_lost(strength) for result in results]
        cells = [MISSING if points is None else f"{points:.1f}" for points in lost]
        rows.append([f"points of F1 lost to {strength.name} noise", *cells, ""])
    for key, name in COSTS.items():
        rows.append([name, *(f"{result.costs[key]:g}" for result in results), ""])
    return rows


def group_rows(results: Sequence[Result]) -> list[list[str]]:
    """Precision, recall and F1 of every system by kind, assertion, and what a message on context tests."""
    rows = []
    for group in (*KINDS, *ASSERTIONS, *(f"context, {tested}" for tested in get_args(Tested))):
        names = [f"{group} {figure}" for figure in ("precision", "recall", "F1")]
        cells = [_percent(result.value(name)) for result in results for name in names]
        if any(cell != MISSING for cell in cells):
            rows.append([group, *cells, str(results[0].of(f"{group} recall"))])
    return rows


def _percent(value: float | None) -> str:
    return MISSING if value is None else f"{value:.1%}"
