"""The page that a benchmark writes: one HTML file that needs nothing else, in the reader's light or dark."""

from __future__ import annotations

import io
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from html import escape
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

INK = "#010203"
"""Stands for the reader's own text colour while a picture is drawn."""

STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --paper: #fff; --line: #d5dae1; --faint: #667; --strong: #eef2f7; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --paper: #14181f; --line: #39414d; --faint: #9aa4b2; --strong: #1f2630; }
}
body { color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 64rem; padding: 1.5rem 1rem 4rem; }
h1 { line-height: 1.2; margin-bottom: .25rem; } h2 { margin-top: 2.5rem; }
p.made, figcaption, caption { color: var(--faint); font-size: .9rem; text-align: left; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .75rem 0; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; white-space: normal; min-width: 12rem; }
thead th { background: var(--strong); border-bottom: 2px solid var(--line); }
figure { margin: 1rem 0; }
svg { max-width: 100%; height: auto; }
svg text { font-family: system-ui, sans-serif !important; }
"""


@dataclass(frozen=True)
class Section:
    """A heading with pieces of HTML under it, made by `text`, `table` and `picture`."""

    title: str
    pieces: Sequence[str]


def text(words: str) -> str:
    """A paragraph."""
    return f"<p>{escape(words)}</p>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """A table; the first cell of a row is its heading."""
    cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<div class="wide"><table>{said}<thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>'


def picture(figure: Figure, says: str) -> str:
    """A plot as inline SVG; `says` is its caption and what a screen reader reads."""
    drawn = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": says}):
        figure.savefig(drawn, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None})
    svg = re.sub(r"^.*?(?=<svg)", "", drawn.getvalue(), flags=re.DOTALL).replace(INK, "currentColor")
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(says)}" ', 1)
    return f'<figure class="wide"><figcaption>{escape(says)}</figcaption>{svg}</figure>'


def write(path: Path, title: str, sections: Iterable[Section]) -> None:
    """Writes the page, with when, where and from which commit it was made."""
    made = f"Made on {now()}, commit {commit()}, on {machine()}."
    body = "".join(f"<h2>{escape(section.title)}</h2>{''.join(section.pieces)}" for section in sections)
    path.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<h1>{escape(title)}</h1><p class="made">{escape(made)}</p>{body}</body></html>\n',
        encoding="utf-8",
    )


def now() -> str:
    """The day and minute, in UTC."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def commit() -> str:
    """The short commit of the checkout, with "+" where files were changed since; "unknown" outside one."""
    done = subprocess.run(["git", "describe", "--always", "--dirty=+"], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def machine() -> str:
    """What it ran on."""
    info = Path("/proc/cpuinfo")
    models = re.findall(r"^model name\s*:\s*(.+)$", info.read_text(), re.MULTILINE) if info.exists() else []
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores {models[0] if models else ''}".strip()
