"""The shapes of what a blood-test figure means."""

from __future__ import annotations

from bot.findings import Severity
from bot.knowledge.shape import Shape


class Limit(Shape):
    """From which figure on a result means a finding, by unit: under `below`, or over `above`."""

    finding: str
    severity: Severity | None = None
    below: dict[str, float] = {}
    above: dict[str, float] = {}
    source: str


class BloodTest(Shape):
    """One test: its names, the figures that can be real in each unit, and its limits, the most telling first.

    `bare` names stand for the test by themselves; others, which are also tablets, need a unit or a word such as
    "level".
    """

    id: str
    names: list[str]
    bare: bool = False
    units: dict[str, tuple[float, float]]
    limits: list[Limit]

    def limit_of(self, figure: float, unit: str | None) -> Limit | None:
        """The limit that a figure meets; None where it meets none, or where its missing unit would decide."""
        units = [unit] if unit else [name for name, (least, most) in self.units.items() if least <= figure <= most]
        met = [self._met(figure, name) for name in units if name in self.units]
        return met[0] if met and all(limit == met[0] for limit in met) else None

    def _met(self, figure: float, unit: str) -> Limit | None:
        for limit in self.limits:
            if figure < limit.below.get(unit, float("-inf")) or figure > limit.above.get(unit, float("inf")):
                return limit
        return None
