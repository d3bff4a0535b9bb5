"""Fixtures for the engine room: a store, and what answers messages over a storage."""

from __future__ import annotations

import pytest

from bot.core import trying
from bot.core.storage import Storage
from bot.core.tracker_store import TalkStore
from tests.core.mailroom import Mailroom
from tests.core.talking import DOMAIN


@pytest.fixture
def store(storage: Storage) -> TalkStore:
    return TalkStore(storage, DOMAIN)


@pytest.fixture
def room(storage: Storage) -> Mailroom:
    return Mailroom(storage)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again sooner than in life."""
    real = trying.delays
    monkeypatch.setattr(trying, "delays", lambda first, most: real(first / 200, most / 200))
