"""What is stored of a person, in whichever table: erased, exported, and forgotten with age."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from bot.core.storage import METADATA, Connection, unescape
from bot.core.talks import TALKS

PURGED_AT_ONCE = 500


def _personal_tables() -> list[sa.Table]:
    return [table for table in METADATA.sorted_tables if "talk" in table.c]


def erase(connection: Connection, talk: str) -> None:
    """Removes every row of a talk, from every table that has some."""
    for table in _personal_tables():
        connection.execute(table.delete().where(table.c.talk == talk))


def export(connection: Connection, talk: str) -> dict[str, Any]:
    """Gives every row of a talk, by table. What cannot be read as JSON is given as it is."""

    def readable(value: Any) -> Any:
        try:
            return json.loads(value)
        except (TypeError, ValueError):
            return value

    found = {}
    for table in _personal_tables():
        rows = connection.execute(table.select().where(table.c.talk == talk)).mappings()
        found[table.name] = [{name: readable(value) for name, value in row.items()} for row in rows]
    return found


def purge(connection: Connection, before: float) -> int:
    """Erases up to `PURGED_AT_ONCE` talks in which nothing was said since `before`; says how many."""
    query = sa.select(TALKS.c.talk).where(TALKS.c.changed_at < before).limit(PURGED_AT_ONCE)
    old = list(connection.execute(query).scalars())
    for talk in old:
        erase(connection, talk)
    return len(old)


def senders(connection: Connection) -> list[str]:
    """Gives everybody of whom a talk is stored."""
    return [unescape(sender) for sender in connection.execute(sa.select(TALKS.c.sender)).scalars()]
