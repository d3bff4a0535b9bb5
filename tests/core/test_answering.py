"""A turn, its replies and its mark are stored together, or not at all; so are erasures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from bot.core import records
from bot.core.engines import sqlite_engine
from bot.core.storage import Storage, StorageBusy, talk_key
from tests.core.mailroom import Mailroom, texts

T = TypeVar("T")


pytestmark = pytest.mark.usefixtures("quick")


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
