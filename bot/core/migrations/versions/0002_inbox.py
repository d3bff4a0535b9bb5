"""Messages that came in, replies to go out, and visitors whose session was ended.

Senders of release 1.0 are named after their channel, so that they find their talks, and can erase them.
"""

from __future__ import annotations

import hashlib
import re
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _where(condition: str) -> dict[str, sa.sql.elements.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


NAMED_AFTER = {"telegram": "telegram:", "slack": "slack:"}
CAME_BY = re.compile(r'"input_channel": ?"(\w+)"')


def _name_senders() -> None:
    connection = op.get_bind()
    talks = sa.table("talks", sa.column("talk"), sa.column("sender"))
    turns = sa.table("turns", sa.column("talk"), sa.column("sequence"), sa.column("events"))
    for talk, sender in connection.execute(sa.select(talks.c.talk, talks.c.sender)).all():
        first = sa.select(turns.c.events).where(turns.c.talk == talk).order_by(turns.c.sequence).limit(2)
        came_by = CAME_BY.search(b" ".join(map(zlib.decompress, connection.execute(first).scalars())).decode("ascii"))
        named = NAMED_AFTER.get(came_by.group(1) if came_by else "", "program:") + sender
        whole = named.encode("ascii").decode("unicode_escape")
        key = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
        connection.execute(talks.update().where(talks.c.talk == talk).values(talk=key, sender=named))
        connection.execute(turns.update().where(turns.c.talk == talk).values(talk=key))


def upgrade() -> None:
    """Makes the tables `inbox`, `outbox` and `ended_sessions`, and names senders after their channel."""
    _name_senders()
    op.create_table(
        "inbox",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("talk", sa.String(64), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("received_at", sa.Float, nullable=False, index=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_known", "inbox", ["talk", "message_id"], unique=True)
    op.create_index("inbox_open", "inbox", ["talk", "number"], **_where("state <> 'done'"))
    op.create_table(
        "outbox",
        sa.Column("talk", sa.String(64), primary_key=True),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message", NUMBER, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_index("outbox_to_send", "outbox", ["talk"], **_where("address IS NOT NULL"))
    op.create_index("outbox_message", "outbox", ["message"])
    op.create_table(
        "ended_sessions",
        sa.Column("visitor", sa.String(64), primary_key=True),
        sa.Column("ended_at", sa.Float, nullable=False),
    )
