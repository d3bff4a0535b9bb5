"""Scores findings against gold cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.findings import Amount, Finding
from bot.nlu.understanding import Understanding

CASES = Path(__file__).parents[1] / "cases" / "understanding"
TODAY = date(2026, 11, 22)


def read_cases(name: str) -> list[dict[str, Any]]:
    """The cases of one file."""
    cases: list[dict[str, Any]] = YAML(typ="safe").load((CASES / f"{name}.cases.yml").read_text(encoding="utf-8"))
    return cases


@dataclass
class Score:
    """Counts over all cases; an extra finding is an error."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    attributes: int = 0
    attributes_right: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, of id and assertion together."""
        return 2 * self.right / (2 * self.right + self.missed + self.extra)


def _same(value: Any, wanted: Any) -> bool:
    got = value.amount if isinstance(value, Amount) else value
    return bool(got == wanted)


def score(understanding: Understanding, cases: list[dict[str, Any]]) -> Score:
    """Runs all cases."""
    total = Score()
    for case in cases:
        left: list[Finding] = list(understanding.understand(case["text"], TODAY).findings)
        for wanted in case["findings"]:
            ids = [wanted["id"], *wanted.get("or", [])]
            assertion = wanted.get("assertion", "present")
            found = next((f for f in left if f.id in ids and f.assertion == assertion), None)
            if found is None:
                total.missed += 1
                total.faults.append(f"{case['text']!r}: {assertion} {ids[0]} is missing")
                continue
            left.remove(found)
            total.right += 1
            for name in wanted.keys() - {"id", "or", "assertion"}:
                total.attributes += 1
                total.attributes_right += _same(getattr(found, name), wanted[name])
        total.extra += len(left)
        total.faults += [f"{case['text']!r}: {f.assertion} {f.id} is too much" for f in left]
    return total
