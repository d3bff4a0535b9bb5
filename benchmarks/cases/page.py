"""The HTML report of the case benchmark: every figure, and plots by group with the parts side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.cases.score import FIRST, Outcome, report
from benchmarks.plots import bars
from benchmarks.report import Section, picture, table, text, write

ABOUT = (
    "Vignettes from published cases, told to the whole assistant. Rules, words and weights may be improved on the "
    "development part; the locked part is for counting alone. No source is in both."
)

Parts = Mapping[str, Sequence[Outcome]]


def write_page(path: Path, parts: Parts) -> None:
    """Writes the report of all parts that were told."""
    write(
        path,
        "Nutrigap: the case benchmark",
        [
            Section("How to read this", [text(ABOUT)]),
            Section("All figures", [_figures(parts)]),
            Section(
                "Named",
                [
                    _by_group(parts, "Named in the first three", lambda o: o.named_within(FIRST), ("lack", "excess")),
                    _by_group(parts, "Named first", lambda o: o.named_within(1), ("lack", "excess")),
                ],
            ),
            Section(
                "Care",
                [
                    _by_group(parts, "Care level exact", lambda o: o.assessment and o.care == o.vignette.expect.care),
                    _by_group(parts, "Care safe", lambda o: o.safe),
                    _by_group(parts, "More urgent than it should be", lambda o: o.over),
                ],
            ),
            Section("False alarms", [_by_group(parts, "A lack falsely called likely", lambda o: o.false_likely)]),
            Section("Questions", [_questions(parts)]),
        ],
    )


def _figures(parts: Parts) -> str:
    reports = [report(list(outcomes))["figures"] for outcomes in parts.values()]
    rows = []
    for name, first in reports[0].items():
        cells = [f"{r[name]['value']:.1%} ({r[name]['hits']} of {r[name]['of']})" for r in reports]
        rows.append([name if first["good"] else f"{name} (less is better)", *cells])
    return table(["", *parts], rows)


def _by_group(parts: Parts, name: str, hit: Callable[[Outcome], object], groups: Sequence[str] = ()) -> str:
    """Bars of how many cases of each group are a hit; all groups where none are named."""
    groups = groups or list(dict.fromkeys(o.vignette.group for outcomes in parts.values() for o in outcomes))

    def share(outcomes: Sequence[Outcome], group: str) -> float | None:
        among = [outcome for outcome in outcomes if outcome.vignette.group == group]
        return sum(bool(hit(outcome)) for outcome in among) / len(among) if among else None

    values = {part: [share(outcomes, group) for group in groups] for part, outcomes in parts.items()}
    return picture(bars(groups, values, "share of the cases"), name)


def _questions(parts: Parts) -> str:
    most = max(outcome.questions for outcomes in parts.values() for outcome in outcomes)
    values = {
        part: [sum(o.questions == number for o in outcomes) / len(outcomes) for number in range(most + 1)]
        for part, outcomes in parts.items()
    }
    return picture(
        bars([str(n) for n in range(most + 1)], values, "share of the cases"), "Questions asked before the answer"
    )
