"""What is erased is gone from the disk."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from rasa.shared.core.events import SlotSet

from bot.core import engines
from bot.core.engines import sqlite_engine
from bot.core.storage import Storage, talk_key
from bot.core.talks import turns
from bot.core.tracker_store import TalkStore
from tests.core.talking import ANN, DOMAIN, SECRET, take_turn


@pytest.fixture
def file_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TalkStore:
    monkeypatch.setattr(engines, "_PRAGMAS", (*engines._PRAGMAS, "busy_timeout=50"))
    return TalkStore(Storage(sqlite_engine(tmp_path / "talks.sqlite")), DOMAIN)


def stored_bytes(store: TalkStore, sender: str) -> bytes:
    """Gives what was written in the first turn of a sender, as it is stored."""
    return asyncio.run(store.storage.read(lambda connection: turns(connection, talk_key(sender))))[0]


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("talks.sqlite*"))


def test_an_erased_talk_is_gone_from_the_disk_and_others_stay(file_store: TalkStore, tmp_path: Path) -> None:
    asyncio.run(take_turn(file_store, ANN, SECRET * 500))
    asyncio.run(take_turn(file_store, "bob", "my own words"))
    hers, his = stored_bytes(file_store, ANN), stored_bytes(file_store, "bob")
    assert hers in bytes_on_disk(tmp_path)
    assert ANN.encode() in bytes_on_disk(tmp_path)

    asyncio.run(take_turn(file_store, ANN, SECRET, SlotSet("erase_requested", True)))

    assert hers not in bytes_on_disk(tmp_path)
    assert ANN.encode() not in bytes_on_disk(tmp_path)
    assert asyncio.run(file_store.retrieve(ANN)) is None
    assert his in bytes_on_disk(tmp_path)
    assert asyncio.run(file_store.retrieve("bob")) is not None


def test_erasing_is_not_claimed_while_the_log_cannot_be_emptied(file_store: TalkStore, tmp_path: Path) -> None:
    asyncio.run(take_turn(file_store, ANN, SECRET))
    with contextlib.closing(sqlite3.connect(tmp_path / "talks.sqlite")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM turns").fetchall()
        asyncio.run(take_turn(file_store, "bob", "hello"))
        with pytest.raises(RuntimeError, match="could not be emptied"):
            asyncio.run(file_store.erase(ANN))
    assert asyncio.run(file_store.retrieve(ANN)) is not None
    asyncio.run(file_store.erase(ANN))
    assert SECRET.encode() not in bytes_on_disk(tmp_path)
