"""A database of which one call fails, and somebody who does not give up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from rasa.core.lock_store import LockError

from bot.core.lock_store import TalkLocks
from bot.core.storage import Storage, StorageBusy
from bot.core.talks import TurnConflict
from bot.core.tracker_store import TalkStore
from tests.core.talking import DOMAIN, said, take_turn

LONGEST = 120.0
"""Seconds after which somebody who does not give up does."""


class Failing:
    """Counts what SQLAlchemy asks of the driver, and lets one call of it fail.

    Attributes:
        calls: how many there were.
        failed: whether the one that is to fail was asked for.
    """

    def __init__(self, storage: Storage, fault: Callable[[Any], None]) -> None:
        """Takes what happens to the connection or cursor of the call that fails."""
        self.calls, self.failed, self._fault = 0, False, fault
        self._at, self._afterwards = 0, False
        dialect = storage.engine.dialect
        for name in ("do_execute", "do_commit", "do_rollback"):
            setattr(dialect, name, self._failing(getattr(dialect, name)))

    def _failing(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(subject: Any, *arguments: Any) -> Any:
            self.calls += 1
            fails = self.calls == self._at
            self.failed |= fails
            if fails and not self._afterwards:
                self._fault(subject)
            result = original(subject, *arguments)
            if fails and self._afterwards:
                self._fault(subject)
            return result

        return call

    @contextmanager
    def call(self, number: int, afterwards: bool) -> Iterator[None]:
        """Lets the call of this number fail, counted from 1: before it is done, or after, so that nobody can know."""
        self.calls, self.failed = 0, False
        self._at, self._afterwards = number, afterwards
        try:
            yield
        finally:
            self._at = 0


@dataclass
class Handler:
    """Handles messages as a process of the assistant does: what fails is tried again."""

    store: TalkStore
    locks: TalkLocks = field(default_factory=TalkLocks)

    async def until_stored(self, sender: str, text: str) -> None:
        """Takes a turn until it is stored, looking each time whether it was stored after all."""
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            try:
                async with self.locks.lock(sender):
                    talk = await self.store.retrieve_full_tracker(sender)
                    if talk is None or text not in said(talk):
                        await take_turn(self.store, sender, text)
                    return
            except (sa.exc.SQLAlchemyError, StorageBusy, TurnConflict, LockError):
                await asyncio.sleep(0.02)
        raise AssertionError(f"{LONGEST} seconds of tries failed.")


async def whole_talk(storage: Storage, sender: str) -> list[str]:
    """Gives what a sender said, as somebody reads it who keeps nothing in memory."""
    return said(await TalkStore(storage, DOMAIN).retrieve_full_tracker(sender))


@asynccontextmanager
async def crowd(handlers: list[Handler], talks: int) -> AsyncIterator[None]:
    """Lets many talk, as fast as it goes, while the block runs; then they have ten seconds to be served again.

    Each message of a talk is handled by the next handler. In the end all of it has to be stored, once and in order.
    """
    stored: dict[str, list[str]] = {f"talker {number}": [] for number in range(talks)}
    going_on = True

    async def talk(sender: str, texts: list[str]) -> None:
        while going_on:
            text = f"message {len(texts)}"
            await handlers[len(texts) % len(handlers)].until_stored(sender, text)
            texts.append(text)
            await asyncio.sleep(0.01)

    talking = [asyncio.create_task(talk(sender, texts)) for sender, texts in stored.items()]
    await asyncio.sleep(0.3)
    yield
    enough = {sender: len(texts) + len(handlers) + 1 for sender, texts in stored.items()}
    deadline = time.monotonic() + 10
    while (behind := [sender for sender in stored if len(stored[sender]) < enough[sender]]) and not (
        time.monotonic() > deadline or any(task.done() for task in talking)
    ):
        await asyncio.sleep(0.02)
    going_on = False
    await asyncio.gather(*talking)
    assert not behind, "ten seconds after the fault they were not served"
    for sender, texts in stored.items():
        assert await whole_talk(handlers[0].store.storage, sender) == texts


@asynccontextmanager
async def prompt_loop() -> AsyncIterator[None]:
    """Checks that the event loop is not held up while the block runs."""
    worst, ended = 0.0, False

    async def beat() -> None:
        nonlocal worst
        while not ended:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            worst = max(worst, time.monotonic() - before)

    beating = asyncio.create_task(beat())
    yield
    ended = True
    await beating
    assert worst < 2
