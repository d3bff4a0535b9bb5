"""When to try again, and when not to."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import aiohttp
import sqlalchemy as sa
from rasa.core.lock_store import LockError

from bot.core.storage import StorageBusy
from bot.core.talks import TurnConflict

T = TypeVar("T")

logger = logging.getLogger(__name__)

OUTAGES = (
    StorageBusy,
    TurnConflict,
    LockError,
    OSError,
    asyncio.TimeoutError,
    aiohttp.ClientError,
    sa.exc.OperationalError,
    sa.exc.InterfaceError,
    sa.exc.TimeoutError,
)
"""What is raised when a part is down, slow or taken: nothing is wrong with what was asked of it."""


def is_outage(fault: BaseException) -> bool:
    """Says whether a part was not there for the moment, by the fault or what caused it."""
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, OUTAGES) or (isinstance(cause, sa.exc.DBAPIError) and cause.connection_invalidated):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def delays(first: float, most: float) -> Iterator[float]:
    """Gives seconds to wait before each further try: doubled each time, up to `most`."""
    return (min(most, first * 2**n) for n in itertools.count())


async def until_done(work: Callable[[], Awaitable[T]]) -> T:
    """Tries until it succeeds or fails for another reason than an outage."""
    for delay in delays(0.2, 5):
        try:
            return await work()
        except Exception as fault:
            if not is_outage(fault):
                raise
            logger.warning("Storage is out of reach (%s); trying again.", type(fault).__name__)
            await asyncio.sleep(delay)
    raise AssertionError("The delays never end.")
