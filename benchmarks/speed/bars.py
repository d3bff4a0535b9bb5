"""What is promised of speed and memory, and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Results = Mapping[str, Mapping[str, float]]
"""Figures by name, by system."""


@dataclass(frozen=True)
class Bar:
    """One promise.

    Attributes:
        figure: the name of what is measured.
        limit: what it must not exceed, or fall short of.
        at_least: whether the limit is the least.
        over_stock: whether our figure is divided by the stock assistant's first.
    """

    figure: str
    limit: float
    at_least: bool = False
    over_stock: bool = False

    def value(self, results: Results) -> float | None:
        """What was measured; None where it was not."""
        ours = results["Nutrigap"].get(self.figure)
        if not self.over_stock or ours is None:
            return ours
        stock = results.get("stock", {}).get(self.figure)
        return round(ours / stock, 3) if stock else None

    def row(self, results: Results) -> list[str]:
        """A line of a table: what, promised, measured, and whether it holds."""
        value = self.value(results)
        held = value is not None and (value >= self.limit if self.at_least else value <= self.limit)
        name = self.figure + (", ours over stock" if self.over_stock else "")
        promised = f"{'≥' if self.at_least else '≤'} {self.limit:.3g}"
        return [
            name,
            promised,
            "–" if value is None else f"{value:g}",
            "–" if value is None else "yes" if held else "no",
        ]


BARS = (
    Bar("1 user, p50 ms", 1 / 3, over_stock=True),
    Bar("10 users, turns/s", 3, at_least=True, over_stock=True),
    Bar("memory after all loads, MB", 1 / 3, over_stock=True),
    Bar("warm start, s", 1 / 4, over_stock=True),
    Bar("warm start, s", 5),
    Bar("memory after the first reply, MB", 400),
    Bar("turn 1000 over the same turns of a fresh talk", 1.5),
    Bar("20 quick messages, s until the last", 6),
    Bar("20 quick messages, not answered", 0),
    Bar("20 quick messages, out of order", 0),
    Bar("100 quick messages, not answered", 0),
    Bar("50 messages/s for 30 min, p95 ms", 250),
    Bar("50 messages/s for 30 min, not answered", 0),
    Bar("memory growth over 100000 turns, %", 5),
)


def rows(results: Results) -> list[list[str]]:
    """The bars of which something was measured."""
    return [bar.row(results) for bar in BARS if bar.value(results) is not None]
