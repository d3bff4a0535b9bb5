"""Long talks, odd clocks and broken rows."""

from __future__ import annotations

import asyncio
import zlib
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import ActiveLoop, Restarted

from bot.core import records, session
from bot.core.packed import pack
from bot.core.storage import talk_key
from bot.core.talks import TALKS, TURNS
from bot.core.tracker_store import TalkStore, TalkUnreadable
from tests.core.talking import ANN, SECRET, another, count, said, take_turn


def test_a_long_talk_goes_on_with_its_slots_and_reads_no_more_than_a_session(store: TalkStore) -> None:
    async def check() -> None:
        turns = 3 * session.TURNS_READ
        for turn in range(turns):
            tracker = await take_turn(store, ANN, f"message {turn}")
            assert len(said(tracker)) <= session.TURNS_READ + 1
        read = await another(store).retrieve(ANN)
        kept = await store.retrieve(ANN)
        assert read
        assert kept
        assert [event.as_dict() for event in kept.events] == [event.as_dict() for event in read.events]
        assert read.get_slot("case") == {"said": f"message {turns - 1}"}
        assert not read.slots["never_set"].has_been_set
        assert said(await store.retrieve_full_tracker(ANN)) == [f"message {turn}" for turn in range(turns)]

    asyncio.run(check())


def test_a_form_that_is_being_filled_is_not_cut(store: TalkStore) -> None:
    async def check() -> None:
        await take_turn(store, ANN, "fill", ActiveLoop("a_form"))
        for turn in range(session.TURNS_READ + 5):
            tracker = await take_turn(store, ANN, f"message {turn}")
        assert len(said(tracker)) == session.TURNS_READ + 6
        await take_turn(store, ANN, "filled", ActiveLoop(None))
        assert said(await store.retrieve(ANN)) == []

    asyncio.run(check())


def test_a_restart_and_a_new_session_are_read_back(store: TalkStore) -> None:
    async def check() -> None:
        await take_turn(store, ANN, "first", Restarted())
        await take_turn(store, ANN, "second")
        for again in (await store.retrieve(ANN), await another(store).retrieve(ANN)):
            assert again
            assert again.get_slot("case") == {"said": "second"}

    asyncio.run(check())


def test_a_clock_that_steps_back_changes_no_order(store: TalkStore, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(2_000_000_000, 0, -3600))
    monkeypatch.setattr("time.time", lambda: float(next(clock)))

    async def check() -> None:
        for turn in range(2 * session.TURNS_READ + 3):
            await take_turn(store, ANN, f"message {turn}")
        last = await another(store).retrieve(ANN)
        assert said(last)[-1] == f"message {turn}"
        assert said(await store.retrieve_full_tracker(ANN)) == [f"message {n}" for n in range(turn + 1)]

    asyncio.run(check())


FLIPPED = bytearray(pack([{"event": "user", "text": "I am allergic to nuts"}]))
FLIPPED[-6] ^= 1


NOT_EVENTS = ["text", [{"event": "no such event"}], [{"event": "user"}], ["text"], [1], None]


BROKEN = [b"", b"garbage", zlib.compress(b"{"), bytes(FLIPPED), *map(pack, NOT_EVENTS)]


@pytest.mark.parametrize("broken", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_turn_is_told_once_and_harms_nobody_else(store: TalkStore, broken: bytes) -> None:
    def damage(connection: Any) -> None:
        connection.execute(
            TURNS.update().where(TURNS.c.talk == talk_key(ANN)).values(events=sa.literal(broken, sa.LargeBinary))
        )

    async def check() -> None:
        await take_turn(store, ANN, SECRET)
        await take_turn(store, "bob", "my own words")
        await store.storage.run(damage)
        reader = another(store)
        with pytest.raises(TalkUnreadable):
            await reader.retrieve(ANN)
        assert said(await reader.retrieve("bob")) == ["my own words"]
        await take_turn(reader, ANN, "told again")
        assert said(await another(store).retrieve(ANN)) == ["told again"]
        kept = await store.storage.read(lambda connection: records.export(connection, talk_key(ANN)))
        assert len(kept["turns"]) == 2
        await store.erase(ANN)
        assert await store.storage.read(count(TALKS)) == 1

    asyncio.run(check())
