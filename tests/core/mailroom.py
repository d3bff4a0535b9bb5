"""An inbox, workers and an outbox over a storage, with turns that need no model."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import SlotSet

from bot.core import inbox, outbox
from bot.core.answering import Answers, Outcome, Wording
from bot.core.courier import Courier, Sender
from bot.core.inbox import Message
from bot.core.outbox import Exchange
from bot.core.storage import Storage, talk_key
from bot.core.tracker_store import TalkStore
from bot.core.workers import Workers
from tests.core.talking import DOMAIN, said, take_turn

WORDING = Wording(
    moment={"text": "moment"}, refusal={"text": "refused"}, silence={"text": "silence"}, erased={"text": "erased"}
)
Before = Callable[[str], Awaitable[None]]


class Mailroom:
    """One process's share of the work. Turns answer "heard <text>"; `delete` erases; `before` can make them fail."""

    def __init__(self, storage: Storage, senders: dict[str, Sender] | None = None) -> None:
        self.storage = storage
        self.talks = TalkStore(storage, DOMAIN)
        self.begun: Counter[str] = Counter()
        self.forgotten: list[str] = []
        self.before: Before | None = None
        self.courier = Courier(storage, senders or {})
        self.answers = Answers(
            storage, self.handle, self.courier.parts, lambda _, who: self.forgotten.append(who), WORDING
        )
        self.workers = Workers(self.answers, self.courier)

    async def handle(self, message: UserMessage) -> None:
        self.begun[message.text] += 1
        if self.before:
            await self.before(message.text)
        if message.text != "silence":
            await message.output_channel.send_response(message.sender_id, {"text": f"heard {message.text}"})
        more = [SlotSet("erase_requested", True)] if message.text == "delete" else []
        await take_turn(self.talks, message.sender_id, message.text, *more)

    async def say(
        self, text: str, sender: str = "ann", message_id: str | None = None, seconds: float = 20
    ) -> Outcome | None:
        """Sends a message and waits for what becomes of it."""
        accepted = await self.workers.accept(message(text, sender, message_id))
        return await self.workers.outcome(accepted, seconds)

    async def exchanges(self, sender: str = "ann", after: int = 0) -> list[Exchange]:
        return await self.storage.read(lambda connection: outbox.exchanges(connection, talk_key(sender), after))

    async def heard(self, sender: str = "ann") -> list[str]:
        """Gives what the stored talk holds of what was said."""
        tracker = await self.talks.retrieve_full_tracker(sender)
        return said(tracker) if tracker else []

    async def counts(self) -> dict[str, int]:
        return await self.storage.read(inbox.counts)


def message(text: str, sender: str = "ann", message_id: str | None = None, **more: Any) -> Message:
    return Message(sender, more.pop("channel", "rest"), message_id or text.replace(" ", "-"), text, {}, **more)


def texts(exchanges: list[Exchange]) -> list[tuple[str, list[str]]]:
    return [(exchange.message.text, [reply["text"] for reply in exchange.replies]) for exchange in exchanges]


async def until(done: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    """Waits until something holds."""
    deadline = time.monotonic() + seconds
    while not await done():
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.02)


async def is_heard(room: Mailroom, said: list[str]) -> bool:
    """Says whether the talk holds this, and nothing waits."""
    return await room.heard() == said and (await room.counts())["waiting"] == 0


async def is_settled(room: Mailroom) -> bool:
    """Says whether nothing waits."""
    return (await room.counts())["waiting"] == 0
