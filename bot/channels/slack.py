"""Slack: Rasa's connector, for direct messages, with our own blocks."""

from __future__ import annotations

import asyncio
import html
import logging
import os
from typing import Any

import aiohttp
from rasa.core.channels.slack import SlackBot, SlackInput
from sanic import Blueprint
from sanic.request import Request
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.messenger import cleaned, never_silent, pieces, settings_from_environment
from bot.channels.web import Handler

LONGEST_TEXT = 3_000
LONGEST_BUTTON = 75

logger = logging.getLogger(__name__)


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


class SlackReplies(SlackBot):
    """Sends each message of the bot as one message, with its bold words and its buttons."""

    def __init__(self, token: str, channel: str | None, thread_id: str | None, proxy: str | None) -> None:
        """Takes what Rasa's does; `SLACK_API_URL` moves the API, for tests."""
        super().__init__(token, channel, thread_id, proxy)
        url = os.environ.get("SLACK_API_URL", AsyncWebClient.BASE_URL)
        self.client = AsyncWebClient(token, base_url=url, proxy=proxy)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Sends text without buttons."""
        await self.send_text_with_buttons(recipient_id, text, [])

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[dict[str, Any]], **kwargs: Any
    ) -> None:
        """Sends text with any number of buttons, where Rasa drops them beyond five."""
        safe = escaped(text)
        try:
            await self._post_message(self.slack_channel or recipient_id, text=safe, blocks=blocks(safe, buttons))
        except (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError):
            # The talk goes on: a message that Slack does not take must not make the turn fail.
            logger.exception("A message could not be sent to Slack.")

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        """Sends nothing: our JSON is for programs."""


async def drop_charset(request: Request) -> None:
    """Lets Rasa's connector read `application/json; charset=utf-8`, which it would drop without a word."""
    kind = request.headers.get("content-type", "")
    request.headers["content-type"] = kind.partition(";")[0].strip()


class Slack(SlackInput):
    """Takes direct messages alone: what is said of one's health is not for a channel."""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Slack:
        """Reads the settings from the environment variables that the credentials name."""
        channel: Slack = super().from_credentials(settings_from_environment(credentials))
        return channel

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Gives Rasa's routes, which check Slack's signature."""
        webhook = super().blueprint(never_silent(on_new_message))
        webhook.middleware("request")(drop_charset)
        return webhook

    async def process_message(
        self,
        request: Request,
        on_new_message: Handler,
        text: str,
        sender_id: str | None,
        metadata: dict[str, Any] | None,
    ) -> Any:
        """Cleans the text before Rasa's connector acknowledges it and starts the turn."""
        text, metadata = cleaned(html.unescape(text), metadata)
        return await super().process_message(request, on_new_message, text, sender_id, metadata)

    def get_output_channel(self, channel: str | None = None, thread_id: str | None = None) -> SlackReplies:
        """Gives the channel for replies in one talk."""
        return SlackReplies(self.slack_token, channel, thread_id, self.proxy)

    def _is_supported_channel(self, slack_event: dict[str, Any], metadata: dict[str, Any]) -> bool:
        return bool(self._is_direct_message(slack_event))
