"""The HTML report: promises, figures and plots."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.plots import lines
from benchmarks.report import Section, picture, table, text, write
from benchmarks.speed import bars
from benchmarks.speed.bars import Results

ABOUT = (
    "Both assistants ran at the same time on one machine and were measured in turns; the median of the rounds counts. "
    "A closed loop sends the next message when the last is answered; in an open loop messages come at random, and the "
    "wait counts from when one was due."
)
PLOTS = {
    "Waiting by users at once (closed loop)": (r"(\d+) users?, p(50|95|99) ms", "users at once", "ms"),
    "Waiting by messages a second (open loop)": (r"(\d+) messages/s, p(50|95|99) ms", "messages a second", "ms"),
    "Turns a second by users at once": (r"(\d+) users?, (turns/s)", "users at once", "turns a second"),
    "A turn by how long the talk is": (r"turn (\d+) of a talk, (ms)", "turn of the talk", "ms"),
}
"""What each plot shows: figures whose first number goes across; their second part is named."""


def write_page(path: Path, results: Results) -> None:
    """Writes the report."""
    figures = [[name, *(str(of.get(name, "–")) for of in results.values())] for name in results["Nutrigap"]]
    sections = [
        Section("How to read this", [text(ABOUT)]),
        Section("What is promised", [table(["", "promised", "measured", "holds"], bars.rows(results))]),
        Section("All figures", [table(["", *results], figures)]),
        Section("Plots", [_plot(says, *how, results) for says, how in PLOTS.items()]),
    ]
    write(path, "Nutrigap: the benchmark of speed", sections)


def _plot(says: str, pattern: str, across: str, up: str, results: Results) -> str:
    points: dict[str, list[tuple[float, float]]] = {}
    for system, figures in results.items():
        for name, value in figures.items():
            if found := re.fullmatch(pattern, name):
                part = f" p{found[2]}" if found[2].isdigit() else ""
                points.setdefault(f"{system}{part}", []).append((float(found[1]), value))
    return picture(lines(points, across, up), says)
