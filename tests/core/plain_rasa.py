"""Answers talks with Rasa as its makers have it: their agent, processor and graph, with our model and our actions.

`python tests/core/plain_rasa.py talks.json replies.json`, with an interpreter that has TensorFlow or not. It writes
`tensorflow`, the version or null, and `replies`, a list of replies for each message of each talk.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.core import without_tensorflow

without_tensorflow.install()

import tensorflow  # noqa: E402  (the stub, or the real one)
from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402
from rasa_sdk.executor import ActionExecutor  # noqa: E402

from bot.core.training import MODEL  # noqa: E402


class OwnActions(EndpointConfig):
    """Rasa's action endpoint without the way over HTTP."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *_: Any, json: Any = None, **__: Any) -> Any:
        return await self._executor.run(json)


class WholeMessages(CollectingOutputChannel):
    """Collects messages unparted, as our channel does."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        kept = ("text", "buttons", "custom")
        self.messages.append({key: message[key] for key in kept if message.get(key)})


async def answered(agent: Agent, talks: list[list[str]]) -> list[list[list[dict[str, Any]]]]:
    """Has each talk from its beginning."""
    replies: list[list[list[dict[str, Any]]]] = []
    for number, talk in enumerate(talks):
        replies.append([])
        for text in talk:
            channel = WholeMessages()
            await agent.handle_message(UserMessage(text, channel, f"talk-{number}", input_channel="rest"))
            replies[-1].append(channel.messages)
    return replies


def main() -> None:
    """Reads talks, answers them, and writes the answers."""
    talks, written = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    agent = Agent.load(str(MODEL), action_endpoint=OwnActions())
    replies = asyncio.run(answered(agent, talks))
    version = tensorflow.__version__ if hasattr(tensorflow, "__file__") else None
    written.write_text(json.dumps({"tensorflow": version, "replies": replies}))


if __name__ == "__main__":
    main()
