"""What is stored of a person, in whichever table: every table with a column `talk`, as it is in the database.

Functions take the connection of a transaction (`Storage.run`), and the `talk_key` of a sender.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

import sqlalchemy as sa

from bot.core.packed import unpack
from bot.core.storage import Connection, unescape
from bot.core.talks import TALKS

PURGED_AT_ONCE = 200


def _personal_tables(connection: Connection) -> list[sa.Table]:
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if "talk" in table.c]


def erase(connection: Connection, talk: str) -> None:
    """Removes every row of a talk, from every table that has some."""
    _erase(connection, _personal_tables(connection), [talk])


def _erase(connection: Connection, tables: list[sa.Table], talks: list[str]) -> None:
    for table in tables:
        connection.execute(table.delete().where(table.c.talk.in_(talks)))


def export(connection: Connection, talk: str) -> dict[str, list[dict[str, Any]]]:
    """Gives every row of a talk, by table. What cannot be read as JSON is given as it is, bytes in hexadecimal."""

    def readable(value: Any) -> Any:
        try:
            return unpack(value) if isinstance(value, bytes) else json.loads(value)
        except (TypeError, ValueError, zlib.error):
            return value.hex() if isinstance(value, bytes) else value

    found = {}
    for table in _personal_tables(connection):
        rows = connection.execute(table.select().where(table.c.talk == talk).order_by(*table.primary_key)).mappings()
        found[table.name] = [{name: readable(value) for name, value in row.items()} for row in rows]
    return found


def purge(connection: Connection, before: float) -> int:
    """Erases up to `PURGED_AT_ONCE` talks of which nothing is newer than `before`; says how many."""
    old, tables = sa.select(TALKS.c.talk).limit(PURGED_AT_ONCE), _personal_tables(connection)
    for table in tables:
        for column in table.c:
            if column.name.endswith("_at") and isinstance(column.type, sa.Float):
                old = old.where(TALKS.c.talk.not_in(sa.select(table.c.talk).where(column >= before)))
    talks = list(connection.execute(old).scalars())
    _erase(connection, tables, talks)
    return len(talks)


def senders(connection: Connection) -> list[str]:
    """Gives everybody of whom a talk is stored."""
    return [unescape(sender) for sender in connection.execute(sa.select(TALKS.c.sender)).scalars()]
