"""A count out of a number: what the benchmarks' figures of quality are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Share:
    """A count out of a number; `good` says whether more is better."""

    name: str
    hits: int
    of: int
    good: bool = True
    value: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", round(self.hits / self.of, 3) if self.of else 0.0)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON without the name, which is the key."""
        return {key: value for key, value in asdict(self).items() if key != "name"}


def share_of(name: str, among: Iterable[Item], hit: Callable[[Item], object], good: bool = True) -> Share:
    """How many of the items are a hit."""
    items = list(among)
    return Share(name, sum(bool(hit(item)) for item in items), len(items), good)
