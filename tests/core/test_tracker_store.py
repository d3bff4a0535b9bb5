"""Talks come back as they were saved, and nobody else's."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.talks import TURNS
from bot.core.tracker_store import TalkStore
from bot.core.turn import stored_with_the_turn
from tests.core.talking import ANN, DOMAIN, SECRET, another, count, said, take_turn

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=2000)


NOTES = sa.table("notes", sa.column("note"))


def test_a_talk_comes_back_as_it_was_saved(store: TalkStore) -> None:
    async def check() -> None:
        worked_on = await take_turn(store, ANN, SECRET)
        for again in (await store.retrieve(ANN), await another(store).retrieve(ANN)):
            assert again is not None
            assert [event.as_dict() for event in again.events] == [event.as_dict() for event in worked_on.events]
            assert again.get_slot("case") == {"said": SECRET}
        assert await store.retrieve("bob") is None
        assert list(await store.keys()) == [ANN]

    asyncio.run(check())


def test_a_turn_adds_one_row_and_rewrites_none(store: TalkStore) -> None:
    async def check() -> None:
        for turn in range(5):
            await take_turn(store, ANN, f"message {turn}")
            assert await store.storage.read(count(TURNS)) == turn + 1

    asyncio.run(check())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sender=ANYTHING.filter(bool), text=ANYTHING)
def test_any_id_and_any_words_are_safe(store: TalkStore, sender: str, text: str) -> None:
    async def check() -> None:
        before = await store.retrieve(sender)
        await take_turn(store, sender, text)
        assert said(await another(store).retrieve(sender))[len(said(before)) if before else 0 :] == [text]
        assert sender in await store.keys()

    asyncio.run(check())


@pytest.mark.parametrize(
    "sender", ["\ud800", "a\0b", "\ud83d\ude00", "x" * 100_000, "' OR 1=1 --", "ann", "ANN", "ann "]
)
def test_no_id_reaches_the_talk_of_another(store: TalkStore, sender: str) -> None:
    async def check() -> None:
        for other in ("😀", "ab", "Ann"):
            await take_turn(store, other, SECRET)
        assert await store.retrieve(sender) is None
        await take_turn(store, sender, "mine")
        assert said(await another(store).retrieve(sender)) == ["mine"]

    asyncio.run(check())


def test_a_turn_that_fails_leaves_nothing_behind(store: TalkStore) -> None:
    async def check() -> None:
        await take_turn(store, ANN, "first")
        broken = await store.retrieve(ANN)
        assert broken
        broken.update(SlotSet("case", "half a turn"))  # and then an action fails, so nobody saves it
        again = await store.retrieve(ANN)
        assert again
        assert again.get_slot("case") == {"said": "first"}

    asyncio.run(check())


def test_what_belongs_to_a_turn_is_stored_with_it_or_not_at_all(store: TalkStore) -> None:
    @contextlib.contextmanager
    def note(connection: Any) -> Iterator[None]:
        connection.execute(NOTES.insert().values(note="before"))
        yield
        connection.execute(NOTES.insert().values(note="after"))

    @contextlib.contextmanager
    def breaks(connection: Any) -> Iterator[None]:
        with note(connection):
            yield
        raise OSError("the disk is full")

    async def check() -> None:
        await store.storage.run(lambda connection: connection.exec_driver_sql("CREATE TABLE notes (note TEXT)"))
        with pytest.raises(OSError, match="full"), stored_with_the_turn(breaks):
            await take_turn(store, ANN, "first")
        assert await store.storage.read(count(NOTES)) == 0
        assert await store.retrieve(ANN) is None

        with stored_with_the_turn(note):
            await take_turn(store, ANN, "again")
        assert await store.storage.read(count(NOTES)) == 2

        with stored_with_the_turn(note):
            await take_turn(store, ANN, "delete", SlotSet("erase_requested", True))
        assert await store.storage.read(count(NOTES)) == 4
        await take_turn(store, ANN, "outside")
        assert await store.storage.read(count(NOTES)) == 4

    asyncio.run(check())


def test_another_models_slots_are_read_anew(store: TalkStore) -> None:
    async def check() -> None:
        await take_turn(store, ANN, "first")
        store.domain = Domain.from_yaml("version: '3.1'\nslots: {more: {type: any, mappings: [{type: custom}]}}")
        again = await store.retrieve(ANN)
        assert again
        assert "more" in again.slots

    asyncio.run(check())


def test_a_tracker_of_another_store_is_refused(store: TalkStore) -> None:
    with pytest.raises(TypeError, match="its own"):
        asyncio.run(store.save(DialogueStateTracker(ANN, DOMAIN.slots)))


def test_memory_holds_a_bounded_number_of_talks(store: TalkStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.core.tracker_store.TALKS_KEPT", 3)

    async def check() -> None:
        for number in range(6):
            await take_turn(store, f"sender {number}", "hello")
        assert len(store._kept) == 3
        assert said(await store.retrieve("sender 0")) == ["hello"]

    asyncio.run(check())


def test_errors_hold_none_of_the_users_words(store: TalkStore) -> None:
    async def check() -> None:
        await take_turn(store, ANN, "hello")
        await store.storage.run(lambda connection: connection.exec_driver_sql("DROP TABLE turns"))
        with pytest.raises(sa.exc.SQLAlchemyError) as caught:
            await take_turn(store, ANN, SECRET)
        assert SECRET not in str(caught.value)
        assert SECRET not in str(caught.value.__cause__)

    asyncio.run(check())
