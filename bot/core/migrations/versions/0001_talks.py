"""Talks as rows of one turn each. Talks of release 1.0, one row an event, are taken over."""

from __future__ import annotations

import hashlib
import itertools
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables `talks` and `turns`, and moves the old table `events` into them."""
    talks = op.create_table(
        "talks",
        sa.Column("talk", sa.String(64), primary_key=True),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("rolled_at", sa.Integer, nullable=False),
        sa.Column("fence", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.Float, nullable=False, index=True),
    )
    turns = op.create_table(
        "turns",
        sa.Column("talk", sa.String(64), primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("events", sa.LargeBinary, nullable=False),
    )
    connection = op.get_bind()
    if sa.inspect(connection).has_table("events"):
        _take_over(connection, talks, turns)
        op.drop_table("events")


def _take_over(connection: Any, talks: sa.Table, turns: sa.Table) -> None:
    """Copies the events as they were written, without reading them: a broken one breaks its own turn alone."""
    columns = ("sender_id", "type_name", "action_name", "timestamp", "data")
    old = sa.table("events", *map(sa.column, ("id", *columns)))
    ordered = sa.select(*(old.c[name] for name in columns)).order_by(old.c.sender_id, old.c.id)
    for sender, rows in itertools.groupby(connection.execute(ordered).all(), key=lambda row: row.sender_id):
        talk = hashlib.sha256(sender.encode("utf-8", "surrogatepass")).hexdigest()
        written: list[list[str]] = [[]]
        rolled_at = changed_at = 0
        for row in rows:
            if row.type_name == "session_started":
                rolled_at = len(written)
            written[-1].append(row.data)
            changed_at = max(changed_at, row.timestamp or 0)
            if row.action_name == "action_listen":
                written.append([])
        stored = [zlib.compress(f"[{','.join(events)}]".encode("ascii")) for events in written if events]
        sender = sender.encode("unicode_escape").decode("ascii")
        values = {"sequence": len(stored), "rolled_at": rolled_at, "fence": 0, "changed_at": changed_at}
        connection.execute(talks.insert(), {"talk": talk, "sender": sender, **values})
        rows_of_turns = [{"talk": talk, "sequence": n, "events": events} for n, events in enumerate(stored, 1)]
        connection.execute(turns.insert(), rows_of_turns)
