"""Measures understanding, beside the stock Rasa pipeline: `python -m benchmarks.nlu --help`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.nlu.figures import Result, result_of, texts_of
from benchmarks.nlu.gold import PARTS, part
from benchmarks.nlu.page import write_page
from benchmarks.nlu.stock import stock
from benchmarks.nlu.systems import RunFailed, nutrigap
from benchmarks.nlu.tables import counts, counts_of, group_rows, main_rows
from benchmarks.report import commit, machine, now
from benchmarks.stock import StockFailed


def measure(names: Sequence[str], with_stock: bool, kept_stock: bool) -> dict[str, list[Result]]:
    """The results of every system by part. Where the stock pipeline cannot be had, it says so and goes on."""
    texts = [text for name in names for text in texts_of(part(name))]
    runs = [nutrigap(texts)]
    if with_stock:
        try:
            runs.append(stock(part("development"), texts, kept_stock))
        except (RunFailed, StockFailed) as failure:
            print(f"{failure}\nWithout the stock pipeline:")
    return {name: [result_of(part(name), run) for run in runs] for name in names}


def print_tables(name: str, results: Sequence[Result]) -> None:
    """One line a figure, one column a system."""
    print(f"\n{name.capitalize()} part: {counts_of(name)}\n")
    _print_rows([["", *(result.system for result in results), "counted"], *main_rows(results)])
    heads = [f"{result.system[:5]} {figure}" for result in results for figure in ("prec.", "rec.", "F1")]
    print()
    _print_rows([["", *heads, "expected"], *group_rows(results)])


def _print_rows(rows: Sequence[Sequence[str]]) -> None:
    for first, *rest in rows:
        print(f"{first:<50}" + "".join(f"{cell:>13}" for cell in rest))


def print_misses(result: Result) -> None:
    """Everything that is wrong with the findings, one a line."""
    for matches in (*result.told, *result.context):
        for fault in filter(None, (match.fault for match in matches)):
            print(fault)


def as_json(results: dict[str, list[Result]]) -> str:
    """All figures, with when, where and from what they were measured."""
    parts = {
        name: {"counts": counts(name), "systems": {result.system: result.as_json() for result in of_part}}
        for name, of_part in results.items()
    }
    made = {"date": now(), "commit": commit(), "machine": machine()}
    return json.dumps({**made, "parts": parts}, indent=1) + "\n"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu", description=__doc__)
    parser.add_argument("--part", choices=[*PARTS, "all"], default="development")
    parser.add_argument("--no-stock", action="store_true", help="leave out the stock pipeline")
    parser.add_argument("--kept-stock", action="store_true", help="do not train it anew although its data has changed")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--html", type=Path, help="also write a report with plots to this file")
    parser.add_argument("--misses", action="store_true", help="also list what was wrong; not of the locked part")
    options = parser.parse_args()
    if options.misses and options.part != "development":
        parser.error("--misses is for the development part alone: the locked part is only for counting")
    names = PARTS if options.part == "all" else (options.part,)
    results = measure(names, not options.no_stock, options.kept_stock)
    for name in names:
        print_tables(name, results[name])
    if options.misses:
        print_misses(results["development"][0])
    if options.json:
        options.json.write_text(as_json(results), encoding="utf-8")
    if options.html:
        write_page(options.html, results)


if __name__ == "__main__":
    main()
