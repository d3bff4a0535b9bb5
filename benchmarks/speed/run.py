"""Measures speed, memory and start, beside a stock Rasa set-up on the same machine at the same time."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.report import commit, machine, now
from benchmarks.speed import bars
from benchmarks.speed.bars import Results
from benchmarks.speed.measures import FULL, SHORT, Figures, Size, growth, loads, starts, sustained
from benchmarks.speed.page import write_page
from benchmarks.speed.stock_model import stock_model
from benchmarks.speed.systems import Nutrigap, Stock, System
from benchmarks.stock import StockFailed, StockModel, processor_seconds
from bot.core.training import train_if_stale
from bot.nlu.understanding import product

COUNTED = ("not answered", "out of order")
"""Figures that add up over rounds; of others the median counts."""

LONG = {
    "growth": lambda system: growth(system, 100_000),
    "sustained": lambda system: sustained(system, 50, 30 * 60),
}
"""What takes hours, one at a time and of Nutrigap alone."""


def in_turns(systems: Sequence[System], measure: Callable[[System], Figures], rounds: int) -> dict[str, Figures]:
    """A measure of all systems, one after the other and again, the first of a round being the last of the next."""
    found: dict[str, list[Figures]] = {system.name: [] for system in systems}
    for number in range(rounds):
        for system in systems if number % 2 == 0 else reversed(systems):
            found[system.name].append(measure(system))
    return {name: together(rows) for name, rows in found.items()}


def together(rounds: Sequence[Figures]) -> Figures:
    """The figures of several rounds as one."""
    return {
        name: (sum if name.endswith(COUNTED) else median)([figures[name] for figures in rounds]) for name in rounds[0]
    }


def training() -> Figures:
    """How long our own model takes to train, with nothing kept from before."""
    began, worked = time.monotonic(), processor_seconds()
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-c", "from bot.core.training import train; train()"]
        subprocess.run(
            command, env={**os.environ, "RASA_CACHE_DIRECTORY": cache}, check=True, stdout=subprocess.DEVNULL
        )
    return {"training, s": time.monotonic() - began, "training, s of one core": processor_seconds() - worked}


def compare(systems: Sequence[System], size: Size) -> dict[str, Figures]:
    """All figures of all systems. Starts them."""
    results: dict[str, Figures] = {system.name: {} for system in systems}

    def take(found: dict[str, Figures]) -> None:
        for name, figures in found.items():
            results[name] |= figures
            print(f"{name}: {figures}", flush=True)

    take(in_turns(systems, starts, size.starts))
    for load in loads(size):
        take(in_turns(systems, load, size.rounds))
    take({system.name: {"memory after all loads, MB": round(system.memory_mb())} for system in systems})
    return results


def stock_system(kept: bool) -> tuple[list[System], Figures]:
    """The stock assistant and how long its training took; nothing where it cannot be had, which it says."""
    model: StockModel = stock_model()
    try:
        if model.provide(kept):
            print("The stock model was trained from older data; it is used all the same.")
    except StockFailed as failure:
        print(f"{failure}\nWithout the stock assistant:")
        return [], {}
    return [Stock(model.path)], model.training()


def measure(options: argparse.Namespace) -> dict[str, Figures]:
    """What the options ask for."""
    train_if_stale()
    product()  # learns and keeps what the first start after a change would
    systems: list[System] = [Nutrigap()]
    trained = {}
    if not (options.no_stock or options.long):
        more, trained = stock_system(options.kept_stock)
        systems += more
    try:
        if options.long:
            systems[0].start()
            return {"Nutrigap": LONG[options.long](systems[0])}
        results = compare(systems, SHORT if options.short else FULL)
    finally:
        for system in systems:
            system.remove()
    results["Nutrigap"] |= training()
    if trained:
        results["stock"] |= trained
    return results


def print_tables(results: Results) -> None:
    """One line a figure and one column a system; then one line a promise."""
    print(f"\n{'':<60}" + "".join(f"{name:>12}" for name in results))
    for figure in results["Nutrigap"]:
        print(f"{figure:<60}" + "".join(f"{figures.get(figure, '–'):>12}" for figures in results.values()))
    print(f"\n{'':<60}{'promised':>12}{'measured':>12}{'holds':>12}")
    for name, *cells in bars.rows(results):
        print(f"{name:<60}" + "".join(f"{cell:>12}" for cell in cells))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--short", action="store_true", help="minutes instead of an hour")
    parser.add_argument(
        "--long", choices=list(LONG), help="measure only this, of Nutrigap alone: 100,000 turns, or 30 minutes"
    )
    parser.add_argument("--no-stock", action="store_true", help="leave out the stock assistant")
    parser.add_argument("--kept-stock", action="store_true", help="do not train it anew although its data has changed")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--html", type=Path, help="also write a report with plots to this file")
    options = parser.parse_args()
    made = {"date": now(), "commit": commit(), "machine": machine(), "load": os.getloadavg()[2]}
    results = measure(options)
    print_tables(results)
    if options.json:
        options.json.write_text(json.dumps({**made, "systems": results}, indent=1) + "\n", encoding="utf-8")
    if options.html:
        write_page(options.html, results)
