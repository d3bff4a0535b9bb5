"""Collects what a turn says, for the outbox."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.core.outbox import Reply

PARTS = ("text", "buttons", "image", "attachment", "custom")


class Collector(OutputChannel):
    """Collects each message of the bot as one reply, where Rasa parts text, buttons and JSON."""

    def __init__(self, channel: str) -> None:
        """Takes the name of the channel that the replies are for."""
        self.channel = channel
        self.replies: list[Reply] = []

    def name(self) -> str:
        """Gives the name of the channel, by which responses can differ."""
        return self.channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collects what there is of text, buttons, image, attachment and custom JSON."""
        whole = {**message, "buttons": message.get("buttons") or message.get("quick_replies")}
        reply = {part: whole[part] for part in PARTS if whole.get(part)}
        if reply:
            self.replies.append(reply)

    async def send_text_message(self, recipient_id: str, text: str, **_: Any) -> None:
        """Collects text alone."""
        await self.send_response(recipient_id, {"text": text})
