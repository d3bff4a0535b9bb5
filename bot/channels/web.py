"""The web channel: Rasa's REST channel with checked input, whole replies, and never silence."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.gate import Gate
from bot.channels.incoming import BadRequest, Incoming, read_message

SESSION_COOKIE = "nutrigap_session"
FAULT = (
    "I could not finish that just now. What you told me before is kept: please send this message again in "
    "a minute. If you have chest pain, trouble breathing, or think it could be an emergency, do not wait "
    "for me: call your local emergency number now."
)

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


def error(status: int, says: str) -> HTTPResponse:
    """Answers a request that cannot be served, in one sentence."""
    return json_response({"error": says}, status)


def json_response(body: Any, status: int = 200) -> HTTPResponse:
    """Answers with JSON in plain ASCII, which holds whatever text it is given."""
    return response.json(body, status=status, dumps=json.dumps)


def token_of(request: Request) -> str | None:
    """Gives the token that a program shows: `Authorization: Bearer ...` or `?token=...`."""
    token: str | None = request.token or request.args.get("token")
    return token


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
            try:
                incoming = read_message(request.body)
            except BadRequest as fault:
                return error(400, str(fault))
            sender = self.gate.sender(incoming.sender, token_of(request), request.cookies.get(SESSION_COOKIE))
            if sender is None:
                return error(401, "Open the chat page first, or show the token.")
            if not self.gate.allows(sender):
                return error(429, "That was a lot at once. Please wait a minute.")
            # Shielded: a visitor who closes the page must not lose the message that is being answered.
            return json_response(await asyncio.shield(self.answer(on_new_message, incoming, sender)))

        return webhook

    async def answer(self, on_new_message: Handler, incoming: Incoming, sender: str) -> list[dict[str, Any]]:
        """Runs one turn. A turn that breaks or says nothing ends with `FAULT`, after what was said."""
        collector = WholeReplies()
        message = UserMessage(incoming.text, collector, sender, input_channel=self.name(), metadata=incoming.metadata)
        broken = False
        try:
            await on_new_message(message)
        except Exception:  # whatever it was, the visitor gets an answer
            logger.exception("A turn failed.")
            broken = True
        if broken or not collector.messages:
            await collector.send_response(sender, {"text": FAULT, "custom": {"type": "fault"}})
        replies: list[dict[str, Any]] = collector.messages
        return replies
