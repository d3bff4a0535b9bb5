"""The store under faults: whatever was taken for stored is there once and in order, and it recovers by itself."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa

from bot.core import session
from bot.core.engines import postgresql_engine, sqlite_engine
from bot.core.redis_locks import RedisLocks
from bot.core.storage import Storage, StorageBusy
from bot.core.tracker_store import TalkStore
from tests.core.talking import DOMAIN, take_turn
from tests.faults.failing import Failing, Handler, crowd, prompt_loop, whole_talk
from tests.servers import PostgreSQL, Redis

TEXTS = [f"message {number}" for number in range(4)]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Storage]:
    stored = Storage(sqlite_engine(tmp_path / "talks.sqlite"))
    yield stored
    stored.close()


@pytest.fixture
def own_postgresql() -> Iterator[PostgreSQL]:
    """One that a test may stop."""
    server = PostgreSQL()
    server.start()
    yield server
    server.remove()


def error_of(storage: Storage) -> Callable[[Any], None]:
    def fail(_subject: Any) -> None:
        raise (sqlite3.OperationalError if storage.is_sqlite else psycopg2.OperationalError)("injected")

    return fail


def cut_of(server: PostgreSQL) -> Callable[[Any], None]:
    def cut(subject: Any) -> None:
        connection = getattr(subject, "connection", subject)  # a cursor's, or the pool's proxy of one
        server.execute(f"SELECT pg_terminate_backend({getattr(connection, 'connection', connection).info.backend_pid})")

    return cut


def sweep(storage: Storage, fault: Callable[[Any], None], every: int) -> int:
    """Lets each call of a talk fail, one in each talk; gives the number of calls."""
    failing, handler = Failing(storage, fault), Handler(TalkStore(storage, DOMAIN))

    async def talk(sender: str) -> None:
        for text in TEXTS:
            await handler.until_stored(sender, text)

    with failing.call(0, False):
        asyncio.run(talk("counted"))
    calls = failing.calls
    for afterwards in (False, True):
        for number in range(1, calls + 1, every):
            sender = f"call {number} {afterwards}"
            with failing.call(number, afterwards):
                asyncio.run(talk(sender))
                assert failing.failed
            assert asyncio.run(whole_talk(storage, sender)) == TEXTS, sender
    return calls


def test_any_database_call_may_fail(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "TURNS_READ", 2)  # so a new session begins within the talk
    assert sweep(storage, error_of(storage), every=1) > 20


def test_any_connection_may_be_cut(postgresql: PostgreSQL, full: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "TURNS_READ", 2)
    stored = Storage(postgresql_engine(postgresql.new_database()))
    assert sweep(stored, cut_of(postgresql), every=1 if full else 5) > 20
    stored.close()


def test_a_file_that_is_locked_for_long(file: Storage, full: bool) -> None:
    store = TalkStore(file, DOMAIN)

    async def check() -> None:
        other = sqlite3.connect(file.engine.url.database, isolation_level=None)
        async with prompt_loop(), crowd([Handler(store)], 10):
            other.execute("BEGIN EXCLUSIVE")
            until = time.monotonic() + (15 if full else 5)
            while (asked := time.monotonic()) < until:
                with pytest.raises((sa.exc.OperationalError, StorageBusy)):
                    await take_turn(store, "asks once", "hello")
                assert time.monotonic() - asked < 5
            other.execute("ROLLBACK")
        other.close()

    asyncio.run(check())


def test_a_disk_that_is_full(file: Storage) -> None:
    """The limit is SQLite's own: it answers as it does when the disk has no more space."""

    def limit(pages: int) -> None:
        def listen(connection: Any, _record: Any) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}")

        sa.event.listen(file.engine, "connect", listen)
        file.engine.dispose()

    handler = Handler(TalkStore(file, DOMAIN))

    async def check() -> None:
        async with prompt_loop(), crowd([handler], 5):
            limit(1)  # SQLite makes of it: not one page more than there are
            with pytest.raises(sa.exc.OperationalError, match="full"):
                await take_turn(handler.store, "too much", "words " * 100_000)
            await asyncio.sleep(1)
            limit(1_000_000)

    asyncio.run(check())


@pytest.mark.parametrize("fault", ["cut", "stopped", "killed", "frozen"])
def test_postgresql_that_fails(own_postgresql: PostgreSQL, fault: str, full: bool) -> None:
    storage = Storage(postgresql_engine(own_postgresql.new_database()))
    seconds = 6 if full else 1

    def fail() -> None:
        if fault == "cut":
            for _ in range(10):
                own_postgresql.cut_connections()
                time.sleep(seconds / 10)
        elif fault == "frozen":
            with own_postgresql.frozen():
                time.sleep(seconds)
        else:
            own_postgresql.stop(signal.SIGINT if fault == "stopped" else signal.SIGQUIT)
            time.sleep(seconds)
            own_postgresql.start()

    async def check() -> None:
        async with prompt_loop(), crowd([Handler(TalkStore(storage, DOMAIN))], 10):
            for _ in range(5 if full else 1):
                await asyncio.to_thread(fail)

    asyncio.run(check())
    storage.close()


@pytest.mark.parametrize("fault", ["stopped", "emptied", "frozen"])
def test_redis_that_fails(file: Storage, fault: str, full: bool) -> None:
    server = Redis()
    server.start()

    def fail() -> None:
        if fault == "emptied":
            server.empty()
        elif fault == "frozen":
            with server.frozen():
                time.sleep(3)
        else:
            server.stop()
            time.sleep(1)
            server.start()

    async def check() -> None:
        locks = [RedisLocks(server.url), RedisLocks(server.url)]
        async with prompt_loop(), crowd([Handler(TalkStore(file, DOMAIN), each) for each in locks], 5):
            for _ in range(10 if full else 1):
                await asyncio.to_thread(fail)
        for each in locks:
            await each.close()

    asyncio.run(check())
    server.remove()
