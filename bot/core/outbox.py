"""Replies: stored with their turn before they are sent or asked for.

A reply's id grows within its talk, also past an erasure, so that whoever has seen one can ask for all after it. It
is the time in milliseconds, or one more than the last where the clock stands or steps back, and so tells nobody how
much others talk.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from bot.core import inbox
from bot.core.inbox import INBOX, NUMBER, WAITING, Message
from bot.core.packed import Packed
from bot.core.storage import METADATA, Connection

MOST_SHOWN = 200
PURGED_AT_ONCE = 500

Reply = dict[str, Any]
"""What is said: `text`, `buttons`, `custom`, each where there is one."""

_TO_SEND = sa.text("address IS NOT NULL")

OUTBOX = sa.Table(
    "outbox",
    METADATA,
    sa.Column("talk", sa.String(64), primary_key=True),
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("message", NUMBER, nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("address", sa.Text),
    sa.Column("content", Packed, nullable=False),
    sa.Column("claimed_until", sa.Float),
    sa.Index("outbox_to_send", "talk", sqlite_where=_TO_SEND, postgresql_where=_TO_SEND),
    sa.Index("outbox_message", "message"),
)
"""`message` is the number of the message that is answered; `address` is where to send it, or none: it is asked for.
Until `claimed_until` (seconds since 1970) it is one process's to send, and nobody else's."""


class Claimed(Exception):
    """Somebody else is sending the next reply of the talk, or was when their process ended."""


@dataclass(frozen=True)
class Exchange:
    """A message and what was answered to it: replies, each with its `id`."""

    message: Message
    replies: list[Reply]


@dataclass(frozen=True)
class ToSend:
    """A reply that has to be sent, and where to; for whoever claimed it, until then."""

    talk: str
    id: int
    channel: str
    address: str
    reply: Reply
    claimed_until: float | None


def numbered(replies: list[Reply], last: int = 0) -> list[Reply]:
    """Gives replies their ids, which come after `last`."""
    return [{**reply, "id": n} for n, reply in enumerate(replies, max(last + 1, int(time.time() * 1000)))]


def add(connection: Connection, message: Message, replies: list[Reply]) -> list[Reply]:
    """Stores the replies to a message, and gives them with their ids."""
    last = connection.execute(sa.select(sa.func.max(OUTBOX.c.id)).where(OUTBOX.c.talk == message.talk)).scalar() or 0
    given = numbered(replies, last)
    where = {"talk": message.talk, "message": message.number, "channel": message.channel, "address": message.address}
    connection.execute(OUTBOX.insert(), [{**where, "id": reply["id"], "content": reply} for reply in given])
    return given


def exchanges(connection: Connection, talk: str, after: int = 0) -> list[Exchange]:
    """Gives what a reader of the talk who has seen the reply `after` does not know yet, in the order it was said.

    That is every message that was answered later, with those replies, and every one that still waits; of the
    newest `MOST_SHOWN` messages, that is.
    """
    mine = INBOX.c.talk == talk
    newest = sa.select(INBOX.c.number).where(mine).order_by(INBOX.c.number.desc()).limit(MOST_SHOWN)
    later = (OUTBOX.c.message == INBOX.c.number) & (OUTBOX.c.id > after)
    query = sa.select(INBOX, OUTBOX.c.id, OUTBOX.c.content.label("reply")).outerjoin(OUTBOX, later)
    query = query.where(INBOX.c.number.in_(newest), OUTBOX.c.id.is_not(None) | (INBOX.c.state == WAITING))
    found: dict[int, Exchange] = {}
    for row in connection.execute(query.order_by(INBOX.c.number, OUTBOX.c.id)):
        exchange = found.setdefault(row.number, Exchange(inbox.read(row), []))
        if row.id is not None:
            exchange.replies.append(row.reply)
    return list(found.values())


def replies_to(connection: Connection, message: Message) -> list[Reply]:
    """Gives the replies to a message."""
    query = sa.select(OUTBOX.c.content).where(OUTBOX.c.talk == message.talk, OUTBOX.c.message == message.number)
    return list(connection.execute(query.order_by(OUTBOX.c.id)).scalars())


def claim(connection: Connection, talk: str, channels: Collection[str], now: float, until: float) -> ToSend | None:
    """Claims the reply of a talk that is to be sent next on one of the channels; None when there is none.

    Raises:
        Claimed: it is claimed already.
    """
    mine = (OUTBOX.c.talk == talk) & OUTBOX.c.address.is_not(None) & OUTBOX.c.channel.in_(channels)
    row = connection.execute(sa.select(OUTBOX).where(mine).order_by(OUTBOX.c.id).limit(1)).one_or_none()
    if row is None:
        return None
    found = ToSend(talk, row.id, row.channel, row.address, row.content, row.claimed_until)
    if (row.claimed_until or 0) > now or not hold(connection, found, until):
        raise Claimed
    return replace(found, claimed_until=until)


def hold(connection: Connection, item: ToSend, until: float) -> bool:
    """Claims a reply until then, and says whether it was as it is here: nobody has claimed or sent it meanwhile."""
    same = (OUTBOX.c.talk == item.talk) & (OUTBOX.c.id == item.id)
    same &= OUTBOX.c.claimed_until.is_not_distinct_from(item.claimed_until)
    return bool(connection.execute(OUTBOX.update().where(same).values(claimed_until=until)).rowcount)


def talks_to_send(connection: Connection) -> list[str]:
    """Gives the talks that have replies to send."""
    return list(connection.execute(sa.select(OUTBOX.c.talk).where(OUTBOX.c.address.is_not(None)).distinct()).scalars())


def remove(connection: Connection, sent: ToSend) -> None:
    """Removes a reply that was sent: the service that it went to has it."""
    connection.execute(OUTBOX.delete().where(OUTBOX.c.talk == sent.talk, OUTBOX.c.id == sent.id))


def purge(connection: Connection, before: float) -> int:
    """Forgets up to `PURGED_AT_ONCE` settled messages that came before `before`, and their replies; says how many."""
    old = sa.select(INBOX.c.number).where(INBOX.c.received_at < before, INBOX.c.state != WAITING).limit(PURGED_AT_ONCE)
    numbers = list(connection.execute(old).scalars())
    connection.execute(OUTBOX.delete().where(OUTBOX.c.message.in_(numbers)))
    connection.execute(INBOX.delete().where(INBOX.c.number.in_(numbers)))
    return len(numbers)
