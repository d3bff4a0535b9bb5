"""Shows that every control of the hazard log does something: `python -m tests.safety.removal [--only HZ-01 ...]`.

Runs each control's test as it is, which must pass, and once more without the control, which must fail. Writes what it
saw to `docs/safety/removal.json`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.core import without_tensorflow
from tests.safety.without import VARIABLE

LOG = Path("docs/safety/hazard_log.yml")
RESULT = Path("docs/safety/removal.json")
PASSED, FAILED = 0, 1


def hazards() -> list[dict[str, Any]]:
    """The hazards of the log."""
    entries: list[dict[str, Any]] = YAML(typ="safe").load(LOG)["hazards"]
    return entries


def controls(only: Iterable[str] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every control with its hazard's id."""
    wanted = set(only)
    for hazard in hazards():
        if not wanted or hazard["id"] in wanted:
            yield from ((hazard["id"], control) for control in hazard["controls"])


def warm_up() -> None:
    """Loads once what every test needs; each test then runs in a fork of this process."""
    without_tensorflow.install()
    from bot.nlu.understanding import product

    product()


def _run(test: str, without: dict[str, str] | None) -> None:
    """Runs one test in this process and ends it with pytest's exit code."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    arguments = ["-q", "-x", "-p", "no:cacheprovider"]
    if without:
        os.environ[VARIABLE] = json.dumps(without)
        arguments += ["-p", "tests.safety.without"]
    os._exit(int(pytest.main([*arguments, test])))


def outcome(test: str, without: dict[str, str] | None = None) -> int | None:
    """Pytest's exit code for one test, with or without a control."""
    child = multiprocessing.get_context("fork").Process(target=_run, args=(test, without))
    child.start()
    child.join()
    return child.exitcode


@cache
def passes(test: str) -> bool:
    """Whether a test passes with every control in place; several controls share a test."""
    return outcome(test) == PASSED


def seen(hazard: str, control: dict[str, Any]) -> dict[str, Any]:
    """What one control's test does with and without it."""
    test, without = control["test"], control["without"]
    return {
        "hazard": hazard,
        "test": test,
        "without": without,
        "passes_with_it": passes(test),
        "fails_without_it": outcome(test, without) == FAILED,
    }


def main() -> None:
    """Tries every control, writes what was seen, and fails where a control does nothing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=[], help="ids of hazards; nothing is written then")
    only = parser.parse_args().only
    warm_up()
    results = []
    for hazard, control in controls(only):
        results.append(seen(hazard, control))
        good = results[-1]["passes_with_it"] and results[-1]["fails_without_it"]
        print("ok  " if good else "BAD ", hazard, control["test"], control["without"], flush=True)
    if not only:
        RESULT.write_text(json.dumps({"date": str(date.today()), "controls": results}, indent=1) + "\n")
    if not all(result["passes_with_it"] and result["fails_without_it"] for result in results):
        raise SystemExit("A control's test does not pass with it, or does not fail without it.")


if __name__ == "__main__":
    main()
