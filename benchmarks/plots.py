"""The plots of the benchmarks' pages, readable on light and on dark paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.report import INK

COLOURS = ("#3a7fc4", "#d9822b", "#4f9d69", "#b3588f")
_FAINT = "#88888866"
_LOOK = {
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK, "axes.edgecolor": "#888888",
    "axes.grid": True, "grid.alpha": 0.35, "axes.axisbelow": True, "grid.color": "#888888", "axes.spines.top": False,
    "axes.spines.right": False, "legend.frameon": False, "font.size": 10, "axes.titlesize": 10,
}  # fmt: skip

Points = Sequence[tuple[float, float]]


@contextmanager
def _axes(rows: int, columns: int, width: float, height: float) -> Iterator[tuple[Figure, list[Axes]]]:
    with matplotlib.rc_context(_LOOK):
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure, list(figure.subplots(rows, columns, squeeze=False).flat)


def bars(groups: Sequence[str], values: Mapping[str, Sequence[float | None]], label: str) -> Figure:
    """Bars side by side: for every group one of each named row of shares; None leaves a gap."""
    with _axes(1, 1, 9, 0.28 * len(groups) * (len(values) + 0.6) + 0.8) as (figure, (axes,)):
        thick = 0.8 / len(values)
        for place, (name, row) in enumerate(values.items()):
            at = [group + (place + 0.5) * thick - 0.4 for group in range(len(groups))]
            drawn = axes.barh(at, [value or 0 for value in row], thick * 0.9, label=name, color=COLOURS[place])
            said = ["" if value is None else f"{value:.0%}" for value in row]
            axes.bar_label(drawn, said, padding=3, color=INK, fontsize=8)
        axes.set_yticks(range(len(groups)), groups)
        axes.invert_yaxis()
        axes.grid(axis="y", visible=False)
        axes.set_xlabel(label)
        axes.set_xlim(0, 1.08)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncol=len(values))
    return figure


def matrix(rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int]) -> Figure:
    """A confusion matrix: what was expected in rows, what was found in columns, shaded by the share of its row."""
    with _axes(1, 1, 0.34 * len(columns) + 3, 0.27 * len(rows) + 2) as (figure, (axes,)):
        for y, row in enumerate(rows):
            total = sum(counts.get((row, column), 0) for column in columns)
            for x, column in enumerate(columns):
                if count := counts.get((row, column), 0):
                    colour = COLOURS[0] if row == column else COLOURS[1]
                    shade = 0.15 + 0.75 * count / total
                    axes.add_patch(matplotlib.patches.Rectangle((x - 0.5, y - 0.5), 1, 1, color=colour, alpha=shade))
                    axes.text(x, y, str(count), ha="center", va="center", fontsize=8)
        axes.set_xlim(-0.5, len(columns) - 0.5)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=8)
        axes.set_yticks(range(len(rows)), rows, fontsize=8)
        axes.xaxis.tick_top()
        axes.set_ylabel("expected")
        axes.set_xlabel("found")
        axes.grid(visible=False)
    return figure


def curves(panels: Mapping[str, Mapping[str, Points]], across: str, up: str, even: bool = False) -> Figure:
    """Small plots with one line for every named row of points, all on the unit square; `even` draws its diagonal."""
    columns = min(4, len(panels))
    rows = -(-len(panels) // columns)
    with _axes(rows, columns, 2.6 * columns, 2.4 * rows + 0.4) as (figure, every):
        for axes, (title, lines) in zip(every, panels.items(), strict=False):
            if even:
                axes.plot([0, 1], [0, 1], color=_FAINT, linewidth=1)
            for place, points in enumerate(lines.values()):
                xs, ys = [x for x, _ in points], [y for _, y in points]
                axes.plot(xs, ys, marker="o", markersize=3, color=COLOURS[place])
            axes.set(title=title, xlim=(0, 1.03), ylim=(0, 1.03))
        for axes in every[len(panels) :]:
            axes.set_visible(False)
        names = list(next(iter(panels.values())))
        handles = [matplotlib.lines.Line2D([], [], color=COLOURS[i], label=name) for i, name in enumerate(names)]
        figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncol=len(names))
        figure.supxlabel(across, fontsize=10)
        figure.supylabel(up, fontsize=10)
    return figure


def lines(rows: Mapping[str, Points], across: str, up: str) -> Figure:
    """One line for every named row of points, both axes logarithmic; rows with the same first word share a colour."""
    with _axes(1, 1, 7, 4) as (figure, (axes,)):
        systems: dict[str, int] = {}
        for name, points in rows.items():
            xs, ys = [x for x, _ in points], [y for _, y in points]
            system = name.split()[0]
            systems.setdefault(system, len(systems))
            dash = ("-", "--", ":")[[other for other in rows if other.split()[0] == system].index(name) % 3]
            axes.plot(xs, ys, dash, marker="o", markersize=3, color=COLOURS[systems[system]], label=name)
        axes.set(xlabel=across, ylabel=up, xscale="log", yscale="log")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncol=3)
    return figure
