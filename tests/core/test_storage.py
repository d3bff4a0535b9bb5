from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import stat
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core import storage as storage_module
from bot.core.engines import create_engine, postgresql_engine, sqlite_engine
from bot.core.storage import Storage, StorageBusy, escape, talk_key, unescape
from tests.servers import PostgreSQL

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=400)
NOTES = sa.table("notes", sa.column("note"))


def write(text: str) -> Any:
    return lambda connection: connection.execute(NOTES.insert().values(note=text))


def notes(connection: Any) -> list[str]:
    return [row.note for row in connection.execute(sa.select(NOTES.c.note))]


@pytest.fixture
def noted(storage: Storage) -> Storage:
    asyncio.run(storage.run(lambda connection: connection.exec_driver_sql("CREATE TABLE notes (note TEXT)")))
    return storage


def test_work_is_stored_whole_or_not_at_all(noted: Storage) -> None:
    def breaks(connection: Any) -> None:
        write("half")(connection)
        raise KeyError("half way")

    asyncio.run(noted.run(write("whole")))
    with pytest.raises(KeyError):
        asyncio.run(noted.run(breaks))
    assert asyncio.run(noted.read(notes)) == ["whole"]


@given(text=ANYTHING)
def test_any_string_can_be_written_and_has_a_key_of_its_own(text: str) -> None:
    assert unescape(escape(text)) == text
    assert escape(text).isascii()
    assert "\0" not in escape(text)
    assert len(talk_key(text)) == 64
    assert talk_key(text) != talk_key(f"{text} ")


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=ANYTHING)
def test_both_databases_take_any_escaped_string(noted: Storage, text: str) -> None:
    asyncio.run(noted.run(lambda connection: connection.execute(NOTES.delete())))
    asyncio.run(noted.run(write(escape(text))))
    assert [unescape(note) for note in asyncio.run(noted.read(notes))] == [text]


def test_what_comes_together_is_stored_whole_or_not_at_all_each_by_itself(noted: Storage) -> None:
    def breaks(connection: Any) -> None:
        write("half")(connection)
        raise KeyError("half way")

    def wrong(connection: Any) -> None:
        write("half")(connection)
        connection.exec_driver_sql("INSERT INTO nothing VALUES (1)")

    async def together() -> list[Any]:
        slow = noted.run(lambda _: time.sleep(0.1))  # the others wait together behind it
        mixed = [noted.run((write(f"whole {n}"), breaks, wrong)[n % 3]) for n in range(30)]
        return (await asyncio.gather(slow, *mixed, return_exceptions=True))[1:]

    outcomes = asyncio.run(together())
    assert [type(outcome).__name__ for outcome in outcomes[1::3]] == ["KeyError"] * 10
    assert all(isinstance(outcome, sa.exc.SQLAlchemyError) for outcome in outcomes[2::3])
    assert not any(isinstance(outcome, Exception) for outcome in outcomes[0::3])
    assert sorted(asyncio.run(noted.read(notes))) == sorted(f"whole {n}" for n in range(0, 30, 3))


def test_a_file_is_waited_for_once_for_all_that_come_together(tmp_path: Path) -> None:
    stored, commits = Storage(sqlite_engine(tmp_path / "talks.sqlite")), []
    sa.event.listen(stored.engine, "commit", commits.append)

    async def together() -> None:
        slow = stored.run(lambda _: time.sleep(0.1))
        await asyncio.gather(slow, *(stored.check() for _ in range(30)))

    asyncio.run(together())
    assert len(commits) == 2
    stored.close()


