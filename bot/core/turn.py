"""What is stored together with a turn, in one transaction.

Whoever handles a message says what else to write once the turn is whole, such as "message done" and the replies:

    with stored_with_the_turn(write) as turn:
        await agent.handle_message(message)
    if not turn.stored:  # Rasa had nothing to save
        await storage.run(write)

`write` takes the connection and runs in a worker thread, inside the transaction that appends the turn's events, so
all of it is stored or none. An error means that the turn is to be handled again, after a look whether it was stored
after all: `StorageBusy`, or a connection lost while committing, leaves that open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from bot.core.storage import Connection, Storage

T = TypeVar("T")
Write = Callable[[Connection], object]


@dataclass
class Turn:
    """What is to be written with the turn, and whether it was."""

    write: Write
    stored: bool = False


CURRENT: ContextVar[Turn | None] = ContextVar("current_turn", default=None)
"""The turn that is being handled by this task."""

FENCE: ContextVar[int] = ContextVar("fence", default=0)
"""The token of the lock that this task holds: whoever got the lock later has a higher one. 0 where none is needed."""


@contextmanager
def stored_with_the_turn(write: Write) -> Iterator[Turn]:
    """Has `write` run in the transaction that stores the turn handled inside this block."""
    turn = Turn(write)
    token = CURRENT.set(turn)
    try:
        yield turn
    finally:
        CURRENT.reset(token)


async def run_with_the_turn(storage: Storage, work: Callable[[Connection], T]) -> T:
    """Runs work in one transaction with what else is to be stored with the turn. Raises as `Storage.run`."""
    turn = CURRENT.get()

    def both(connection: Connection) -> T:
        result = work(connection)
        if turn:
            turn.write(connection)
        return result

    result = await storage.run(both)
    if turn:
        turn.stored = True
    return result
