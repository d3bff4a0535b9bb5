"""Messages that came in: stored under their channel's own id before they are acknowledged, kept until they are old.

Functions take the connection of a transaction (`Storage.run`). A message is `waiting` until its turn is stored, then
`done`, or `dead` when it was given up. The row outlives the turn, so that a message that comes twice is known.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from bot.core.packed import Packed
from bot.core.storage import METADATA, Connection, talk_key

WAITING, DONE, DEAD = "waiting", "done", "dead"
MOST_WAITING = 500
"""Messages of one talk that may wait; the next ones are refused, so not acknowledged."""

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_OPEN = sa.text("state <> 'done'")

INBOX = sa.Table(
    "inbox",
    METADATA,
    sa.Column("number", NUMBER, primary_key=True),
    sa.Column("talk", sa.String(64), nullable=False),
    sa.Column("message_id", sa.String(64), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("received_at", sa.Float, nullable=False, index=True),
    sa.Column("content", Packed, nullable=False),
    sa.Index("inbox_known", "talk", "message_id", unique=True),
    sa.Index("inbox_open", "talk", "number", sqlite_where=_OPEN, postgresql_where=_OPEN),
    sqlite_autoincrement=True,  # the number of an erased message is not given again
)


class OtherWords(Exception):
    """A message with this id came before, with other words."""


class TooMany(Exception):
    """Too many messages of this talk are waiting."""


@dataclass(frozen=True)
class Message:
    """A message fit to be read.

    Attributes:
        sender: whose talk it belongs to.
        channel: the name of the channel that it came by.
        message_id: the channel's own id: whoever sends it again gives the same.
        text: what was said.
        metadata: what the assistant may know of it beside.
        address: where the channel sends replies to; None where they are asked for.
        number: its place in the order of all messages; 0 while it is not stored.
        attempts: how often its turn failed, or was begun anew after a restart.
        state: `waiting`, `done` or `dead`.
    """

    sender: str
    channel: str
    message_id: str
    text: str
    metadata: dict[str, Any]
    address: str | None = None
    number: int = 0
    attempts: int = 0
    state: str = WAITING

    @property
    def talk(self) -> str:
        """The key of the talk."""
        return talk_key(self.sender)


_COLUMNS = ("message_id", "number", "attempts", "state")


def read(row: Any) -> Message:
    """Reads a row of `INBOX`."""
    return Message(**{name: row[name] for name in _COLUMNS}, **row.content)


def _alone(connection: Connection, talk: str) -> None:
    """Has other transactions that add to the talk, or erase it, wait for the end of this one.

    Without it PostgreSQL may let a message in between the look at what waits and the erasing, which would lose it.
    SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(talk, 0))))


def add(connection: Connection, message: Message) -> tuple[Message, bool]:
    """Stores a message, or finds it when it came before.

    Returns:
        The message with its number, and whether it is new and its turn has come: none of its talk waits before it.

    Raises:
        OtherWords: what came before under this id had other words.
        TooMany: the talk has too many messages waiting.
        sqlalchemy.exc.IntegrityError: it was stored by somebody else just now; the next try finds it.
    """
    _alone(connection, message.talk)
    mine = INBOX.c.talk == message.talk
    row = connection.execute(sa.select(INBOX).where(mine, INBOX.c.message_id == message.message_id)).one_or_none()
    if row is not None:
        known = read(row)
        if known.text != message.text:
            raise OtherWords
        return known, False
    waiting = sa.select(sa.func.count()).select_from(INBOX).where(mine, INBOX.c.state == WAITING)
    before_it = connection.execute(waiting).scalar_one()
    if before_it >= MOST_WAITING:
        raise TooMany
    return replace(message, number=_insert(connection, message, time.time())), not before_it


def _insert(connection: Connection, message: Message, received_at: float) -> int:
    content = {name: value for name, value in asdict(message).items() if name not in _COLUMNS}
    values = {"talk": message.talk, "message_id": message.message_id, "content": content, "received_at": received_at}
    done = connection.execute(INBOX.insert().values(state=WAITING, attempts=0, **values))
    number: int = done.inserted_primary_key[0]
    return number


def oldest_waiting(connection: Connection, talk: str) -> Message | None:
    """Gives the message of a talk whose turn it is; None when all are answered."""
    query = sa.select(INBOX).where(INBOX.c.talk == talk, INBOX.c.state == WAITING)
    row = connection.execute(query.order_by(INBOX.c.number).limit(1)).one_or_none()
    return read(row) if row is not None else None


def newest(connection: Connection) -> int:
    """Gives the number of the newest message; 0 when there is none."""
    return connection.execute(sa.select(sa.func.max(INBOX.c.number))).scalar() or 0


def talks_waiting(connection: Connection, before: float) -> list[str]:
    """Gives the talks with messages waiting that came before `before` (seconds since 1970)."""
    query = sa.select(INBOX.c.talk).where(INBOX.c.state == WAITING, INBOX.c.received_at < before)
    return list(connection.execute(query.distinct()).scalars())


def state(connection: Connection, number: int) -> str | None:
    """Gives the state of a message; None when it was erased."""
    found: str | None = connection.execute(sa.select(INBOX.c.state).where(INBOX.c.number == number)).scalar()
    return found


def settle(connection: Connection, number: int, state: str) -> bool:
    """Ends the waiting of a message; says whether it was waiting."""
    waiting = (INBOX.c.number == number) & (INBOX.c.state == WAITING)
    return bool(connection.execute(INBOX.update().where(waiting).values(state=state)).rowcount)


def count_attempt(connection: Connection, number: int) -> int:
    """Counts one more attempt at a message, and says how many that makes."""
    counted = INBOX.update().where(INBOX.c.number == number).values(attempts=INBOX.c.attempts + 1)
    connection.execute(counted)
    return connection.execute(sa.select(INBOX.c.attempts).where(INBOX.c.number == number)).scalar() or 0


def waiting_from(connection: Connection, message: Message) -> list[dict[str, Any]]:
    """Gives the rows of the talk's waiting messages, from this one on; no others come until the transaction ends."""
    _alone(connection, message.talk)
    query = sa.select(INBOX).where(INBOX.c.talk == message.talk, INBOX.c.state == WAITING)
    rows = connection.execute(query.where(INBOX.c.number >= message.number).order_by(INBOX.c.number)).mappings()
    return [dict(row) for row in rows]


def put_back(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Stores rows again that were erased with their talk, but came after it was asked for."""
    if rows:
        connection.execute(INBOX.insert(), rows)


def counts(connection: Connection) -> dict[str, int]:
    """Gives how many messages are waiting, and how many were given up."""
    query = sa.select(INBOX.c.state, sa.func.count()).where(INBOX.c.state != DONE).group_by(INBOX.c.state)
    found: dict[str, int] = dict(connection.execute(query).all())
    return {name: found.get(name, 0) for name in (WAITING, DEAD)}
