"""What is stored together with a turn, in one transaction.

Whoever handles a message says what else to do in the transaction that stores its turn:

    with stored_with_the_turn(around):
        await agent.handle_message(message)

`around` takes the connection and gives a context manager, which is entered before the turn's events are appended, or
its talk is erased, and left after that. It runs in a thread of the storage. All of it is stored, or none. An error
means that the turn is to be handled again, after a look whether it was stored after all: `StorageBusy`, or a
connection lost while committing, leaves that open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TypeVar

from bot.core.storage import Connection, Storage

T = TypeVar("T")
Around = Callable[[Connection], AbstractContextManager[None]]


CURRENT: ContextVar[Around] = ContextVar("current_turn", default=nullcontext)
"""What belongs to the turn that is being handled by this task."""

FENCE: ContextVar[int] = ContextVar("fence", default=0)
"""The token of the lock that this task holds: whoever got the lock later has a higher one. 0 where none is needed."""


@contextmanager
def stored_with_the_turn(around: Around) -> Iterator[None]:
    """Has `around` run around what stores the turn handled inside this block."""
    token = CURRENT.set(around)
    try:
        yield
    finally:
        CURRENT.reset(token)


async def run_with_the_turn(storage: Storage, work: Callable[[Connection], T]) -> T:
    """Runs work in one transaction with what else is to be stored with the turn. Raises as `Storage.run`."""
    around = CURRENT.get()

    def all_of_it(connection: Connection) -> T:
        with around(connection):
            return work(connection)

    return await storage.run(all_of_it)
