"""The HTML report: tables and plots of every part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.nlu import confusion
from benchmarks.nlu.figures import Result
from benchmarks.nlu.noise import STRENGTHS
from benchmarks.nlu.score import ASSERTIONS, KINDS, Match
from benchmarks.nlu.tables import counts_of, group_rows, main_rows
from benchmarks.plots import bars, curves, matrix
from benchmarks.report import Section, picture, table, text, write

ABOUT = (
    "An extra finding is an error, and a finding is right only with its id and its assertion. Nutrigap was tuned on "
    "the development part and the stock pipeline was trained on it; the locked part is for counting alone."
)


def write_page(path: Path, results: dict[str, list[Result]]) -> None:
    """Writes the report of all parts that were measured."""
    sections = [Section("How to read this", [text(ABOUT)])]
    for name, of_part in results.items():
        systems = [result.system for result in of_part]
        figures = table(["", *systems, "counted"], main_rows(of_part), counts_of(name))
        heads = [f"{system} {figure}" for system in systems for figure in ("precision", "recall", "F1")]
        groups = table(["", *heads, "expected"], group_rows(of_part))
        sections.append(Section(f"{name.capitalize()} part", [figures, groups, *_plots(of_part)]))
    write(path, "Nutrigap: the benchmark of understanding", sections)


def _plots(results: Sequence[Result]) -> list[str]:
    plots = [_f1_by_group(results), _noise(results)]
    panels = {
        kind: {result.system: confusion.precision_recall_by_kind(_flat(result))[kind] for result in results}
        for kind in KINDS
    }
    plots.append(picture(curves(panels, "recall", "precision"), "Precision and recall by kind, over confidence"))
    reliable = {
        "findings": {r.system: confusion.reliability(_sure_findings(r)) for r in results},
        "intents": {r.system: confusion.reliability(_sure_intents(r)) for r in results},
    }
    says = "Reliability: the share that is right over the confidence given; on the line, confidence means what it says"
    plots.append(picture(curves(reliable, "confidence", "right", even=True), says))
    for result in results:
        kinds, assertions = [*KINDS, confusion.NOTHING], [*ASSERTIONS, confusion.NOTHING]
        everything = [*result.told, *result.context]
        plots += [
            picture(matrix(kinds, kinds, confusion.kinds(everything)), f"{result.system}: kinds"),
            picture(matrix(assertions, assertions, confusion.assertions(everything)), f"{result.system}: assertions"),
        ]
        if intents := Counter((said.moves[0], heard.intent) for said, heard in result.moves if len(said.moves) == 1):
            names = sorted({name for pair in intents for name in pair})
            plots.append(picture(matrix(names, names, intents), f"{result.system}: intents of messages with one move"))
    return plots


def _f1_by_group(results: Sequence[Result]) -> str:
    groups = [*KINDS, *ASSERTIONS]
    values = {result.system: [result.value(f"{group} F1") for group in groups] for result in results}
    return picture(bars(groups, values, "F1"), "F1 by kind and by assertion")


def _noise(results: Sequence[Result]) -> str:
    names = ["findings F1", *(f"findings under {strength.name} noise F1" for strength in STRENGTHS)]
    values = {result.system: [result.value(name) for name in names] for result in results}
    return picture(bars(["no noise", "light noise", "heavy noise"], values, "F1"), "Findings F1 under noise")


def _flat(result: Result) -> list[Match]:
    return [match for matches in result.told for match in matches]


def _sure_findings(result: Result) -> list[tuple[float, bool]]:
    return [(match.found.confidence, match.right) for match in _flat(result) if match.found]


def _sure_intents(result: Result) -> list[tuple[float, bool]]:
    return [(heard.confidence, heard.intent in said.moves) for said, heard in result.moves]
