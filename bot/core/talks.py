"""The stored talks: a row for each talk, and a row for each of its turns.

Functions take the connection of a transaction (`Storage.run`) and the `talk_key` of a sender.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.core.packed import Packed
from bot.core.storage import METADATA, Connection, escape, talk_key

TALKS = sa.Table(
    "talks",
    METADATA,
    sa.Column("talk", sa.String(64), primary_key=True),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("rolled_at", sa.Integer, nullable=False),
    sa.Column("fence", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.Float, nullable=False, index=True),
)
"""`sequence` is that of its newest turn, `rolled_at` that of the first one that is still read."""

TURNS = sa.Table(
    "turns",
    METADATA,
    sa.Column("talk", sa.String(64), primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True),
    sa.Column("events", Packed, nullable=False),
)
"""`events` is what one turn added."""


Events = list[dict[str, Any]]
"""Events as Rasa writes them."""


class TurnConflict(Exception):
    """Somebody else has added to the talk since it was read. The turn has to be handled again."""


class StaleLock(TurnConflict):
    """Somebody else has got the lock since. Holds the token that the talk has seen."""

    def __init__(self, fence: int) -> None:
        """Takes the token that the talk has seen."""
        super().__init__(fence)
        self.fence = fence


@dataclass(frozen=True)
class Version:
    """Where a talk stood when it was read. No two states of a talk have the same, not even after an erasure."""

    sequence: int = 0
    changed_at: float = 0.0


def version(row: Any) -> Version:
    """Gives where a talk stands, from its row."""
    return Version(row.sequence, row.changed_at)


def find(connection: Connection, talk: str) -> Any:
    """Gives the row of a talk, or None."""
    return connection.execute(sa.select(TALKS).where(TALKS.c.talk == talk)).one_or_none()


def turns(connection: Connection, talk: str, since: int = 0) -> list[bytes]:
    """Gives the turns of a talk as they are stored, packed, the oldest first: one that is broken harms no other."""
    query = sa.select(sa.type_coerce(TURNS.c.events, sa.LargeBinary)).where(
        TURNS.c.talk == talk, TURNS.c.sequence >= since
    )
    return list(connection.execute(query.order_by(TURNS.c.sequence)).scalars())


def append(
    connection: Connection, sender: str, seen: Version, added: list[Events], rolled_at: int, fence: int
) -> Version:
    """Adds turns to a talk that stands where it was `seen`, and gives where it stands now.

    Args:
        connection: a transaction.
        sender: whose talk it is.
        seen: where the talk stood when it was read.
        added: the turns.
        rolled_at: from which turn on it is read from now on.
        fence: the token of the lock that is held, 0 for none.

    Raises:
        TurnConflict: the talk stands elsewhere.
        StaleLock: the lock was lost to somebody who has already written.
    """
    talk = talk_key(sender)
    now = Version(seen.sequence + len(added), time.time())
    values = {"sequence": now.sequence, "rolled_at": rolled_at, "changed_at": now.changed_at}
    if not seen.sequence:
        _begin(connection, talk, {"sender": escape(sender), "fence": fence, **values})
    else:
        _go_on(connection, talk, seen, fence, values)
    for number, events in enumerate(added, seen.sequence + 1):
        connection.execute(TURNS.insert().values(talk=talk, sequence=number, events=events))
    return now


def _begin(connection: Connection, talk: str, values: dict[str, Any]) -> None:
    try:
        connection.execute(TALKS.insert().values(talk=talk, **values))
    except sa.exc.IntegrityError as error:
        raise TurnConflict from error


def _go_on(connection: Connection, talk: str, seen: Version, fence: int, values: dict[str, Any]) -> None:
    as_seen = (TALKS.c.sequence == seen.sequence) & (TALKS.c.changed_at == seen.changed_at)
    if fence:
        as_seen &= TALKS.c.fence <= fence
        values = {**values, "fence": fence}
    if connection.execute(TALKS.update().where(TALKS.c.talk == talk, as_seen).values(values)).rowcount:
        return
    row = find(connection, talk)
    raise StaleLock(row.fence) if row and 0 < fence < row.fence else TurnConflict


def begin_anew(connection: Connection, talk: str) -> None:
    """Has what is stored of a talk read no more. It stays stored, for erasing and exporting."""
    values = {"rolled_at": TALKS.c.sequence + 1, "changed_at": time.time()}
    connection.execute(TALKS.update().where(TALKS.c.talk == talk).values(values))
