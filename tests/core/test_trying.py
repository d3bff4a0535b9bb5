"""What fails is tried again, and at last given up with a word to its sender."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.core import inbox, trying
from bot.core.storage import Storage
from tests.core.mailroom import Mailroom, is_settled, message, until

pytestmark = pytest.mark.usefixtures("quick")


def test_a_message_that_always_fails_is_given_up_with_an_alarm_and_the_next_is_answered(
    room: Mailroom, caplog: pytest.LogCaptureFixture
) -> None:
    async def check() -> None:
        async def fail(text: str) -> None:
            if text == "poison":
                raise ValueError("poison, the secret words")

        room.before = fail
        refused, answered = await asyncio.gather(room.say("poison"), room.say("hello"))
        assert refused is not None
        assert (refused.state, refused.replies[0]["text"]) == ("dead", "refused")
        assert answered is not None
        assert answered.state == "done"
        assert room.begun["poison"] == trying.MOST_ATTEMPTS
        assert await room.heard() == ["hello"]
        assert await room.counts() == {"waiting": 0, "dead": 1}
        again = await room.say("poison")
        assert again == refused

    asyncio.run(check())
    alarms = [record.getMessage() for record in caplog.records if record.levelno == logging.CRITICAL]
    assert alarms == ["Message 1 was given up after 5 tries; its sender was told."]
    assert "secret" not in " ".join(record.getMessage() for record in caplog.records)


def test_a_part_that_is_away_is_waited_for(room: Mailroom) -> None:
    async def check() -> None:
        async def fail(text: str) -> None:
            if room.begun[text] <= 2 * trying.MOST_ATTEMPTS:
                raise ConnectionRefusedError

        room.before = fail
        outcome = await room.say("hello")
        assert outcome is not None
        assert outcome.state == "done"
        assert await room.heard() == ["hello"]

    asyncio.run(check())


def test_a_part_that_stays_away_is_not_waited_for_for_ever(room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        async def fail(_text: str) -> None:
            raise ConnectionRefusedError

        room.before = fail
        monkeypatch.setattr(trying, "OUTAGE_PATIENCE", 0.1)
        outcome = await room.say("hello")
        assert outcome is not None
        assert outcome.state == "dead"

    asyncio.run(check())


def test_a_turn_without_words_is_not_silent(room: Mailroom) -> None:
    outcome = asyncio.run(room.say("silence"))
    assert outcome is not None
    assert [reply["text"] for reply in outcome.replies] == ["silence"]


def test_a_turn_that_stores_nothing_is_a_failure(room: Mailroom) -> None:
    async def nothing(_message: Any) -> None:
        return

    room.answers.handle = nothing
    outcome = asyncio.run(room.say("hello"))
    assert outcome is not None
    assert outcome.state == "dead"


def test_a_message_that_ends_the_process_each_time_is_given_up(storage: Storage) -> None:
    async def check() -> None:
        accepted, _ = await storage.run(lambda connection: inbox.add(connection, message("killer")))
        for _ in range(trying.MOST_ATTEMPTS - 1):
            await storage.run(lambda connection: inbox.count_attempt(connection, accepted.number))
        room = Mailroom(storage)
        await room.workers.recover()
        outcome = await room.workers.outcome(accepted, 5)
        await until(lambda: is_settled(room))
        outcome = await room.workers.outcome(accepted, 5)
        assert outcome is not None
        assert outcome.state == "dead"
        assert room.begun["killer"] == 0
        await room.workers.stop()

    asyncio.run(check())
