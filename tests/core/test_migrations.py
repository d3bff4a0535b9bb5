from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core import inbox, migrations, outbox, talks, visitors
from bot.core.engines import postgresql_engine, sqlite_engine
from bot.core.packed import unpack
from bot.core.storage import METADATA, Storage, unescape
from bot.core.tracker_store import TalkStore
from tests.servers import PostgreSQL

DOMAIN = Domain.empty()
CAME_BY = {"77": "telegram", "U1": "slack", "ann": "rest", "Zoë 🦓 \\x": None}
NAMED = {"77": "telegram:77", "U1": "slack:U1", "ann": "program:ann", "Zoë 🦓 \\x": "program:Zoë 🦓 \\x"}
THEIR_OWN = {"alembic_version", "sqlite_sequence"}
"""Tables that Alembic and SQLite keep for themselves."""


def test_the_migrations_make_the_tables_that_the_code_uses(storage: Storage) -> None:
    def differences(connection: Any) -> Any:
        options = {"include_name": lambda name, *_: name not in THEIR_OWN}
        return compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)

    assert {table.name for table in (talks.TALKS, inbox.INBOX, outbox.OUTBOX, visitors.ENDED)} <= set(METADATA.tables)
    assert asyncio.run(storage.read(differences)) == []


def test_processes_that_start_together_migrate_once(postgresql: PostgreSQL, tmp_path: Path) -> None:
    url = postgresql.new_database()
    for open_engine in (lambda: postgresql_engine(url), lambda: sqlite_engine(tmp_path / "talks.sqlite")):
        with ThreadPoolExecutor(4) as threads:
            started = list(threads.map(lambda _, go=open_engine: Storage(go()), range(4)))
        for stored in started:
            asyncio.run(stored.check())
            stored.close()


def test_a_database_of_a_newer_release_is_left_alone(storage: Storage) -> None:
    def make_newer(connection: Any) -> None:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    asyncio.run(storage.run(make_newer))
    with pytest.raises(RuntimeError, match="newer release"):
        migrations.upgrade(storage.engine)


def test_talks_of_release_1_are_taken_over_without_loss(tmp_path: Path) -> None:
    path = tmp_path / "talks.sqlite"
    old = SQLTrackerStore(domain=DOMAIN, db=str(path))
    said: dict[str, list[Any]] = {}
    for sender in CAME_BY:
        tracker = DialogueStateTracker(sender, DOMAIN.slots)
        for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
            tracker.update(event, DOMAIN)
        for turn in range(5):
            tracker.update(UserUttered(f"{sender} {turn} \0 \ud800", input_channel=CAME_BY[sender]), DOMAIN)
            tracker.update(ActionExecuted("action_listen"), DOMAIN)
        asyncio.run(old.save(tracker))
        said[NAMED[sender]] = [event.as_dict() for event in tracker.events]
    old.engine.dispose()

    stored = Storage(sqlite_engine(path))

    def everything(connection: Any) -> dict[str, list[Any]]:
        query = "SELECT sender, events FROM talks JOIN turns USING (talk) ORDER BY talk, turns.sequence"
        found: dict[str, list[Any]] = {}
        for row in connection.exec_driver_sql(query):
            found.setdefault(unescape(row.sender), []).extend(unpack(row.events))
        return found

    assert asyncio.run(stored.read(everything)) == said
    kept = asyncio.run(TalkStore(stored, DOMAIN).retrieve("telegram:77"))
    assert kept is not None
    assert "events" not in sa.inspect(stored.engine).get_table_names()
    stored.close()
