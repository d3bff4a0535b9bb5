"""Slack: Rasa's connector, for direct messages, with our own blocks."""

from __future__ import annotations

import asyncio
import hashlib
import html
import os
from typing import Any

import aiohttp
from rasa.core.channels.slack import SlackInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.entry import Refused, json_response
from bot.channels.incoming import read_object
from bot.channels.messenger import pieces, read, settings_from_environment
from bot.core.courier import TryLater
from bot.core.inbox import Message
from bot.core.outbox import Reply

LONGEST_TEXT = 3_000
LONGEST_BUTTON = 75


def escaped(text: str) -> str:
    """Makes text safe for Slack, where `<...>` can call everybody in a channel."""
    return html.escape(text, quote=False)


def blocks(text: str, buttons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gives a message as Slack's blocks: sections of text, then the buttons, which send their own words."""
    sections = [{"type": "section", "text": {"type": "mrkdwn", "text": piece}} for piece in pieces(text, LONGEST_TEXT)]
    elements = [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": button["title"][:LONGEST_BUTTON]},
            "value": button["payload"],
        }
        for button in buttons
    ]
    return sections + ([{"type": "actions", "elements": elements}] if elements else [])


def delivery_of(request: Request) -> dict[str, Any]:
    """Reads what Slack sends: events as JSON, presses of buttons as a form that holds JSON.

    Raises:
        BadRequest: it is neither.
    """
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return read_object(request.form.get("payload", "").encode())
    return read_object(request.body)


def bots_of(delivery: dict[str, Any]) -> list[str]:
    """Gives the bot's own name, which people may write before their words."""
    match delivery:
        case {"authorizations": [{"user_id": str(bot)}, *_]}:
            return [bot]
    return []


class Slack(SlackInput):
    """Takes direct messages alone: what is said of one's health is not for a channel."""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Slack:
        """Reads the settings from the environment variables that are named; `SLACK_API_URL` moves the API."""
        channel: Slack = super().from_credentials(settings_from_environment(credentials))
        url = os.environ.get("SLACK_API_URL", AsyncWebClient.BASE_URL)
        channel.client = AsyncWebClient(channel.slack_token, base_url=url, proxy=channel.proxy)
        return channel

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """Gives the route of the webhook."""
        webhook = Blueprint("slack_webhook")

        @webhook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not self.is_request_from_slack_authentic(request):
                raise Refused(401, "This is for Slack.")
            delivery = delivery_of(request)
            if "challenge" in delivery:
                return json_response(delivery["challenge"])
            message = self.message(delivery, hashlib.sha256(request.body).hexdigest())
            if message is not None:
                await request.app.ctx.workers.accept(message)
            return response.text("")

        return webhook

    def message(self, delivery: dict[str, Any], body_sum: str) -> Message | None:
        """Gives what a person wrote to the bot alone, or pressed; None for everything else.

        What Slack sends again has the same id: an event its own, a press the sum of its body.
        """
        match delivery:
            case {
                "event_id": str(event_id),
                "event": {"type": "message", "channel_type": "im", "channel": str(channel), "user": str(user)} as event,
            } if event.get("text") and isinstance(event["text"], str) and not event.get("bot_id"):
                known = hashlib.sha256(event_id.encode("utf-8", "surrogatepass")).hexdigest()
                text, kept = read(html.unescape(self._sanitize_user_message(event["text"], bots_of(delivery))))
                return Message(f"slack:{user}", self.name(), known, text, kept, channel)
            case {
                "user": {"id": str(user)},
                "channel": {"id": str(channel)},
                "actions": [{"type": "button", "value": str(words)}, *_],
            }:
                text, kept = read(html.unescape(words))
                return Message(f"slack:{user}", self.name(), body_sum, text, kept, channel)
        return None

    def parts(self, reply: Reply) -> list[Reply]:
        """Gives the reply's text and buttons as one message; our JSON is for programs."""
        return [{key: reply[key] for key in ("text", "buttons") if key in reply}] if reply.get("text") else []

    async def send(self, address: str, part: Reply) -> None:
        """Sends text with any number of buttons, where Rasa drops them beyond five. Raises as `Sender.send`."""
        safe = escaped(part["text"])
        try:
            await self.client.chat_postMessage(channel=address, text=safe, blocks=blocks(safe, part.get("buttons", [])))
        except SlackApiError as fault:
            if fault.response.status_code == 429 or fault.response.status_code >= 500:
                raise TryLater(float(fault.response.headers.get("Retry-After", 0))) from fault
            raise
        except (aiohttp.ClientError, asyncio.TimeoutError) as fault:
            raise TryLater from fault
