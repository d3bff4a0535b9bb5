"""Measures understanding, beside the stock Rasa pipeline: `python -m benchmarks.nlu --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.nlu.figures import Result, result_of, texts_of
from benchmarks.nlu.gold import PARTS, Part, part
from benchmarks.nlu.noise import STRENGTHS
from benchmarks.nlu.systems import Run, nutrigap

COSTS = {"ms_p50": "ms a message, p50", "ms_p95": "ms a message, p95", "memory_mb": "memory, MB"}


def counts(of: Part) -> dict[str, int]:
    """How much gold data there is."""
    return {
        "messages": len(of.messages),
        "findings": sum(len(message.findings) for message in of.messages),
        "context messages": len(of.context),
        "moves": len(of.moves),
        "in or out of scope": len(of.scope),
        "pages read": len({source.url for source in of.sources}),
    }


def measure(names: list[str], with_stock: bool) -> dict[str, list[Result]]:
    """The results of every system by part."""
    texts = [text for name in names for text in texts_of(part(name))]
    runs: list[Run] = [nutrigap(texts)]
    return {name: [result_of(part(name), run) for run in runs] for name in names}


def rows(results: list[Result]) -> list[tuple[str, list[str], str]]:
    """The table: name, a cell for every system, and how many were counted."""
    lines = []
    for share in (*results[0].main, *results[0].groups):
        values = [result.value(share.name) for result in results]
        lines.append((share.name, ["–" if v is None else f"{v:.1%}" for v in values], f"of {share.of}"))
    for strength in STRENGTHS:
        lost = [result.points_lost(strength) for result in results]
        lines.append((f"points of F1 lost to {strength.name} noise", [str(points) for points in lost], ""))
    for key, name in COSTS.items():
        lines.append((name, [f"{result.costs[key]:g}" for result in results], ""))
    return lines


def print_table(name: str, results: list[Result]) -> None:
    """One line a figure, one column a system."""
    held = ", ".join(f"{count} {what}" for what, count in counts(part(name)).items())
    print(f"\n{name.capitalize()} part: {held}")
    print(f"{'':<50}" + "".join(f"{result.system:>10}" for result in results))
    for title, cells, of in rows(results):
        print(f"{title:<50}" + "".join(f"{cell:>10}" for cell in cells) + f"   {of}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu", description=__doc__)
    parser.add_argument("--part", choices=[*PARTS, "all"], default="development")
    parser.add_argument("--no-stock", action="store_true", help="leave out the stock pipeline")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--misses", action="store_true", help="also list what was wrong; not of the locked part")
    options = parser.parse_args()
    if options.misses and options.part != "development":
        parser.error("--misses is for the development part alone: the locked part is only for counting")
    names = list(PARTS) if options.part == "all" else [options.part]
    results = measure(names, not options.no_stock)
    for name in names:
        print_table(name, results[name])
    if options.misses:
        nutrigap_result = results["development"][0]
        for matches in (*nutrigap_result.told, *nutrigap_result.context):
            for fault in filter(None, (match.fault for match in matches)):
                print(fault)


if __name__ == "__main__":
    main()
