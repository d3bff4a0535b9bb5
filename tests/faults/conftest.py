"""Faults are tried in a short form. `make faults` tries the long one, and writes down what came of it.

`NUTRIGAP_FAULTS=full` is the long form; a number, such as `0.1`, that part of what is counted in it.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).with_name("results.json")
ASKED = os.environ.get("NUTRIGAP_FAULTS", "")
PART = 1.0 if ASKED == "full" else float(ASKED or 0)

Record = Callable[..., None]
Count = Callable[[int, int], int]


@pytest.fixture(scope="session")
def full() -> bool:
    return PART > 0


@pytest.fixture(scope="session")
def count() -> Count:
    """Gives how often to try something, of the numbers for the short and the long form."""
    return lambda short, long: max(short, round(PART * long))


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Record:
    """Writes down the figures of a long form, with date, machine and commit."""

    def write(**figures: Any) -> None:
        if not PART:
            return
        git = ["git", "describe", "--always", "--dirty", "--exclude=*", "--abbrev=12"]
        commit = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
        found = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
        found[request.node.name] = {
            **figures,
            "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "commit": commit,
        }
        RESULTS.write_text(json.dumps(dict(sorted(found.items())), indent=2) + "\n")

    return write
