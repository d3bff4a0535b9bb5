"""Telegram: Rasa's connector with checked updates, and a start that does not depend on Telegram."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import os
from typing import Any

from aiogram import Bot  # type: ignore[import-untyped]
from aiogram.bot.api import TELEGRAM_PRODUCTION, TelegramAPIServer  # type: ignore[import-untyped]
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove  # type: ignore[import-untyped]
from aiogram.utils.exceptions import TelegramAPIError  # type: ignore[import-untyped]
from rasa.core.channels.channel import UserMessage
from rasa.core.channels.telegram import TelegramInput, TelegramOutput
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.entry import Refused
from bot.channels.incoming import read_object
from bot.channels.messenger import cleaned, never_silent, pieces, settings_from_environment
from bot.channels.web import Handler

LONGEST_TEXT = 4_096
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
START_PATIENCE = 5.0
"""Seconds that the start of the assistant waits for Telegram."""

logger = logging.getLogger(__name__)


class TelegramReplies(TelegramOutput):
    """Sends plain text, and buttons as a keyboard whose keys send their own words."""

    def __init__(self, access_token: str) -> None:
        """Takes the bot's token; `TELEGRAM_API_URL` moves the API, for a server of one's own and for tests."""
        url = os.environ.get("TELEGRAM_API_URL")
        server = TelegramAPIServer.from_base(url) if url else TELEGRAM_PRODUCTION
        Bot.__init__(self, access_token, server=server, timeout=20)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Sends text without buttons, which takes those of the last message away."""
        await self._send(recipient_id, text, ReplyKeyboardRemove())

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[dict[str, Any]], *args: Any, **kwargs: Any
    ) -> None:
        """Sends text with buttons. Rasa's inline buttons carry at most 64 bytes, which our words may exceed."""
        keyboard = ReplyKeyboardMarkup(resize_keyboard=True, one_time_keyboard=True, row_width=2)
        await self._send(recipient_id, text, keyboard.add(*(KeyboardButton(button["title"]) for button in buttons)))

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        """Sends nothing: our JSON is for programs."""

    async def _send(self, recipient_id: str, text: str, keyboard: ReplyKeyboardMarkup | ReplyKeyboardRemove) -> None:
        for piece in pieces(text, LONGEST_TEXT):
            try:
                await self.send_message(recipient_id, piece, reply_markup=keyboard)
            except (TelegramAPIError, asyncio.TimeoutError):
                # The talk goes on: somebody who blocks the bot must not make the turn fail.
                logger.exception("A message could not be sent to Telegram.")


class Telegram(TelegramInput):
    """Takes messages of private chats. All other updates are acknowledged, so that they do not come again."""

    def __init__(self, access_token: str, webhook_url: str) -> None:
        """Takes the bot's token, and the public address of this channel's webhook."""
        super().__init__(access_token, None, webhook_url)
        self.output = TelegramReplies(access_token)
        # Only Telegram and we can know it, and nobody has to choose or keep one more secret.
        self.secret = hmac.new(access_token.encode(), b"webhook", hashlib.sha256).hexdigest()

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Telegram:
        """Reads the settings from the environment variables that the credentials name."""
        return cls(**settings_from_environment(credentials))

    def get_output_channel(self) -> TelegramReplies:
        """Gives the channel for replies, without asking Telegram for anything."""
        return self.output

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Gives the route of the webhook."""
        webhook = Blueprint("telegram_webhook")
        answer = never_silent(on_new_message)

        @webhook.listener("before_server_start")
        async def connect(_app: Sanic, _loop: Any) -> None:
            await self.connect()

        @webhook.listener("after_server_stop")
        async def close(_app: Sanic, _loop: Any) -> None:
            await (await self.output.get_session()).close()

        @webhook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self.secret.encode()):
                raise Refused(401, "This is for Telegram.")
            message = self.message(read_object(request.body))
            if message is not None:
                await asyncio.shield(answer(message))
            return response.text("")

        return webhook

    async def connect(self) -> None:
        """Tells Telegram where messages go; where that fails, says so, and the assistant starts without it."""
        hook = {"url": self.webhook_url, "secret_token": self.secret, "allowed_updates": '["message"]'}
        try:
            await asyncio.wait_for(self.output.request("setWebhook", hook), START_PATIENCE)
        except (TelegramAPIError, asyncio.TimeoutError) as fault:
            # The kind alone: the text of a network error can hold the token.
            print(
                f"telegram is not connected ({type(fault).__name__}): check TELEGRAM_TOKEN and the network.", flush=True
            )

    def message(self, update: dict[str, Any]) -> UserMessage | None:
        """Gives what a person wrote to the bot alone, or None for every other update."""
        said = update.get("message") or {}
        chat = said.get("chat") or {}
        if chat.get("type") != "private":
            return None
        text, metadata = cleaned(said.get("text") or said.get("caption") or "")
        if text.split()[:1] == ["/start"]:  # what Telegram sends for somebody who opens the chat
            text = "hello"
        return UserMessage(text, self.output, str(chat["id"]), input_channel=self.name(), metadata=metadata)
