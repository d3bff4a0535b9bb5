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


async def drop_charset(request: Request) -> None:
    """Lets Rasa's connector read `application/json; charset=utf-8`, which it would drop without a word."""
    kind = request.headers.get("content-type", "")
    request.headers["content-type"] = kind.partition(";")[0].strip()


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
        """Gives Rasa's routes, which check Slack's signature."""
        webhook = super().blueprint(on_new_message)
        webhook.middleware("request")(drop_charset)
        return webhook

    async def process_message(
        self, request: Request, on_new_message: Any, text: str, sender_id: str | None, metadata: dict[str, Any] | None
    ) -> HTTPResponse:
        """Stores the message, and so may acknowledge it. What Slack sends again is known by its id."""
        text, kept = read(html.unescape(text))
        address = (metadata or {})["out_channel"]
        await request.app.ctx.workers.accept(
            Message(f"slack:{sender_id}", self.name(), delivery_id(request), text, kept, address)
        )
        return response.text("")

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

    def _is_supported_channel(self, slack_event: dict[str, Any], metadata: dict[str, Any]) -> bool:
        return bool(self._is_direct_message(slack_event))


def delivery_id(request: Request) -> str:
    """Gives what is the same when Slack sends the same thing again: the id of an event, or the sum of a press."""
    event = request.json.get("event_id") if request.headers["content-type"] == "application/json" else None
    return str(event or hashlib.sha256(request.body).hexdigest())
