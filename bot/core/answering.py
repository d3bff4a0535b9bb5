"""One try at one message: its turn, its replies and its mark "done" are stored in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.core import inbox, outbox
from bot.core.collector import Collector
from bot.core.inbox import DEAD, DONE, WAITING, Message
from bot.core.outbox import Reply
from bot.core.storage import Connection, Storage
from bot.core.turn import stored_with_the_turn

TURN_PATIENCE = 20.0
"""Seconds that one try may take: less than the time for which its talk is locked."""

ERASED = "erased"
"""The state of a message whose turn erased the talk, and so the message."""


Handler = Callable[[UserMessage], Awaitable[Any]]


class AlreadySettled(Exception):
    """Somebody else has answered the message meanwhile."""


class NothingStored(Exception):
    """The turn came to an end and stored nothing."""


@dataclass(frozen=True)
class Wording:
    """What is said where there is no answer.

    Attributes:
        moment: the answer takes its time; it will come.
        refusal: it was tried, and there will be no answer.
        silence: the turn had nothing to say.
        erased: everything of the talk is erased, and so is the answer that said so.
    """

    moment: Reply
    refusal: Reply
    silence: Reply
    erased: Reply


@dataclass(frozen=True)
class Outcome:
    """What became of a message: `done`, `dead` or `erased`, and the replies, each with its `id`."""

    state: str
    replies: list[Reply]


@dataclass
class Answers:
    """Answers messages.

    Attributes:
        storage: where messages and replies are.
        handle: runs a turn, and stores it with what `bot.core.turn` was given.
        parts: gives what of a reply a channel sends, or shows, one after the other.
        forget: called with the sender in the transaction that erases all of a talk, to erase more.
        wording: what is said where there is no answer.
    """

    storage: Storage
    handle: Handler
    parts: Callable[[str, Reply], list[Reply]]
    forget: Callable[[Connection, str], None]
    wording: Wording

    async def attempt(self, message: Message) -> Outcome:
        """Runs the message's turn once.

        Raises:
            Exception: whatever went wrong; `outcome` then says whether the turn was stored all the same.
        """
        collector, settled = Collector(message.channel), []

        @contextmanager
        def around(connection: Connection) -> Iterator[None]:
            waiting = inbox.waiting_from(connection, message)
            if not waiting or waiting[0]["number"] != message.number:
                raise AlreadySettled
            yield
            settled.append(self._settle(connection, message, collector.replies, waiting[1:]))

        said = UserMessage(
            message.text,
            collector,
            message.sender,
            input_channel=message.channel,
            message_id=message.message_id,
            metadata=message.metadata,
        )
        with stored_with_the_turn(around):
            await asyncio.wait_for(self.handle(said), TURN_PATIENCE)
        if not settled:
            raise NothingStored
        outcome: Outcome = settled[-1]
        return outcome

    def _settle(
        self, connection: Connection, message: Message, said: list[Reply], later: list[dict[str, Any]]
    ) -> Outcome:
        replies = self._parts(message, said or [self.wording.silence])
        if inbox.settle(connection, message.number, DONE):
            return Outcome(DONE, outbox.add(connection, message, replies))
        if inbox.state(connection, message.number) is not None:
            raise AlreadySettled
        # The turn has erased the talk. What was said after it was asked for is not meant by that.
        inbox.put_back(connection, later)
        self.forget(connection, message.sender)
        if message.address is None:
            return Outcome(ERASED, outbox.numbered(replies))
        return Outcome(ERASED, outbox.add(connection, message, replies))

    def _parts(self, message: Message, replies: list[Reply]) -> list[Reply]:
        return [part for reply in replies for part in self.parts(message.channel, reply)]

    async def outcome(self, message: Message) -> Outcome | None:
        """Looks what became of a message; None while it waits. Raises as `Storage.read`."""

        def look(connection: Connection) -> Outcome | None:
            state = inbox.state(connection, message.number)
            if state == WAITING:
                return None
            if state is None:
                return Outcome(ERASED, outbox.numbered([self.wording.erased]))
            return Outcome(state, outbox.replies_to(connection, message))

        return await self.storage.read(look)

    async def give_up(self, message: Message) -> Outcome:
        """Settles a message without its turn, and says so. Raises as `Storage.run`, or `AlreadySettled`."""

        def settle(connection: Connection) -> Outcome:
            if not inbox.settle(connection, message.number, DEAD):
                raise AlreadySettled
            return Outcome(DEAD, outbox.add(connection, message, self._parts(message, [self.wording.refusal])))

        return await self.storage.run(settle)

    async def count_attempt(self, message: Message) -> int:
        """Counts a try that failed, and says how many there were. Raises as `Storage.run`."""
        return await self.storage.run(partial(inbox.count_attempt, number=message.number))
