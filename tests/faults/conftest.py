"""Faults are tried in a short form; `NUTRIGAP_FAULTS=full`, or `make faults`, tries the long one."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session")
def full() -> bool:
    return os.environ.get("NUTRIGAP_FAULTS") == "full"
