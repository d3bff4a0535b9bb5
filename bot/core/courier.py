"""Sends replies to the services that want them sent: in order within a talk, again where they were not taken."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from functools import partial
from typing import Protocol

from bot.core import outbox
from bot.core.inbox import Message
from bot.core.outbox import Reply, ToSend
from bot.core.retry import delays, until_done
from bot.core.storage import Storage

SEND_PATIENCE = 86_400.0
"""Seconds for which a reply is offered to a service that does not take it."""

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
    """Sends what is in the outbox.

    A part is sent again when the process ends between its sending and the note of that: better twice than never.
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
        """Takes up what was yet to be sent when the last process ended."""
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
                for item in await until_done(partial(self._storage.read, partial(outbox.to_send, talk=talk))):
                    if item.channel in self._senders:  # otherwise it waits until the channel is open again
                        await self._send(item)
                        await until_done(partial(self._storage.run, partial(outbox.remove, sent=item)))
        except Exception:
            logger.exception("A courier ended; its replies are sent after the next one, or the next start.")
        finally:  # nothing may be awaited between the last look and this, or a reply could be left behind
            self._walking.pop(talk, None)

    async def _send(self, item: ToSend) -> None:
        begun = time.monotonic()
        for delay in delays(0.5, 60):
            try:
                await self._senders[item.channel].send(item.address, item.reply)
                return
            except TryLater as later:
                if time.monotonic() - begun > SEND_PATIENCE:
                    logger.error("A reply was offered to %s for a day and not taken.", item.channel)
                    return
                await asyncio.sleep(later.seconds or delay)
            except Exception:  # it will never be taken, and those behind it must be sent
                logger.exception("A reply was refused by %s.", item.channel)
                return
