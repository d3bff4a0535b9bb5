from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Restarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core import engines, records, session
from bot.core.engines import sqlite_engine
from bot.core.packed import pack
from bot.core.storage import Storage, talk_key
from bot.core.talks import TALKS, TURNS, StaleLock, TurnConflict, Version, append, turns
from bot.core.tracker_store import TalkStore, TalkUnreadable
from bot.core.turn import FENCE, stored_with_the_turn
from tests.core.talking import DOMAIN, said, take_turn

ANN = "ann-who-asks"
SECRET = "zebrawordnobodyelsewrites"
NOTES = sa.table("notes", sa.column("note"))
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=2000)


@pytest.fixture
def store(storage: Storage) -> TalkStore:
    return TalkStore(storage, DOMAIN)


@pytest.fixture
def file_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TalkStore:
    monkeypatch.setattr(engines, "_PRAGMAS", (*engines._PRAGMAS, "busy_timeout=50"))
    return TalkStore(Storage(sqlite_engine(tmp_path / "talks.sqlite")), DOMAIN)


def another(store: TalkStore) -> TalkStore:
    """The store of another process on the same database."""
    return TalkStore(store.storage, DOMAIN)


def stored_bytes(store: TalkStore, sender: str) -> bytes:
    """Gives what was written in the first turn of a sender, as it is stored."""
    return asyncio.run(store.storage.read(lambda connection: turns(connection, talk_key(sender))))[0]


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("talks.sqlite*"))


def count(table: sa.Table) -> Any:
    return lambda connection: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()


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


def test_a_talk_that_begins_twice_begins_once(store: TalkStore) -> None:
    async def check() -> None:
        def begin(connection: Any) -> Version:
            return append(connection, ANN, Version(), [[]], 0, 0)

        outcomes = await asyncio.gather(*(store.storage.run(begin) for _ in range(4)), return_exceptions=True)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["TurnConflict"] * 3 + ["Version"]

    asyncio.run(check())


def test_an_erased_talk_is_gone_from_the_disk_and_others_stay(file_store: TalkStore, tmp_path: Path) -> None:
    asyncio.run(take_turn(file_store, ANN, SECRET * 500))
    asyncio.run(take_turn(file_store, "bob", "my own words"))
    hers, his = stored_bytes(file_store, ANN), stored_bytes(file_store, "bob")
    assert hers in bytes_on_disk(tmp_path)
    assert ANN.encode() in bytes_on_disk(tmp_path)

    asyncio.run(take_turn(file_store, ANN, SECRET, SlotSet("erase_requested", True)))

    assert hers not in bytes_on_disk(tmp_path)
    assert ANN.encode() not in bytes_on_disk(tmp_path)
    assert asyncio.run(file_store.retrieve(ANN)) is None
    assert his in bytes_on_disk(tmp_path)
    assert asyncio.run(file_store.retrieve("bob")) is not None


def test_erasing_is_not_claimed_while_the_log_cannot_be_emptied(file_store: TalkStore, tmp_path: Path) -> None:
    asyncio.run(take_turn(file_store, ANN, SECRET))
    with contextlib.closing(sqlite3.connect(tmp_path / "talks.sqlite")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM turns").fetchall()
        asyncio.run(take_turn(file_store, "bob", "hello"))
        with pytest.raises(RuntimeError, match="could not be emptied"):
            asyncio.run(file_store.erase(ANN))
    assert asyncio.run(file_store.retrieve(ANN)) is not None
    asyncio.run(file_store.erase(ANN))
    assert SECRET.encode() not in bytes_on_disk(tmp_path)


def test_errors_hold_none_of_the_users_words(store: TalkStore) -> None:
    async def check() -> None:
        await take_turn(store, ANN, "hello")
        await store.storage.run(lambda connection: connection.exec_driver_sql("DROP TABLE turns"))
        with pytest.raises(sa.exc.SQLAlchemyError) as caught:
            await take_turn(store, ANN, SECRET)
        assert SECRET not in str(caught.value)
        assert SECRET not in str(caught.value.__cause__)

    asyncio.run(check())
