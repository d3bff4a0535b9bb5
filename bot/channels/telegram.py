"""Telegram: Rasa's connector with checked updates, and a start that does not depend on Telegram."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
from typing import Any

from aiogram import Bot  # type: ignore[import-untyped]
from aiogram.bot.api import TELEGRAM_PRODUCTION, TelegramAPIServer  # type: ignore[import-untyped]
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove  # type: ignore[import-untyped]
from aiogram.utils.exceptions import (  # type: ignore[import-untyped]
    BadRequest,
    ConflictError,
    MigrateToChat,
    NotFound,
    RetryAfter,
    TelegramAPIError,
    Unauthorized,
)
from rasa.core.channels.telegram import TelegramInput
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.entry import Refused
from bot.channels.incoming import read_object
from bot.channels.messenger import pieces, read, settings_from_environment
from bot.core.courier import TryLater
from bot.core.inbox import Message
from bot.core.outbox import Reply
from bot.core.retry import delays

LONGEST_TEXT = 4_096
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
START_PATIENCE = 5.0
"""Seconds that the start of the assistant waits for Telegram."""

SEND_PATIENCE = 20

REFUSALS = (BadRequest, ConflictError, MigrateToChat, NotFound, Unauthorized)
"""What does not change when it is tried again: a chat that is gone, a person who blocks the bot."""


class Telegram(TelegramInput):
    """Takes messages of private chats. All other updates are acknowledged, so that they do not come again."""

    def __init__(self, access_token: str, webhook_url: str) -> None:
        """Takes the bot's token, and the public address of this channel's webhook; `TELEGRAM_API_URL` moves the API."""
        super().__init__(access_token, None, webhook_url)
        url = os.environ.get("TELEGRAM_API_URL")
        server = TelegramAPIServer.from_base(url) if url else TELEGRAM_PRODUCTION
        self.bot = Bot(access_token, server=server, timeout=SEND_PATIENCE)
        # Only Telegram and we can know it, and nobody has to choose or keep one more secret.
        self.secret = hmac.new(access_token.encode(), b"webhook", hashlib.sha256).hexdigest()

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Telegram:
        """Reads the settings from the environment variables that the credentials name."""
        return cls(**settings_from_environment(credentials))

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """Gives the route of the webhook."""
        webhook = Blueprint("telegram_webhook")

        @webhook.listener("before_server_start")
        async def connect(app: Sanic, _loop: Any) -> None:
            if not await self.connect():
                app.add_task(self.keep_connecting())

        @webhook.listener("after_server_stop")
        async def close(_app: Sanic, _loop: Any) -> None:
            await (await self.bot.get_session()).close()

        @webhook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self.secret.encode()):
                raise Refused(401, "This is for Telegram.")
            message = self.message(read_object(request.body))
            if message is not None:
                await request.app.ctx.workers.accept(message)
            return response.text("")

        return webhook

    async def connect(self) -> bool:
        """Tells Telegram where messages go, and says whether it listened; the assistant starts in any case."""
        hook = {"url": self.webhook_url, "secret_token": self.secret, "allowed_updates": '["message"]'}
        try:
            await asyncio.wait_for(self.bot.request("setWebhook", hook), START_PATIENCE)
        except (TelegramAPIError, asyncio.TimeoutError) as fault:
            # The kind alone: the text of a network error can hold the token.
            print(
                f"telegram is not connected ({type(fault).__name__}): check TELEGRAM_TOKEN and the network.", flush=True
            )
            return False
        return True

    async def keep_connecting(self) -> None:
        """Tries to connect until Telegram listens."""
        for delay in delays(5, 300):
            await asyncio.sleep(delay)
            if await self.connect():
                return

    def message(self, update: dict[str, Any]) -> Message | None:
        """Gives what a person wrote to the bot alone, or None for every other update."""
        match update:
            case {"update_id": int(number), "message": {"chat": {"type": "private", "id": int(chat)}, **said}}:
                text, metadata = read(str(said.get("text") or said.get("caption") or ""))
                if text.split()[:1] == ["/start"]:  # what Telegram sends for somebody who opens the chat
                    text = "hello"
                return Message(f"telegram:{chat}", self.name(), str(number), text, metadata, str(chat))
        return None

    def parts(self, reply: Reply) -> list[Reply]:
        """Gives the reply's text in pieces that Telegram takes, each with the buttons; our JSON is for programs."""
        beside = {"buttons": reply["buttons"]} if "buttons" in reply else {}
        return [{"text": piece, **beside} for piece in pieces(reply.get("text", ""), LONGEST_TEXT) if piece]

    async def send(self, address: str, part: Reply) -> None:
        """Sends a piece. Without buttons, those of the last message are taken away. Raises as `Sender.send`.

        The keys of the keyboard send their own words: Rasa's inline buttons carry at most 64 bytes.
        """
        keyboard: ReplyKeyboardMarkup | ReplyKeyboardRemove = ReplyKeyboardRemove()
        if "buttons" in part:
            keyboard = ReplyKeyboardMarkup(resize_keyboard=True, one_time_keyboard=True, row_width=2)
            keyboard.add(*(KeyboardButton(button["title"]) for button in part["buttons"]))
        try:
            await self.bot.send_message(address, part["text"], reply_markup=keyboard)
        except RetryAfter as wait:
            raise TryLater(wait.timeout) from wait
        except REFUSALS:
            raise
        except (TelegramAPIError, asyncio.TimeoutError) as fault:
            raise TryLater from fault
