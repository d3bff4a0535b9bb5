from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core import tracker_store
from bot.core.tracker_store import ErasingTrackerStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
slots:
  erase_requested: {type: bool, influence_conversation: false, mappings: [{type: custom}]}
"""
)
ANN = "ann-who-asks"
SECRET = "zebrawordnobodyelsewrites"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ErasingTrackerStore:
    monkeypatch.setenv("NUTRIGAP_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(tracker_store, "PRAGMAS", (*tracker_store.PRAGMAS, "busy_timeout=50"))
    return ErasingTrackerStore(domain=DOMAIN)


def talk(sender: str, *events: object) -> DialogueStateTracker:
    tracker = DialogueStateTracker(sender, DOMAIN.slots)
    for event in (ActionExecuted("action_listen"), *events):
        tracker.update(event, DOMAIN)
    return tracker


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (folder / "data").glob("talks.sqlite*"))


def test_a_talk_comes_back_as_it_was_saved(store: ErasingTrackerStore) -> None:
    asyncio.run(store.save(talk(ANN, UserUttered(SECRET))))
    again = asyncio.run(store.retrieve(ANN))
    assert again is not None
    assert again.latest_message.text == SECRET


def test_an_erased_talk_is_gone_from_the_disk_and_others_stay(store: ErasingTrackerStore, tmp_path: Path) -> None:
    asyncio.run(store.save(talk(ANN, UserUttered(SECRET), UserUttered(SECRET * 500))))
    asyncio.run(store.save(talk("bob", UserUttered("my own words"))))
    assert SECRET.encode() in bytes_on_disk(tmp_path)

    asyncio.run(store.save(talk(ANN, UserUttered(SECRET), SlotSet("erase_requested", True))))

    assert SECRET.encode() not in bytes_on_disk(tmp_path)
    assert ANN.encode() not in bytes_on_disk(tmp_path)
    assert asyncio.run(store.retrieve(ANN)) is None
    assert b"my own words" in bytes_on_disk(tmp_path)
    assert asyncio.run(store.retrieve("bob")) is not None


def test_erasing_is_not_claimed_while_the_log_cannot_be_emptied(store: ErasingTrackerStore, tmp_path: Path) -> None:
    asyncio.run(store.save(talk(ANN, UserUttered(SECRET))))
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "talks.sqlite")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM events").fetchall()
        with pytest.raises(RuntimeError, match="could not be emptied"):
            store.erase(ANN)
    store.erase(ANN)
    assert SECRET.encode() not in bytes_on_disk(tmp_path)


def test_the_data_folder_is_its_owners_alone(store: ErasingTrackerStore, tmp_path: Path) -> None:
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_value_error_is_an_error_and_not_the_end_of_the_server(store: ErasingTrackerStore) -> None:
    with pytest.raises(UnicodeEncodeError):
        asyncio.run(store.retrieve("\ud800"))


def test_errors_hold_none_of_the_users_words(store: ErasingTrackerStore) -> None:
    asyncio.run(store.save(talk(ANN, UserUttered("hello"))))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE events")
    with pytest.raises(Exception, match="no such table") as caught:
        asyncio.run(store.save(talk(ANN, UserUttered(SECRET))))
    assert SECRET not in str(caught.value)
