"""Sends replies to the services that want them sent: in order within a talk, again where they were not taken."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from bot.core import outbox
from bot.core.inbox import Message
from bot.core.outbox import Claimed, Reply, ToSend
from bot.core.retry import delays, until_done
from bot.core.storage import Connection, Storage

SEND_PATIENCE = 86_400.0
"""Seconds for which a reply is offered to a service that does not take it."""

TRY_PATIENCE = 6.0
"""Seconds for which a service may take to say whether it takes a reply."""

CLAIM = 8.0
"""Seconds for which a reply is claimed before it is sent; after them whoever claimed it has ended."""

LOOK_AGAIN = 1.0

logger = logging.getLogger(__name__)


class TryLater(Exception):
    """The service does not take a reply now."""

    def __init__(self, seconds: float | None = None) -> None:
        """Takes the seconds to wait, where the service says so."""
        super().__init__()
        self.seconds = seconds


class Sender(Protocol):
    """A channel that sends replies, where others are asked for them."""

    def parts(self, reply: Reply) -> list[Reply]:
        """Gives what of a reply is sent, one after the other. Each part is sent, and tried again, by itself."""

    async def send(self, address: str, part: Reply) -> None:
        """Sends a part.

        Raises:
            TryLater: it was not taken, and may be when tried again.
            Exception: it will never be taken.
        """


class Courier:
    """Sends what is in the outbox. A reply is claimed before, so that of several processes one sends it.

    It is sent again when a process ends, or hears nothing, between its sending and the note of that: the services do
    not say what they have taken, and better twice than never.
    """

    def __init__(self, storage: Storage, senders: Mapping[str, Sender]) -> None:
        """Takes the senders by the names of their channels."""
        self._storage, self._senders = storage, senders
        self._walking: dict[str, asyncio.Task[None]] = {}
        self._woken: set[str] = set()

    def parts(self, channel: str, reply: Reply) -> list[Reply]:
        """Gives the parts of a reply on a channel; where replies are asked for, the reply as it is."""
        sender = self._senders.get(channel)
        return [reply] if sender is None else sender.parts(reply)

    async def recover(self) -> None:
        """Takes up what was yet to be sent when a process ended."""
        for talk in await self._storage.read(outbox.talks_to_send):
            self.wake(talk)

    def wake(self, talk: str) -> None:
        """Sends what there is for a talk."""
        if not self._senders:
            return
        self._woken.add(talk)
        if talk not in self._walking:
            self._walking[talk] = asyncio.create_task(self._walk(talk))

    async def say(self, message: Message, reply: Reply) -> None:
        """Sends a word between, once and unstored, to whoever sent the message."""
        sender = self._senders.get(message.channel)
        if sender is None or message.address is None:
            return
        try:
            for part in sender.parts(reply):
                await sender.send(message.address, part)
        except Exception as fault:  # the answer itself comes later
            logger.warning("A word between was not taken by %s (%s).", message.channel, type(fault).__name__)

    def stop(self) -> None:
        """Stops sending. What is not sent then waits for the next start."""
        for task in self._walking.values():
            task.cancel()

    async def _walk(self, talk: str) -> None:
        try:
            while talk in self._woken:
                self._woken.discard(talk)
                while item := await self._claim(talk):
                    if await self._is_settled(item):
                        await until_done(partial(self._storage.run, partial(outbox.remove, sent=item)))
        except Exception:
            logger.exception("A courier ended; its replies are sent after the next one, or the next start.")
        finally:  # nothing may be awaited between the last look and this, or a reply could be left behind
            self._walking.pop(talk, None)

    async def _claim(self, talk: str) -> ToSend | None:
        """Gives what is to be sent next, once it is ours to send; None when there is nothing."""

        def claim(connection: Connection) -> ToSend | None:
            now = time.time()
            return outbox.claim(connection, talk, self._senders, now, now + CLAIM)

        while True:
            try:
                return await until_done(lambda: self._storage.run(claim))
            except Claimed:
                await asyncio.sleep(LOOK_AGAIN)

    async def _is_settled(self, item: ToSend) -> bool:
        """Offers a reply until it is taken, or never will be; says no when somebody else has claimed it meanwhile."""
        begun = time.monotonic()
        for delay in delays(0.5, 60):
            try:
                await asyncio.wait_for(self._senders[item.channel].send(item.address, item.reply), TRY_PATIENCE)
                return True
            except (TryLater, asyncio.TimeoutError) as later:
                pause = getattr(later, "seconds", None) or delay
            except Exception:  # it will never be taken, and those behind it must be sent
                logger.exception("A reply was refused by %s.", item.channel)
                return True
            if time.monotonic() - begun > SEND_PATIENCE:
                logger.error("A reply was offered to %s for a day and not taken.", item.channel)
                return True
            until = time.time() + pause + CLAIM
            if not await until_done(partial(self._storage.run, partial(outbox.hold, item=item, until=until))):
                return False
            item = replace(item, claimed_until=until)
            await asyncio.sleep(pause)
        raise AssertionError("The delays never end.")
