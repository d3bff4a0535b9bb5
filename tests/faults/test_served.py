"""The assistant as it is served while what it stores in fails: everybody is told in time, and it recovers by itself."""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.core import records, talks
from bot.core.engines import postgresql_engine, sqlite_engine
from bot.core.packed import unpack
from bot.core.storage import Storage, talk_key
from tests.served import Assistant
from tests.servers import PostgreSQL, Redis

TOLD_WITHIN = 5.0
RECOVERED_WITHIN = 10.0
NO_ANSWER = {"fault", "waiting"}
Fault = Callable[[], AbstractContextManager[None]]
Servers = tuple[PostgreSQL, Redis]


class Talker(threading.Thread):
    """Sends one message after the other until it is stopped, and notes which were answered and how long each took."""

    def __init__(self, assistant: Assistant, sender: str, label: str = "") -> None:
        super().__init__()
        self.assistant, self.sender, self.label = assistant, sender, label or sender
        self.answered: list[str] = []
        self.slowest = 0.0
        self.going_on = True

    def run(self) -> None:
        number = 0
        with httpx.Client(base_url=self.assistant.url, timeout=30) as client:
            while self.going_on:
                number += 1
                text = f"thanks, that was number {number} of {self.label}"
                asked = time.monotonic()
                body = json.dumps({"sender": self.sender, "message": text})
                answer = client.post("/webhooks/rest/webhook", content=body)
                self.slowest = max(self.slowest, time.monotonic() - asked)
                assert answer.status_code in (200, 503), answer.text
                replies = answer.json() if answer.status_code == 200 else []
                if replies and not any((reply.get("custom") or {}).get("type") in NO_ANSWER for reply in replies):
                    self.answered.append(text)
                time.sleep(0.05)

    def stop(self) -> None:
        self.going_on = False
        self.join()


def stored_texts(assistant: Assistant, talker: Talker) -> Counter[str]:
    """Counts what the talker said in the store."""
    url = assistant.environment.get("NUTRIGAP_DATABASE_URL")
    storage = Storage(postgresql_engine(url) if url else sqlite_engine(assistant.data / "talks.sqlite"))

    def read(connection: Any) -> list[str]:
        mine = [sender for sender in records.senders(connection) if sender.endswith(talker.sender)]
        return [turn for sender in mine for turn in talks.turns(connection, talk_key(sender))]

    events = [event for turn in asyncio.run(storage.read(read)) for event in unpack(turn)]
    storage.close()
    return Counter(event["text"] for event in events if event["event"] == "user")


def missing(assistant: Assistant) -> list[str]:
    ready = assistant.client.get("/readyz", timeout=10)
    parts: list[str] = ready.json()["missing"]
    return parts


def wait_until(so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def check_fault(assistant: Assistant, part: str | None, fault: Fault, seconds: float) -> None:
    """Lets three people talk through a fault, and compares what they were told with what is stored.

    What a turn takes without the fault is not the fault's: machines differ.
    """
    talkers = [Talker(assistant, assistant.new()) for _ in range(3)]
    for talker in talkers:
        talker.start()
    try:
        wait_until(lambda: all(len(talker.answered) > 3 for talker in talkers), 60)
        usual = max(talker.slowest for talker in talkers)
        with fault():
            until = time.monotonic() + seconds
            seen: set[str] = set()
            while time.monotonic() < until:
                asked = time.monotonic()
                assert assistant.client.get("/healthz").status_code == 200
                assert time.monotonic() - asked < 2 + usual  # the event loop is not held up
                seen.update(missing(assistant))
            assert part is None or part in seen
        before = {talker: len(talker.answered) for talker in talkers}
        wait_until(lambda: all(len(talker.answered) > before[talker] for talker in talkers), RECOVERED_WITHIN)
        assert missing(assistant) == []
    finally:
        for talker in talkers:
            talker.stop()
    for talker in talkers:
        assert talker.slowest < TOLD_WITHIN + usual
        stored = stored_texts(assistant, talker)
        assert {text: stored[text] for text in talker.answered} == dict.fromkeys(talker.answered, 1)
        assert set(stored.values()) == {1}


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    served = Assistant(tmp_path_factory.mktemp("assistant"))
    yield served
    served.stop()
    assert served.log.read_text().splitlines()[-1] == "Stopped."


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """Servers that a test may stop."""
    both = PostgreSQL(), Redis()
    for server in both:
        server.start()
    yield both
    for server in both:
        server.remove()


@pytest.fixture(scope="module")
def on_servers(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    database, locks = servers
    environment = {"NUTRIGAP_DATABASE_URL": database.new_database(), "NUTRIGAP_REDIS_URL": locks.url}
    served = Assistant(tmp_path_factory.mktemp("assistant"), **environment)
    yield served
    served.stop()


def test_the_file_is_locked(on_sqlite: Assistant, full: bool) -> None:
    @contextmanager
    def locked() -> Iterator[None]:
        file = on_sqlite.data / "talks.sqlite"
        with contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=10)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")

    check_fault(on_sqlite, "tracker_store", locked, 15 if full else 5)


def test_no_file_may_grow(on_sqlite: Assistant, full: bool) -> None:
    """As on a full disk, each write that would make a file longer fails."""

    @contextmanager
    def limited() -> Iterator[None]:
        log = on_sqlite.data / "talks.sqlite-wal"
        before = [(pid, resource.prlimit(pid, resource.RLIMIT_FSIZE)) for pid in on_sqlite.children()]
        for pid, (_soft, hard) in before:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (min(4096, log.stat().st_size), hard))
        try:
            yield
        finally:
            for pid, limits in before:
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)

    check_fault(on_sqlite, "tracker_store", limited, 15 if full else 3)


def away(server: Any) -> Fault:
    @contextmanager
    def stopped() -> Iterator[None]:
        server.stop()
        try:
            yield
        finally:
            server.start()

    return stopped


def test_postgresql_is_stopped_and_started(on_servers: Assistant, servers: Servers, full: bool) -> None:
    check_fault(on_servers, "tracker_store", away(servers[0]), 15 if full else 3)


def test_redis_is_stopped_and_started(on_servers: Assistant, servers: Servers, full: bool) -> None:
    check_fault(on_servers, "lock_store", away(servers[1]), 15 if full else 3)


def test_postgresql_hangs(on_servers: Assistant, servers: Servers, full: bool) -> None:
    check_fault(on_servers, "tracker_store", servers[0].frozen, 15 if full else 6)


def test_connections_are_cut_in_the_middle_of_turns(on_servers: Assistant, servers: Servers) -> None:
    def cut(stop: threading.Event) -> None:
        while not stop.wait(0.1):
            servers[0].cut_connections()

    @contextmanager
    def cutting() -> Iterator[None]:
        stop = threading.Event()
        thread = threading.Thread(target=cut, args=[stop])
        thread.start()
        yield
        stop.set()
        thread.join()

    check_fault(on_servers, None, cutting, 3)


def test_two_processes_share_a_talk(on_servers: Assistant, full: bool, tmp_path: Path) -> None:
    if not full:
        pytest.skip("it starts one more assistant: in the long form alone (make faults)")
    other, sender = Assistant(tmp_path, **on_servers.environment), on_servers.new()
    talkers = [Talker(on_servers, sender, "one"), Talker(other, sender, "another")]
    for talker in talkers:
        talker.start()
    time.sleep(10)
    for talker in talkers:
        talker.stop()
    other.stop()
    stored = stored_texts(on_servers, talkers[0])
    for talker in talkers:
        assert len(talker.answered) > 10
        assert {text: stored[text] for text in talker.answered} == dict.fromkeys(talker.answered, 1)
