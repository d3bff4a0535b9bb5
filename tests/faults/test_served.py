"""The assistant as it is served while what it stores in fails: everybody is told in time, and it recovers by itself."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.through import Fault, Talker, check_fault, stored_texts
from tests.served import Assistant
from tests.servers import PostgreSQL, Redis

Servers = tuple[PostgreSQL, Redis]


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


def test_the_action_server_hangs(on_sqlite: Assistant, full: bool) -> None:
    @contextmanager
    def stopped() -> Iterator[None]:
        hanging = on_sqlite.pid_of("action_server")
        os.kill(hanging, signal.SIGSTOP)
        yield
        os.kill(hanging, signal.SIGCONT)

    check_fault(on_sqlite, "action_server", stopped, 15 if full else 5)


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
