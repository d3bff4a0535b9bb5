"""Lets one turn of a talk run at a time among several processes, by Redis.

A lock is a key that Redis drops when its holder does not renew it, so a process that dies frees its talks. A process
that merely slept too long is stopped by its fencing token: every lock comes with a higher one, and the tracker store
refuses to append with one that is lower than the talk has seen.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from rasa.core.lock_store import LockError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.core.lock_store import TalkLocks
from bot.core.storage import talk_key
from bot.core.talks import StaleLock
from bot.core.turn import FENCE

TIME_TO_LIVE = 8.0
"""Seconds after which a lock that nobody renews is free. It is renewed three times as often."""

_PREFIX = "nutrigap:lock:"
_TOKENS = "nutrigap:tokens"
_FREED = "nutrigap:freed"

# A token is higher than all before it, also when Redis lost what it held, or its clock stepped back.
_TAKE = """
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
    return {0, redis.call('PTTL', KEYS[1])}
end
local now = redis.call('TIME')
local token = math.max((tonumber(redis.call('GET', KEYS[2])) or 0) + 1, now[1] * 1000000 + now[2], ARGV[3] + 1)
redis.call('SET', KEYS[2], string.format('%.0f', token))
return {token, 0}
"""
_RENEW = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('PEXPIRE', KEYS[1], ARGV[2]) or 0"
_FREE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    redis.call('DEL', KEYS[1])
    redis.call('PUBLISH', KEYS[2], KEYS[1])
end
"""

logger = logging.getLogger(__name__)


class RedisLocks(TalkLocks):
    """Locks of several processes: in order within each, first come first served among them."""

    def __init__(self, url: str) -> None:
        """Takes the URL of Redis, which is connected to when the first talk is locked."""
        super().__init__()
        self._redis = Redis.from_url(url, decode_responses=True, socket_timeout=2, socket_connect_timeout=2)
        self._take = self._redis.register_script(_TAKE)
        self._renew = self._redis.register_script(_RENEW)
        self._free = self._redis.register_script(_FREE)
        self._waiting: dict[str, asyncio.Event] = {}
        self._listener: asyncio.Task[None] | None = None
        self._least_token = 0

    @asynccontextmanager
    async def among_processes(self, conversation_id: str) -> AsyncIterator[None]:
        """Holds a talk against other processes, and sets the token for the tracker store.

        Raises:
            LockError: Redis does not answer.
        """
        self._listener = self._listener or asyncio.create_task(self._listen())
        key, owner = _PREFIX + talk_key(conversation_id), secrets.token_hex(16)
        before = FENCE.set(await self._wait_for(key, owner))
        renewing = asyncio.create_task(self._keep(key, owner))
        try:
            yield
        except StaleLock as refused:
            self._least_token = max(self._least_token, refused.fence)
            raise
        finally:
            renewing.cancel()
            FENCE.reset(before)
            try:
                await self._free(keys=[key, _FREED], args=[owner])
            except RedisError:  # the turn is done; nobody has to hear of it but the log
                logger.warning("A lock could not be given back. It is free in %s seconds.", TIME_TO_LIVE)

    async def check(self) -> None:
        """Raises when Redis does not answer."""
        await self._redis.ping()

    async def close(self) -> None:
        """Stops listening and closes the connections."""
        if self._listener:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener
        await self._redis.close(close_connection_pool=True)

    async def _wait_for(self, key: str, owner: str) -> int:
        """Takes the lock as soon as it is free, and gives its token."""
        freed = self._waiting[key] = asyncio.Event()  # one at a time waits here; see `TalkLocks`
        try:
            while True:
                freed.clear()
                arguments = [owner, int(TIME_TO_LIVE * 1000), self._least_token]
                try:
                    token, left = await self._take(keys=[key, _TOKENS], args=arguments)
                except RedisError as away:
                    raise LockError("Redis does not answer.") from away
                if token:
                    return int(token)
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(freed.wait(), max(left, 1) / 1000)
        finally:
            del self._waiting[key]

    async def _keep(self, key: str, owner: str) -> None:
        """Renews the lock while its holder lives."""
        while True:
            await asyncio.sleep(TIME_TO_LIVE / 3)
            try:
                if not await self._renew(keys=[key], args=[owner, int(TIME_TO_LIVE * 1000)]):
                    logger.warning("A lock was lost. The turn is refused if somebody else has written.")
                    return
            except RedisError:
                logger.warning("A lock could not be renewed.")

    async def _listen(self) -> None:
        """Wakes those who wait when another process frees what they wait for, and all when something was missed."""
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as channel:
                    await channel.subscribe(_FREED)
                    self._wake(*self._waiting)
                    while True:
                        message = await channel.get_message(timeout=TIME_TO_LIVE)
                        self._wake(*([message["data"]] if message else []))
            except RedisError:
                self._wake(*self._waiting)
                await asyncio.sleep(0.5)

    def _wake(self, *keys: str) -> None:
        for key in keys:
            if key in self._waiting:
                self._waiting[key].set()