def test_when_storing_fails_all_that_came_together_hear_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = Storage(sqlite_engine(tmp_path / "talks.sqlite"))

    def fail(_connection: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    async def together() -> list[Any]:
        return await asyncio.gather(*(stored.check() for _ in range(10)), return_exceptions=True)

    monkeypatch.setattr(stored.engine.dialect, "do_commit", fail)
    assert {type(outcome) for outcome in asyncio.run(together())} == {sa.exc.OperationalError}
    monkeypatch.undo()
    asyncio.run(stored.check())
    stored.close()


def test_work_that_nobody_waits_for_any_more_is_not_begun(storage: Storage) -> None:
    done = []

    async def leave() -> None:
        slow = [asyncio.create_task(storage.run(lambda _: time.sleep(0.1))) for _ in range(8)]
        await asyncio.sleep(0.02)
        leaving = asyncio.create_task(storage.run(lambda _: done.append("left")))
        await asyncio.sleep(0.02)
        leaving.cancel()
        await asyncio.gather(*slow)
        await storage.run(lambda _: done.append("stayed"))

    asyncio.run(leave())
    assert done == ["stayed"]


def test_the_event_loop_goes_on_while_the_database_works(storage: Storage) -> None:
    async def beats() -> int:
        work = asyncio.create_task(storage.run(lambda _: time.sleep(0.2)))
        count = 0
        while not work.done():
            await asyncio.sleep(0.01)
            count += 1
        return count

    assert asyncio.run(beats()) > 10


def test_a_database_that_hangs_is_noticed_in_time(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_module, "PATIENCE", 0.1)
    with pytest.raises(StorageBusy):
        asyncio.run(storage.run(lambda _: time.sleep(0.3)))


def test_work_that_waited_too_long_for_its_turn_is_not_begun(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_module, "QUEUE_PATIENCE", 0.1)
    begun = []

    async def crowd() -> list[Any]:
        slow = [storage.run(lambda _: time.sleep(0.3)) for _ in range(8)]
        return await asyncio.gather(*slow, storage.run(lambda _: begun.append("late")), return_exceptions=True)

    assert isinstance(asyncio.run(crowd())[-1], StorageBusy)
    assert begun == []


def test_a_file_that_another_program_has_locked_is_noticed_in_time(tmp_path: Path) -> None:
    stored = Storage(sqlite_engine(tmp_path / "talks.sqlite"))
    asyncio.run(stored.check())
    with contextlib.closing(sqlite3.connect(tmp_path / "talks.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            asyncio.run(stored.check())
        assert time.monotonic() - started < storage_module.PATIENCE
        asyncio.run(stored.read(lambda connection: connection.exec_driver_sql("SELECT 1")))
    asyncio.run(stored.check())
    stored.close()


def test_the_file_is_its_owners_alone_and_safe_from_power_cuts(tmp_path: Path) -> None:
    stored = Storage(sqlite_engine(tmp_path / "talks.sqlite"))

    def pragmas(connection: Any) -> list[Any]:
        names = ("journal_mode", "synchronous", "secure_delete")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert asyncio.run(stored.read(pragmas)) == ["wal", 2, 1]
    asyncio.run(stored.check())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("talks.sqlite*")}
    stored.close()
    assert modes == dict.fromkeys(("talks.sqlite", "talks.sqlite-wal", "talks.sqlite-shm"), 0o600)


def test_postgresql_connections_that_were_cut_are_replaced(postgresql: PostgreSQL) -> None:
    stored = Storage(postgresql_engine(postgresql.new_database()))

    async def cut_and_ask() -> None:
        await asyncio.gather(*(stored.check() for _ in range(20)))
        postgresql.cut_connections()
        await asyncio.gather(*(stored.check() for _ in range(20)))

    asyncio.run(cut_and_ask())
    stored.close()


def test_errors_hold_none_of_the_values(storage: Storage) -> None:
    with pytest.raises(sa.exc.SQLAlchemyError) as caught:
        asyncio.run(storage.run(write("zebraword")))
    assert "zebraword" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://secret@host/db", "talks.sqlite", "sqlite:///talks.sqlite"])
def test_an_url_of_another_database_is_refused_without_showing_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTRIGAP_DATABASE_URL", url)
    with pytest.raises(ValueError, match="does not begin with postgresql") as caught:
        create_engine()
    assert url not in str(caught.value)


def test_the_environment_names_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUTRIGAP_DATA", str(tmp_path / "data"))
    assert create_engine().url.database == str(tmp_path / "data/talks.sqlite")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    monkeypatch.setenv("NUTRIGAP_DATABASE_URL", "postgres://somebody@somewhere/talks")
    assert create_engine().url.drivername == "postgresql"
