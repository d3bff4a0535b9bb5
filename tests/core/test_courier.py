"""Replies reach the services that want them sent: in order, again where they were not taken, and not lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.core import courier, inbox, outbox, trying, workers
from bot.core.courier import TryLater
from bot.core.outbox import Reply
from bot.core.storage import Storage, StorageBusy
from tests.core.mailroom import Mailroom, message, until


class Service:
    """Takes what it is sent; `answers` says what it says to each, until they are used up."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers: Iterator[Exception | None] = iter(answers)
        self.taken: list[tuple[str, str]] = []
        self.asked = 0

    def parts(self, reply: Reply) -> list[Reply]:
        return [{"text": word} for word in reply["text"].split()]

    async def send(self, address: str, part: Reply) -> None:
        self.asked += 1
        fault = next(self.answers, None)
        if fault:
            raise fault
        self.taken.append((address, part["text"]))

    def texts(self) -> list[str]:
        return [text for _, text in self.taken]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again sooner than in life."""
    real = courier.delays
    for module in (courier, trying):
        monkeypatch.setattr(module, "delays", lambda first, most: real(first / 100, most / 100))
    monkeypatch.setattr(courier, "CLAIM", 0.3)
    monkeypatch.setattr(courier, "LOOK_AGAIN", 0.02)


def sent(text: str, sender: str = "ann") -> inbox.Message:
    return message(text, sender, channel="service", address=f"to {sender}")


async def nothing_left(storage: Storage) -> bool:
    """Says whether every message is answered, and every answer sent."""
    waiting = (await storage.read(inbox.counts))["waiting"]
    return not waiting and await storage.read(outbox.talks_to_send) == []


def test_replies_are_sent_in_order_and_not_kept(storage: Storage) -> None:
    async def check() -> None:
        service = Service()
        room = Mailroom(storage, {"service": service})
        for text in ("one", "two"):
            await room.workers.outcome(await room.workers.accept(sent(text)), 20)
        await until(lambda: nothing_left(storage))
        assert service.taken == [("to ann", text) for text in ("heard", "one", "heard", "two")]
        await room.workers.accept(sent("one"))  # the service gives the same message again
        await room.workers.outcome(await room.workers.accept(sent("three")), 20)
        await until(lambda: nothing_left(storage))
        assert service.texts() == ["heard", "one", "heard", "two", "heard", "three"]

    asyncio.run(check())


def test_what_is_not_taken_is_offered_again_before_what_comes_after(storage: Storage) -> None:
    async def check() -> None:
        service = Service(TryLater(), TryLater(0.01), None, TryLater())
        room = Mailroom(storage, {"service": service})
        for text in ("one", "two"):
            await room.workers.accept(sent(text))
        theirs = await room.workers.accept(sent("theirs", "bob"))
        await room.workers.outcome(theirs, 20)
        await until(lambda: nothing_left(storage))
        assert [text for address, text in service.taken if address == "to ann"] == ["heard", "one", "heard", "two"]
        assert service.asked == len(service.taken) + 3

    asyncio.run(check())


def test_the_service_says_how_long_to_wait(storage: Storage) -> None:
    async def check() -> None:
        service = Service(TryLater(0.3))
        room = Mailroom(storage, {"service": service})
        await room.workers.outcome(await room.workers.accept(sent("one")), 20)
        await asyncio.sleep(0.1)
        assert service.taken == []
        await until(lambda: nothing_left(storage))
        assert service.texts() == ["heard", "one"]

    asyncio.run(check())


def test_what_will_never_be_taken_is_left_out_with_an_alarm(storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    async def check() -> None:
        service = Service(PermissionError("blocked by the secret"))
        room = Mailroom(storage, {"service": service})
        await room.workers.accept(sent("one"))
        await until(lambda: nothing_left(storage))
        assert service.texts() == ["one"]

    async def never(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(courier, "SEND_PATIENCE", 0)
        service = Service(TryLater())
        room = Mailroom(storage, {"service": service})
        await room.workers.accept(sent("two"))
        await until(lambda: nothing_left(storage))
        assert service.texts() == ["two"]

    asyncio.run(check())
    with pytest.MonkeyPatch.context() as monkeypatch:
        asyncio.run(never(monkeypatch))
    alarms = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert alarms == ["A reply was refused by service.", "A reply was offered to service for a day and not taken."]


def test_what_was_not_sent_is_sent_after_a_restart(storage: Storage) -> None:
    async def check() -> None:
        away = Mailroom(storage, {"service": Service(*[TryLater(0.5)] * 9)})
        await away.workers.outcome(await away.workers.accept(sent("one")), 20)
        await away.workers.stop()
        assert not await nothing_left(storage)
        service = Service()
        back = Mailroom(storage, {"service": service})
        await back.workers.recover()
        await until(lambda: nothing_left(storage))
        assert service.texts() == ["heard", "one"]
        await back.workers.stop()

    asyncio.run(check())


def test_a_channel_that_is_not_open_now_gets_its_replies_when_it_is(storage: Storage) -> None:
    async def check() -> None:
        first = Mailroom(storage, {"service": Service(*[TryLater(60)] * 9)})
        await first.workers.outcome(await first.workers.accept(sent("one")), 20)
        await first.workers.stop()
        other = Mailroom(storage, {"other": Service()})
        await other.workers.recover()
        await asyncio.sleep(0.1)
        assert not await nothing_left(storage)
        await other.workers.stop()

    asyncio.run(check())


def test_a_note_that_fails_does_not_send_again(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        service = Service()
        room = Mailroom(storage, {"service": service})
        real, failed = outbox.remove, []

        def remove(connection: Any, sent: Any) -> None:
            if not failed:
                failed.append(sent)
                raise StorageBusy
            real(connection, sent)

        monkeypatch.setattr(outbox, "remove", remove)
        await room.workers.accept(sent("one"))
        await until(lambda: nothing_left(storage))
        assert failed
        assert service.texts() == ["heard", "one"]

    asyncio.run(check())


def test_two_processes_send_each_reply_once_and_in_order(storage: Storage) -> None:
    async def check() -> None:
        service = Service()
        rooms = [Mailroom(storage, {"service": service}) for _ in range(2)]
        for n in range(5):
            await rooms[0].workers.outcome(await rooms[0].workers.accept(sent(f"n{n}")), 20)
            await asyncio.gather(*(room.courier.recover() for room in rooms))
        await until(lambda: nothing_left(storage))
        assert service.texts() == [word for n in range(5) for word in ("heard", f"n{n}")]

    asyncio.run(check())


def test_what_a_process_was_sending_when_it_ended_is_sent_by_another(storage: Storage) -> None:
    class Hangs(Service):
        async def send(self, address: str, part: Reply) -> None:
            await asyncio.Event().wait()

    async def check() -> None:
        ends = Mailroom(storage, {"service": Hangs()})
        await ends.workers.outcome(await ends.workers.accept(sent("one")), 20)
        await asyncio.sleep(0.05)
        service = Service()
        other = Mailroom(storage, {"service": service})
        await other.courier.recover()
        await asyncio.sleep(0.1)
        assert service.taken == []
        await ends.workers.stop()
        await until(lambda: nothing_left(storage))
        assert service.texts() == ["heard", "one"]
        await other.workers.stop()

    asyncio.run(check())


def test_a_service_that_does_not_answer_is_asked_again(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "TRY_PATIENCE", 0.05)

    class HangsOnce(Service):
        async def send(self, address: str, part: Reply) -> None:
            await super().send(address, part)
            if self.asked == 1:
                await asyncio.Event().wait()

    async def check() -> None:
        service = HangsOnce()
        room = Mailroom(storage, {"service": service})
        await room.workers.accept(sent("one"))
        await until(lambda: nothing_left(storage))
        assert service.texts() == ["heard", "heard", "one"]

    asyncio.run(check())


def test_an_erased_talk_is_told_so_and_leaves_nothing(storage: Storage) -> None:
    async def check() -> None:
        service = Service()
        room = Mailroom(storage, {"service": service})
        for text in ("secret", "delete"):
            await room.workers.accept(sent(text))
        await until(lambda: nothing_left(storage))
        assert service.texts()[-2:] == ["heard", "delete"]
        assert await room.exchanges() == []
        rows = lambda connection: connection.execute(inbox.INBOX.select()).all()  # noqa: E731
        assert await storage.read(rows) == []
        assert await storage.read(lambda connection: connection.execute(outbox.OUTBOX.select()).all()) == []

    asyncio.run(check())


def test_who_waits_is_told_once(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        monkeypatch.setattr(workers, "MOMENT", 0.05)
        service = Service()
        room = Mailroom(storage, {"service": service})
        free = asyncio.Event()

        async def hang(_text: str) -> None:
            await free.wait()

        room.before = hang
        for text in ("one", "two"):
            await room.workers.accept(sent(text))
        await asyncio.sleep(0.3)
        assert service.texts() == ["moment"]
        free.set()
        await until(lambda: nothing_left(storage))
        assert service.texts() == ["moment", "heard", "one", "heard", "two"]

    asyncio.run(check())
