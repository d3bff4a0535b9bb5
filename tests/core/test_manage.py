from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
import stat
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.core import manage, records
from bot.core.storage import Storage, talk_key
from bot.core.talks import TALKS
from bot.core.tracker_store import TalkStore
from tests.core.talking import DOMAIN, said, take_turn

ANN, BOB = "ann \ud800", "bob"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NUTRIGAP_DATA", str(tmp_path))
    return tmp_path


def talked(storage: Storage | None = None) -> TalkStore:
    """A store in which Ann and Bob have talked."""
    store = TalkStore(storage or Storage(), DOMAIN)

    async def talk() -> None:
        await take_turn(store, ANN, "what Ann said")
        await take_turn(store, BOB, "what Bob said")

    asyncio.run(talk())
    return store


def age(storage: Storage, sender: str, days: float) -> None:
    def change(connection: Any) -> None:
        changed = {"changed_at": time.time() - days * manage.DAY}
        connection.execute(TALKS.update().where(TALKS.c.talk == talk_key(sender)).values(changed))

    asyncio.run(storage.run(change))


def test_a_backup_is_whole_while_talks_go_on(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, copy = talked(), data / "copy.sqlite"
    manage.main(["backup", str(copy)])
    assert "integrity: ok" in capsys.readouterr().out
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    asyncio.run(take_turn(store, BOB, "after the copy"))
    store.storage.close()

    for suffix in ("", "-wal", "-shm"):
        (data / f"talks.sqlite{suffix}").unlink(missing_ok=True)
    copy.rename(data / "talks.sqlite")
    restored = TalkStore(Storage(), DOMAIN)
    assert said(asyncio.run(restored.retrieve(BOB))) == ["what Bob said"]
    restored.storage.close()


def test_a_backup_overwrites_nothing_and_says_what_it_cannot_do(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="There is no"):
        manage.main(["backup", str(data / "copy.sqlite")])
    talked().storage.close()
    (data / "mine").write_text("precious")
    with pytest.raises(SystemExit, match="mine cannot be made: File exists"):
        manage.main(["backup", str(data / "mine")])
    assert (data / "mine").read_text() == "precious"
    monkeypatch.setenv("NUTRIGAP_DATABASE_URL", "postgresql://somewhere/talks")
    with pytest.raises(SystemExit, match="pg_dump"):
        manage.main(["backup", str(data / "copy.sqlite")])


def test_a_backup_that_fails_leaves_no_half_a_file(data: Path) -> None:
    (data / "talks.sqlite").write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(SystemExit, match="The copy failed"):
        manage.main(["backup", str(data / "copy.sqlite")])
    assert not (data / "copy.sqlite").exists()


def test_an_export_holds_all_of_a_sender_and_nothing_of_another(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talked().storage.close()
    manage.main(["senders"])
    assert {json.loads(line) for line in capsys.readouterr().out.splitlines()} == {ANN, BOB}
    manage.main(["export", ANN])
    written = capsys.readouterr().out
    found = json.loads(written)
    assert found["sender"] == ANN
    texts = [event.get("text") for turn in found["turns"] for event in turn["events"]]
    assert "what Ann said" in texts
    assert "Bob" not in written


def test_an_erasure_reaches_every_table_and_only_that_sender(data: Path) -> None:
    store = talked()

    def another_table(connection: Any) -> None:
        connection.exec_driver_sql("CREATE TABLE mail (talk TEXT, note TEXT)")
        connection.exec_driver_sql("CREATE TABLE settings (note TEXT)")
        for sender in (ANN, BOB):
            connection.execute(sa.text("INSERT INTO mail VALUES (:talk, 'a note')"), {"talk": talk_key(sender)})

    asyncio.run(store.storage.run(another_table))
    store.storage.close()
    manage.main(["erase", ANN])
    tables = ("talks", "turns", "mail")
    with contextlib.closing(sqlite3.connect(data / "talks.sqlite")) as connection:
        left = {table: connection.execute(f"SELECT talk FROM {table}").fetchall() for table in tables}
    assert left == {table: [(talk_key(BOB),)] for table in tables}


def test_a_purge_erases_what_is_old_alone(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "PURGED_AT_ONCE", 2)
    store = talked(storage)
    for number in range(5):
        asyncio.run(take_turn(store, f"old {number}", "hello"))
        age(storage, f"old {number}", 31)
    age(storage, ANN, 29)
    assert asyncio.run(manage.purge(storage, 30)) == 5
    assert set(asyncio.run(store.keys())) == {ANN, BOB}
    assert asyncio.run(manage.purge(storage, 30)) == 0


def test_a_talk_with_something_new_in_another_table_is_kept(storage: Storage) -> None:
    store = talked(storage)

    def message(connection: Any) -> None:
        connection.exec_driver_sql("CREATE TABLE mail (talk VARCHAR(64), received_at FLOAT)")
        arrived = {"talk": talk_key(ANN), "at": time.time()}
        connection.execute(sa.text("INSERT INTO mail VALUES (:talk, :at)"), arrived)

    asyncio.run(storage.run(message))
    for sender in (ANN, BOB):
        age(storage, sender, 31)
    assert asyncio.run(manage.purge(storage, 30)) == 1
    assert list(asyncio.run(store.keys())) == [ANN]


def test_the_server_purges_as_it_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = talked()
    age(store.storage, ANN, 31)
    asyncio.run(asyncio.wait_for(manage.purge_every_hour(store.storage), 1))  # not set: ends at once
    assert set(asyncio.run(store.keys())) == {ANN, BOB}
    monkeypatch.setitem(os.environ, "NUTRIGAP_KEEP_DAYS", "30")
    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(asyncio.wait_for(manage.purge_every_hour(store.storage), 1))
    assert list(asyncio.run(store.keys())) == [BOB]
    store.storage.close()
