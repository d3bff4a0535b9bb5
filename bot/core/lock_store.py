"""Lets one turn of a talk run at a time: in the order they came within a process, and among processes by Redis."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from rasa.core.lock_store import LockError, LockStore

MOST_WAITING = 100
"""Messages of one talk that may wait at a time. The next one is refused."""


class TooManyWaiting(LockError):
    """So many messages of this talk are waiting that this one is not taken. The sender should wait a moment."""


@dataclass
class _Queue:
    """Whoever holds a talk, and whoever waits for it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    members: int = 0


class TalkLocks(LockStore):
    """Locks of one process.

    The next in line is woken at once. Nobody's lock expires: it ends when its holder ends, however that ends.
    """

    def __init__(self) -> None:
        """Starts without anybody in line."""
        super().__init__()
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 0, wait_time_in_seconds: float = 0
    ) -> AsyncIterator[None]:
        """Holds a talk. Rasa's two times say how to expire and to poll, which these locks do not.

        Raises:
            TooManyWaiting: the line is full.
        """
        queue = self._queues.setdefault(conversation_id, _Queue())
        if queue.members > MOST_WAITING:
            raise TooManyWaiting
        queue.members += 1
        try:
            async with queue.lock, self.among_processes(conversation_id):
                yield
        finally:
            queue.members -= 1
            if not queue.members:
                del self._queues[conversation_id]

    @asynccontextmanager
    async def among_processes(self, conversation_id: str) -> AsyncIterator[None]:
        """Holds a talk against other processes: there are none."""
        yield

    async def check(self) -> None:
        """Raises when no talk can be locked now."""

    async def close(self) -> None:
        """Closes what is open."""


def create_lock_store() -> TalkLocks:
    """Gives the locks that the environment asks for: `NUTRIGAP_REDIS_URL`, or those of this process."""
    url = os.environ.get("NUTRIGAP_REDIS_URL")
    if not url:
        return TalkLocks()
    from bot.core.redis_locks import RedisLocks  # imports this module

    return RedisLocks(url)
