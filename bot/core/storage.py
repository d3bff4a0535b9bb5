"""Where everything is stored: one SQLite file in the data folder, or PostgreSQL (`NUTRIGAP_DATABASE_URL`).

Who stores something defines its tables on `METADATA`, adds a migration in `bot/core/migrations/versions`, and
hands plain functions to `Storage.run` or `Storage.read`. Each call is one transaction in a worker thread:

    await storage.run(lambda connection: connection.execute(inbox.insert().values(...)))

Every table with words of a person has a column `talk`, which holds `talk_key(sender)`. Erasing, exporting and
purging go by that column, so a table that has it needs nothing else.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.core import migrations
from bot.core.batch import Batches
from bot.core.engines import CONNECTIONS, LOCK_PATIENCE, create_engine

METADATA = sa.MetaData()
"""All tables, each defined by the module that uses it. A test compares them with what the migrations make."""

QUEUE_PATIENCE = 1.5
"""Seconds that work may wait for a thread; then it is refused, so that a stuck database is noticed in time."""

PATIENCE = LOCK_PATIENCE + QUEUE_PATIENCE + 0.5
"""Seconds after which the caller hears that it failed, whatever the thread is doing."""

T = TypeVar("T")
Connection = Any
"""`sqlalchemy.engine.Connection`; SQLAlchemy 1.4 has no types."""


class StorageBusy(Exception):
    """The database did not answer in time. What was asked may be done later, or never."""


def talk_key(sender_id: str) -> str:
    """Gives the key of a sender's talk: safe and short for every id, of any length and any characters."""
    return hashlib.sha256(sender_id.encode("utf-8", "surrogatepass")).hexdigest()


def escape(text: str) -> str:
    r"""Writes any string in ASCII, so that every database takes it: NUL is `\x00`, a lone surrogate `\ud800`."""
    return text.encode("unicode_escape").decode("ascii")


def unescape(text: str) -> str:
    """Gives back what `escape` was given."""
    return text.encode("ascii").decode("unicode_escape")


def _transaction(engine: sa.engine.Engine, work: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        return work(connection)


def _in_time(work: Callable[[Connection], T]) -> Callable[[Connection], T]:
    """Makes work refuse to begin when it waited too long for its turn."""
    asked = time.monotonic()

    def begin(connection: Connection) -> T:
        if time.monotonic() - asked > QUEUE_PATIENCE:
            raise StorageBusy
        return work(connection)

    return begin


async def _answer(future: Future[T]) -> T:
    try:
        return await asyncio.wait_for(asyncio.wrap_future(future), PATIENCE)
    except asyncio.TimeoutError as error:
        raise StorageBusy from error


def _write_a_little(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT txid_current()")
    else:
        count = connection.exec_driver_sql("PRAGMA user_version").scalar()
        connection.exec_driver_sql(f"PRAGMA user_version = {(count + 1) % 1000}")


class Storage:
    """The database, off the event loop: in threads, those that read apart, so that no stuck writer holds them up."""

    def __init__(self, engine: sa.engine.Engine | None = None) -> None:
        """Opens the database of the environment, or the one given, and brings its tables up to date."""
        self.engine = engine or create_engine()
        self.is_sqlite: bool = self.engine.dialect.name == "sqlite"
        migrations.upgrade(self.engine)
        self._reader = self.engine.execution_options(reads=True)
        self._batches = Batches(self.engine) if self.is_sqlite else None
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else CONNECTIONS // 2, "writer")
        self._readers = ThreadPoolExecutor(CONNECTIONS // 2, "reader")

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` in one transaction: all of it is stored when this returns, nothing when it raises.

        Raises:
            StorageBusy: no answer within `PATIENCE`.
            Exception: whatever `work` or the database raises.
        """
        in_time = _in_time(work)
        if self._batches is None:
            return await _answer(self._writers.submit(_transaction, self.engine, in_time))
        future = self._batches.add(in_time)
        self._writers.submit(self._batches.run)
        return await _answer(future)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Does the same for work that only reads, and so waits for no writer. Raises as `run`."""
        return await _answer(self._readers.submit(_transaction, self._reader, _in_time(work)))

    async def check(self) -> None:
        """Writes a little. Raises as `run` when nothing can be written: database down, locked or full, standby."""
        await self.run(_write_a_little)

    async def empty_log(self) -> None:
        """Moves all of SQLite's log into the file, so that what was erased is not left in it.

        Raises:
            RuntimeError: another program is reading, so the log could not be emptied.
        """
        if self.is_sqlite and await _answer(self._writers.submit(self._checkpoint)):
            raise RuntimeError("The write-ahead log is in use and could not be emptied.")

    def close(self) -> None:
        """Ends what is running and closes the database."""
        self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()

    def _checkpoint(self) -> bool:
        with self.engine.connect() as connection:
            blocked, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return bool(blocked)
