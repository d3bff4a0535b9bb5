"""The reader that the action server uses says what the trained model says inside Rasa."""

from __future__ import annotations

import asyncio
import json

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from benchmarks.nlu.gold import part
from bot.core.training import MODEL, train_if_stale
from bot.nlu.reader import Reader

ODD = ["", " no ", "?!", "hola, me duele la pierna", "no", "x" * 4000, "my calves twitch\n\nno cramps"]


@pytest.fixture(scope="module")
def agent() -> Agent:
    train_if_stale()
    return Agent.load(str(MODEL))


def test_messages_are_read_as_rasa_reads_them(agent: Agent) -> None:
    reader = Reader.from_archive(MODEL)
    for text in [*ODD, *(message.text for message in part("development").messages[::20])]:
        parsed = reader.parse(UserMessage(text).text)  # Rasa strips texts
        assert parsed == asyncio.run(agent.parse_message(text))
        assert json.loads(json.dumps(parsed)) == parsed


@pytest.mark.parametrize("typed", ["/restart", "/session_start", "/delete_my_data"])
def test_a_typed_command_is_words(typed: str) -> None:
    train_if_stale()
    parsed = Reader.from_archive(MODEL).parse(typed)
    assert parsed["text"] == typed
    assert parsed["intent"]["name"] not in {typed[1:], "restart"}
