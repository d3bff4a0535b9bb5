"""Answers stored messages: one at a time and in order within a talk, talks beside each other.

Whatever stops or fails, wherever, a message is either still waiting, and its turn is run again from the beginning,
or it is answered, for good: `bot.core.answering` stores both in one transaction.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from functools import partial
from weakref import WeakValueDictionary

import sqlalchemy as sa

from bot.core import inbox, outbox, visitors
from bot.core.answering import Answers, Outcome
from bot.core.courier import Courier
from bot.core.inbox import WAITING, Message
from bot.core.retry import until_done
from bot.core.storage import Connection
from bot.core.trying import Tries

MOMENT = 4.5
"""Seconds after which somebody who has no answer yet is told so, and knows it within five."""

ORPHANED = 30.0
"""Seconds after which a waiting message is looked after by every process: the one that took it in may have ended."""

KEPT = 30 * 86_400
"""Seconds for which a message is known when it comes again, and its replies can be asked for."""

LOOK_PATIENCE = 0.5
STOP_PATIENCE = 2.0

logger = logging.getLogger(__name__)


Check = Callable[[Connection], None]


def admit(connection: Connection) -> None:
    """Lets every message in."""


class Workers:
    """Takes messages in and has them answered."""

    def __init__(self, answers: Answers, courier: Courier) -> None:
        """Takes who answers, and who sends the answers."""
        self.storage, self._answers, self._courier = answers.storage, answers, courier
        self._tries = Tries(answers)
        self._working: dict[str, asyncio.Task[None]] = {}
        self._woken: set[str] = set()
        self._open: dict[str, dict[int, asyncio.Future[Outcome]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._doors: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._before_us = 0

    async def accept(self, message: Message, check: Check = admit) -> Message:
        """Stores a message, once however often it comes, and has it answered; gives it with its number.

        When this returns, the message may be acknowledged: it is kept, come what may. `check` runs in the transaction
        that stores it, and raises to refuse it. Raises as that, `inbox.add` and `Storage.run`; after `StorageBusy`
        it may have been kept or not.
        """
        # Shielded: a caller who leaves must not leave a message behind that nobody looks after.
        return await asyncio.shield(self._accept(message, check))

    async def _accept(self, message: Message, check: Check) -> Message:
        def add(connection: Connection) -> tuple[Message, bool]:
            check(connection)
            return inbox.add(connection, message)

        # One at a time, so that the order of a talk is that in which its messages came.
        async with self._doors.setdefault(message.talk, asyncio.Lock()):
            try:
                stored, is_next = await self.storage.run(add)
            except sa.exc.IntegrityError:  # another process was given the same message just now
                stored, is_next = await self.storage.run(add)
        if stored.state == WAITING:
            future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
            self._open.setdefault(stored.talk, {}).setdefault(stored.number, future)
            self._wake(stored.talk, stored if is_next else None)
            if stored.address is not None:
                self._start(self._tell_in_time(stored))
        return stored

    async def outcome(self, message: Message, seconds: float) -> Outcome | None:
        """Waits until an accepted message is settled, for at most so long; None when it is not."""
        future = self._open.get(message.talk, {}).get(message.number)
        if future is not None:
            await asyncio.wait({future}, timeout=seconds)
            if not future.cancelled():
                return future.result() if future.done() else None
        try:  # it was settled before, or by another process
            return await asyncio.wait_for(self._answers.outcome(message), max(LOOK_PATIENCE, seconds))
        except asyncio.TimeoutError:
            return None

    async def recover(self) -> None:
        """Takes up what was waiting when the last process ended, and goes on looking after what is left behind."""
        self._before_us = await self.storage.read(inbox.newest)
        await self._take_up(time.time())
        await self._courier.recover()
        self._start(self._keep())

    async def stop(self) -> None:
        """Lets the turns in hand come to an end, for a moment. What is not done then waits for the next start."""
        if self._working:
            await asyncio.wait(set(self._working.values()), timeout=STOP_PATIENCE)
        for task in (*self._working.values(), *self._tasks):
            task.cancel()
        self._courier.stop()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell_in_time(self, message: Message) -> None:
        """Says that the answer takes its time, to one who cannot be told otherwise; once for all that wait."""
        if await self.outcome(message, MOMENT) is None and message.number == min(self._open[message.talk]):
            await self._courier.say(message, self._answers.wording.moment)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(ORPHANED)
            try:
                await self._take_up(time.time() - ORPHANED)
                await self._courier.recover()
                while await self.storage.run(partial(outbox.purge, before=time.time() - KEPT)):
                    pass
                await self.storage.run(partial(visitors.purge, now=time.time()))
            except Exception as fault:  # it is tried again soon
                logger.warning("The inbox could not be looked through (%s).", type(fault).__name__)

    async def _take_up(self, before: float) -> None:
        for talk in await self.storage.read(partial(inbox.talks_waiting, before=before)):
            self._wake(talk)

    def _wake(self, talk: str, message: Message | None = None) -> None:
        """Has a talk looked after; with the message whose turn it is where that is known."""
        if message is None or talk in self._working:
            self._woken.add(talk)
        if talk not in self._working:
            self._working[talk] = asyncio.create_task(self._work(talk, message))

    async def _work(self, talk: str, message: Message | None) -> None:
        try:
            while message or talk in self._woken:
                if message is None:
                    self._woken.discard(talk)
                    message = await until_done(lambda: self.storage.read(partial(inbox.oldest_waiting, talk=talk)))
                    if message is None:
                        if talk not in self._woken:
                            self._close(talk)
                        continue
                    self._woken.add(talk)  # more may wait behind it
                self._close(
                    talk,
                    message.number,
                    await self._tries.settle(message, interrupted=message.number <= self._before_us),
                )
                self._courier.wake(talk)
                message = None
        except Exception:
            logger.exception("A worker ended; its messages are taken up again soon.")
        finally:  # nothing may be awaited between the last look and this, or a message could be left behind
            self._working.pop(talk, None)

    def _close(self, talk: str, number: int | None = None, outcome: Outcome | None = None) -> None:
        """Tells who waits for a message. Earlier ones were settled by another process: who waits has to look."""
        waiting = self._open.get(talk, {})
        for settled in [known for known in waiting if number is None or known <= number]:
            future = waiting.pop(settled)
            if settled == number and outcome:
                future.set_result(outcome)
            else:
                future.cancel()
        if not waiting:
            self._open.pop(talk, None)
