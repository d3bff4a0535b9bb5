"""Of several who write to a talk one is right, and the others are told."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
from rasa.shared.core.events import SlotSet

from bot.core.talks import TURNS, StaleLock, TurnConflict, Version, append
from bot.core.tracker_store import TalkStore
from bot.core.turn import FENCE
from tests.core.talking import ANN, SECRET, another, count, said, take_turn


def test_two_writers_cannot_interleave(store: TalkStore) -> None:
    async def check() -> None:
        other = another(store)
        await take_turn(store, ANN, "first")
        mine, theirs = await store.retrieve(ANN), await other.retrieve(ANN)
        assert mine
        assert theirs
        mine.update(SlotSet("case", "mine"))
        theirs.update(SlotSet("case", "theirs"))
        await other.save(theirs)
        with pytest.raises(TurnConflict):
            await store.save(mine)
        again = await store.retrieve(ANN)
        assert again
        assert again.get_slot("case") == "theirs"

    asyncio.run(check())


def test_of_many_writers_at_once_one_wins_each_turn(store: TalkStore) -> None:
    async def until_written(text: str) -> None:
        own = another(store)
        while True:
            with contextlib.suppress(TurnConflict):
                await take_turn(own, ANN, text)
                return

    async def check() -> None:
        texts = [f"message {number}" for number in range(12)]
        await asyncio.gather(*map(until_written, texts))
        talk = await store.retrieve_full_tracker(ANN)
        assert sorted(said(talk)) == sorted(texts)
        assert await store.storage.read(count(TURNS)) == len(texts)

    asyncio.run(check())


def test_a_talk_that_was_erased_meanwhile_does_not_come_back(store: TalkStore) -> None:
    async def check() -> None:
        await take_turn(store, ANN, SECRET)
        mine = await store.retrieve(ANN)
        assert mine
        mine.update(SlotSet("case", "late"))
        await another(store).erase(ANN)
        with pytest.raises(TurnConflict):
            await store.save(mine)
        await take_turn(store, ANN, "anew")
        assert said(await store.retrieve(ANN)) == ["anew"]

    asyncio.run(check())


def test_what_is_kept_in_memory_is_never_older_than_what_is_stored(store: TalkStore) -> None:
    async def check() -> None:
        other = another(store)
        await take_turn(store, ANN, SECRET)
        await other.erase(ANN)
        await take_turn(other, ANN, "written elsewhere")  # the same number of turns as before
        assert said(await store.retrieve(ANN)) == ["written elsewhere"]

    asyncio.run(check())


def test_whoever_lost_the_lock_cannot_write(store: TalkStore) -> None:
    async def check() -> None:
        FENCE.set(7)
        await take_turn(store, ANN, "with the newer lock")
        FENCE.set(6)
        with pytest.raises(StaleLock) as refused:
            await take_turn(another(store), ANN, "with the older lock")
        assert refused.value.fence == 7
        FENCE.set(8)
        await take_turn(store, ANN, "with the newest lock")
        assert said(await store.retrieve(ANN)) == ["with the newer lock", "with the newest lock"]

    asyncio.run(check())


def test_a_talk_that_begins_twice_begins_once(store: TalkStore) -> None:
    async def check() -> None:
        def begin(connection: Any) -> Version:
            return append(connection, ANN, Version(), [[]], 0, 0)

        outcomes = await asyncio.gather(*(store.storage.run(begin) for _ in range(4)), return_exceptions=True)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["TurnConflict"] * 3 + ["Version"]

    asyncio.run(check())
