"""The reports are whole pages that need nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from benchmarks.cases import page as cases_page
from benchmarks.cases.score import Outcome
from benchmarks.cases.vignettes import PARTS, vignettes
from benchmarks.nlu.figures import result_of, texts_of
from benchmarks.nlu.gold import part
from benchmarks.nlu.page import write_page
from benchmarks.nlu.systems import Parsed, Run
from benchmarks.plots import bars, curves, matrix
from benchmarks.report import INK, Section, picture, table, text, write
from bot.findings import Finding

FIGURES = {
    "bars": bars(["a", "b"], {"ours": [0.5, None], "stock": [1.0, 0.2]}, "F1"),
    "matrix": matrix(["a", "b"], ["a", "b"], {("a", "a"): 3, ("a", "b"): 1}),
    "curves": curves({"a": {"ours": [(0.1, 1.0), (0.5, 0.5)], "stock": []}, "b": {"ours": [], "stock": []}}, "x", "y"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_plot_takes_the_readers_colour_and_has_words(name: str) -> None:
    drawn = picture(FIGURES[name], "What it <shows>")
    svg = ElementTree.fromstring(drawn.partition("</figcaption>")[2].removesuffix("</figure>"))
    assert svg.attrib["aria-label"] == "What it <shows>"
    assert "currentColor" in drawn
    assert INK not in drawn


def test_a_page_says_when_where_and_from_what_and_escapes_what_it_shows(tmp_path: Path) -> None:
    write(tmp_path / "page.html", "A <title>", [Section("One", [text("a < b"), table(["", "x"], [["<row>", "1"]])])])
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert re.search(r"Made on \d{4}-\d\d-\d\d \d\d:\d\d UTC, commit [0-9a-f]{7,}\+?, on Linux|Darwin", page)
    assert "<row>" not in page
    assert "A &lt;title&gt;" in page


def needs_nothing_else(page: Path) -> bool:
    html = page.read_text(encoding="utf-8")
    return not re.search(r'(?:src|href)="(?!#)|@import|<script|url\((?!#)', html) and html.count("<svg ") > 3


def test_the_report_of_understanding_needs_nothing_else(tmp_path: Path) -> None:
    of = part("development")
    found = (Finding("symptom", "fatigue", confidence=0.7),)
    parsed = {said: Parsed(said, found, "report_findings", 0.8, ("report_findings",), 1.0) for said in texts_of(of)}
    result = result_of(of, Run("Nutrigap", parsed, 100))
    write_page(tmp_path / "nlu.html", {"development": [result, result]})
    assert needs_nothing_else(tmp_path / "nlu.html")


def test_the_report_of_cases_needs_nothing_else(tmp_path: Path) -> None:
    answered = {"gaps": [], "care": {"level": "urgent"}, "other_explanations": []}
    parts = {name: [Outcome(vignette, answered, questions=2) for vignette in vignettes(name)] for name in PARTS}
    cases_page.write_page(tmp_path / "cases.html", parts)
    assert needs_nothing_else(tmp_path / "cases.html")


def test_a_page_that_loads_something_is_seen(tmp_path: Path) -> None:
    write(
        tmp_path / "page.html",
        "x",
        [Section("y", [*(picture(Figure(), "z"),) * 4, '<img src="https://example.org/x.png">'])],
    )
    assert not needs_nothing_else(tmp_path / "page.html")
