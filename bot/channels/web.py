"""The web channel: Rasa's REST channel with checked input, whole replies, and never silence."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.entry import json_response, let_in, may_send, sender_of
from bot.channels.gate import Gate
from bot.channels.incoming import Incoming, read_message
from bot.channels.wording import FAULT

logger = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]


class WholeReplies(CollectingOutputChannel):
    """Collects each message of the bot as one item, where Rasa parts text, buttons and JSON."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collects text, buttons, image, attachment and custom JSON side by side, text unsplit."""
        buttons = message.get("buttons") or message.get("quick_replies")
        parts = {key: message.get(key) for key in ("text", "image", "attachment", "custom")}
        item = self._message(recipient_id, **{key: part or None for key, part in parts.items()})
        if buttons:
            item["buttons"] = buttons
        if len(item) > 1:
            await self._persist_message(item)


class WebInput(RestInput):
    """Rasa's `POST /webhooks/rest/webhook`, for the chat page and for programs."""

    def __init__(self, gate: Gate) -> None:
        """Takes the gate that decides who may talk."""
        self.gate = gate

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Gives the route of the webhook."""
        webhook = Blueprint("web_channel")

        @webhook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            let_in(self.gate, request)
            incoming = read_message(request.body)
            sender = sender_of(self.gate, request, incoming.sender)
            may_send(self.gate, sender)
            # Shielded: a visitor who closes the page must not lose the message that is being answered.
            return json_response(await asyncio.shield(self.answer(on_new_message, incoming, sender)))

        return webhook

    async def answer(self, on_new_message: Handler, incoming: Incoming, sender: str) -> list[dict[str, Any]]:
        """Runs one turn. A turn that breaks or says nothing ends with `FAULT`, after what was said."""
        collector = WholeReplies()
        name = sender.partition(":")[2]
        message = UserMessage(incoming.text, collector, sender, input_channel=self.name(), metadata=incoming.metadata)
        broken = False
        try:
            await on_new_message(message)
        except Exception:  # whatever it was, the visitor gets an answer
            logger.exception("A turn failed.")
            broken = True
        if broken or not collector.messages:
            await collector.send_response(sender, {"text": FAULT, "custom": {"type": "fault"}})
        return [reply | {"recipient_id": name} for reply in collector.messages]
