"""A stand-in for Rasa's agent, and what asks the application that it is put into."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import httpx
from rasa.core.channels.channel import UserMessage

from bot.core import records
from bot.core.storage import Storage, talk_key
from bot.core.turn import run_with_the_turn

WEBHOOK = "/webhooks/rest/webhook"
TALK = "/webhooks/rest/talk"
Ask = Callable[..., httpx.Response]


class FakeAgent:
    """Answers with what it heard, or as the text tells it to."""

    storage: Storage

    def __init__(self) -> None:
        self.heard: list[UserMessage] = []
        self.processor = SimpleNamespace(parse_message=self.parse)
        self.tracker_store = self.lock_store = SimpleNamespace(check=self.check)
        self.action_endpoint = SimpleNamespace(check=self.check_actions)
        self.broken_store = False

    def is_ready(self) -> bool:
        return True

    async def check(self) -> None:
        if self.broken_store:
            raise OSError("secret")

    async def check_actions(self) -> None:
        raise asyncio.TimeoutError

    async def parse(self, message: UserMessage) -> dict[str, Any]:
        return {"text": message.text, "intent": {"name": "greet"}, "entities": [], "not_understood": ["x"]}

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        await self.answer(message)
        await run_with_the_turn(self.storage, self.erase if message.text == "delete" else lambda connection: None)

    def erase(self, connection: Any) -> None:
        records.erase(connection, talk_key(self.heard[-1].sender_id))

    async def answer(self, message: UserMessage) -> None:
        if message.text == "silence":
            return
        if message.text == "break":
            raise ValueError("break, my secret words")
        if message.text == "slow":
            await asyncio.sleep(30)
        await message.output_channel.send_response(
            message.sender_id,
            {
                "text": "One.\n\nTwo.",
                "buttons": [{"title": "Yes"}],
                "custom": {"type": "assessment"},
                "image": None,
            },
        )
