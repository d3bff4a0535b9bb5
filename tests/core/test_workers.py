"""Every message accepted is answered once, in order, whatever fails on the way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from bot.core import inbox, outbox, records, trying, workers
from bot.core.engines import sqlite_engine
from bot.core.inbox import OtherWords, TooMany
from bot.core.storage import Storage, StorageBusy, talk_key
from tests.core.mailroom import Mailroom, message, texts, until

T = TypeVar("T")


@pytest.fixture
def room(storage: Storage) -> Mailroom:
    return Mailroom(storage)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again sooner than in life."""
    real = trying.delays
    monkeypatch.setattr(trying, "delays", lambda first, most: real(first / 200, most / 200))


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


def test_a_caller_who_leaves_is_answered_all_the_same(room: Mailroom) -> None:
    async def check() -> None:
        leaving = asyncio.create_task(room.say("hello"))
        await asyncio.sleep(0)
        leaving.cancel()
        await until(lambda: is_heard(room, ["hello"]))
        assert texts(await room.exchanges()) == [("hello", ["heard hello"])]

    asyncio.run(check())


async def is_heard(room: Mailroom, said: list[str]) -> bool:
    return await room.heard() == said and (await room.counts())["waiting"] == 0


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


async def is_settled(room: Mailroom) -> bool:
    return (await room.counts())["waiting"] == 0


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


def test_an_erased_talk_leaves_nothing_but_what_came_after(room: Mailroom) -> None:
    async def check() -> None:
        await room.say("my secret")
        await room.say("theirs", "bob")
        erased, later = await asyncio.gather(room.say("delete"), room.say("hello again"))
        assert erased is not None
        assert (erased.state, [reply["text"] for reply in erased.replies]) == ("erased", ["heard delete"])
        assert later is not None
        assert later.state == "done"
        assert texts(await room.exchanges()) == [("hello again", ["heard hello again"])]
        assert await room.heard() == ["hello again"]
        assert texts(await room.exchanges("bob")) == [("theirs", ["heard theirs"])]
        assert room.forgotten == ["ann"]
        assert later.replies[0]["id"] > erased.replies[0]["id"]

    asyncio.run(check())


def test_a_turn_whose_talk_was_erased_meanwhile_leaves_nothing(room: Mailroom) -> None:
    async def check() -> None:
        async def erase(_text: str) -> None:
            await room.storage.run(lambda connection: records.erase(connection, talk_key("ann")))

        room.before = erase
        outcome = await room.say("hello")
        assert outcome is not None
        assert (outcome.state, outcome.replies[0]["text"]) == ("erased", "erased")
        assert room.forgotten == []
        assert await room.heard() == []
        assert await room.exchanges() == []

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


class Faulty(Storage):
    """Fails at its n-th call, counted from `begin`: before anything is done, or after it was committed."""

    fails_at, after_commit, calls = 0, False, 0

    async def run(self, work: Callable[[Any], T]) -> T:
        return await self._maybe(super().run, work)

    async def read(self, work: Callable[[Any], T]) -> T:
        return await self._maybe(super().read, work)

    async def _maybe(self, really: Callable[[Callable[[Any], T]], Any], work: Callable[[Any], T]) -> T:
        self.calls += 1
        if self.calls == self.fails_at:
            if self.after_commit:
                await really(work)
            raise StorageBusy
        done: T = await really(work)
        return done


@pytest.mark.parametrize("after_commit", [False, True], ids=["before", "after the commit"])
@pytest.mark.parametrize("text", ["hello", "delete", "poison"])
def test_whichever_call_of_the_database_fails_the_message_is_answered_once(
    tmp_path: Any, text: str, after_commit: bool
) -> None:
    async def attempt(storage: Faulty, n: int) -> bool:
        room = Mailroom(storage)

        async def fail(said: str) -> None:
            if said == "poison":
                raise ValueError

        room.before = fail
        sender = f"{text} {n}"
        await room.say("first", sender)
        storage.fails_at, storage.after_commit = storage.calls + n, after_commit
        for _ in range(2):  # whoever is told that the message was perhaps not kept sends it again
            try:
                outcome = await room.say(text, sender)
                break
            except StorageBusy:
                pass
        failed = storage.calls >= storage.fails_at
        storage.fails_at = 0
        await room.say("last", sender)
        expected = {
            "hello": ("done", ["first", "hello", "last"]),
            "delete": ("erased", ["last"]),
            "poison": ("dead", ["first", "last"]),
        }
        assert outcome is not None
        assert (outcome.state, await room.heard(sender)) == expected[text], n
        assert len(outcome.replies) == 1
        assert await room.counts() == {"waiting": 0, "dead": n if text == "poison" else 0}
        return failed

    async def check() -> None:
        storage = Faulty(sqlite_engine(tmp_path / "talks.sqlite"))
        n = 1
        while await attempt(storage, n):
            n += 1
        assert n > 3
        storage.close()

    asyncio.run(check())
