"""Every message accepted is answered once, in order, whatever stops on the way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.core import inbox, outbox, workers
from bot.core.inbox import OtherWords, TooMany
from bot.core.storage import Storage
from tests.core.mailroom import Mailroom, is_heard, is_settled, message, texts, until

pytestmark = pytest.mark.usefixtures("quick")


def test_a_message_is_answered_and_its_replies_are_kept(room: Mailroom) -> None:
    async def check() -> None:
        outcome = await room.say("hello")
        assert outcome is not None
        assert outcome.state == "done"
        (reply,) = outcome.replies
        assert reply["text"] == "heard hello"
        (exchange,) = await room.exchanges()
        assert exchange.replies == [reply]
        assert await room.exchanges(after=reply["id"]) == []
        assert await room.heard() == ["hello"]

    asyncio.run(check())


def test_a_message_that_comes_again_is_known_and_not_run_again(room: Mailroom) -> None:
    async def check() -> None:
        first = await room.say("hello", message_id="m-1")
        assert await room.say("hello", message_id="m-1") == first
        at_once = await asyncio.gather(*(room.say("again", message_id="m-2") for _ in range(5)))
        assert all(outcome == at_once[0] for outcome in at_once)
        assert await room.heard() == ["hello", "again"]
        with pytest.raises(OtherWords):
            await room.say("other words", message_id="m-1")
        theirs = await room.say("hello", "bob", "m-1")
        assert theirs is not None
        assert theirs != first

    asyncio.run(check())


def test_a_burst_is_answered_in_order(room: Mailroom) -> None:
    async def check() -> None:
        said = [f"message {n}" for n in range(100)]
        outcomes = await asyncio.gather(*(room.say(text) for text in said))
        assert [outcome and outcome.replies[0]["text"] for outcome in outcomes] == [f"heard {text}" for text in said]
        assert await room.heard() == said
        ids = [reply["id"] for exchange in await room.exchanges() for reply in exchange.replies]
        assert ids == sorted(set(ids))

    asyncio.run(check())


def test_a_talk_that_hangs_holds_up_nobody_else(room: Mailroom) -> None:
    async def check() -> None:
        free = asyncio.Event()

        async def hang(text: str) -> None:
            if text == "slow":
                await free.wait()

        room.before = hang
        assert await room.say("slow", seconds=0.05) is None
        assert await room.say("after it", seconds=0.05) is None
        theirs = await room.say("hello", "bob")
        assert theirs is not None
        assert await room.heard() == []
        free.set()
        await room.say("last")
        assert await room.heard() == ["slow", "after it", "last"]

    asyncio.run(check())


def test_a_caller_who_leaves_is_answered_all_the_same(room: Mailroom) -> None:
    async def check() -> None:
        leaving = asyncio.create_task(room.say("hello"))
        await asyncio.sleep(0)
        leaving.cancel()
        await until(lambda: is_heard(room, ["hello"]))
        assert texts(await room.exchanges()) == [("hello", ["heard hello"])]

    asyncio.run(check())


def test_what_was_waiting_is_answered_after_a_restart(storage: Storage) -> None:
    async def check() -> None:
        for n in range(5):
            await storage.run(lambda connection, n=n: inbox.add(connection, message(f"message {n}")))
        room = Mailroom(storage)
        await room.workers.recover()
        await until(lambda: is_heard(room, [f"message {n}" for n in range(5)]))
        await room.workers.stop()

    asyncio.run(check())


def test_what_is_stopped_in_the_middle_is_run_again_by_the_next_process(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check() -> None:
        monkeypatch.setattr(workers, "STOP_PATIENCE", 0.05)
        first = Mailroom(storage)
        await first.workers.recover()

        async def hang(_text: str) -> None:
            await asyncio.Event().wait()

        first.before = hang
        assert await first.say("hello", seconds=0.05) is None
        await first.workers.stop()
        second = Mailroom(storage)
        await second.workers.recover()
        await until(lambda: is_heard(second, ["hello"]))
        await second.workers.stop()

    asyncio.run(check())


def test_two_processes_answer_each_message_once_and_in_order(storage: Storage) -> None:
    async def check() -> None:
        said = [f"message {n}" for n in range(10)]
        for text in said:
            await storage.run(lambda connection, text=text: inbox.add(connection, message(text)))
        rooms = [Mailroom(storage), Mailroom(storage)]

        async def slowly(_text: str) -> None:
            await asyncio.sleep(0.005)

        for room in rooms:
            room.before = slowly
        await asyncio.gather(*(room.workers.recover() for room in rooms))
        await asyncio.gather(*(room.say(f"later {n}") for n, room in enumerate(rooms)))
        await until(lambda: is_settled(rooms[0]))
        heard = await rooms[0].heard()
        assert heard[:10] == said
        assert sorted(heard[10:]) == ["later 0", "later 1"]
        assert texts(await rooms[0].exchanges()) == [(text, [f"heard {text}"]) for text in heard]
        for room in rooms:
            await room.workers.stop()

    asyncio.run(check())


def test_more_messages_than_can_wait_are_refused(room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        monkeypatch.setattr(inbox, "MOST_WAITING", 2)
        free = asyncio.Event()

        async def hang(_text: str) -> None:
            await free.wait()

        room.before = hang
        for n in range(2):
            assert await room.say(f"message {n}", seconds=0) is None
        with pytest.raises(TooMany):
            await room.say("one too many")
        assert await room.say("message 1", seconds=0) is None
        free.set()
        await until(lambda: is_heard(room, ["message 0", "message 1"]))

    asyncio.run(check())


def test_a_refusal_of_the_caller_stores_nothing(room: Mailroom) -> None:
    def refuse(_connection: Any) -> None:
        raise PermissionError

    async def check() -> None:
        with pytest.raises(PermissionError):
            await room.workers.accept(message("hello"), refuse)
        assert await room.exchanges() == []

    asyncio.run(check())


def test_old_messages_and_their_replies_are_forgotten(room: Mailroom) -> None:
    async def check() -> None:
        await room.say("hello")
        assert await room.storage.run(lambda connection: outbox.purge(connection, 0)) == 0
        assert await room.storage.run(lambda connection: outbox.purge(connection, 9e9)) == 1
        assert await room.exchanges() == []
        assert await room.heard() == ["hello"]

    asyncio.run(check())
