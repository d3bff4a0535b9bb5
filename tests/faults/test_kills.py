"""Processes of the assistant are killed at random: nothing taken is lost, and nobody is answered twice."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.channels.standin import StandIn
from tests.faults.conftest import Count, Record
from tests.faults.ledger import HOOK, TOKEN, PageTalker, Talker, TelegramTalker
from tests.served import Assistant, children

PROCESSES = ("rasa_server", "action_server")
LONGEST = 2400.0
"""Seconds after which no more is killed, however few there were: a slow machine must come to an end too."""


class Forked(Assistant):
    """Has what was killed back at once: it is killed a thousand times as often as in life."""

    module = "tests.faults.forked"


@pytest.fixture(scope="module")
def api() -> Iterator[StandIn]:
    standin = StandIn({"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}})
    yield standin
    standin.stop()


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, api: StandIn) -> Iterator[Assistant]:
    environment = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": HOOK, "TELEGRAM_API_URL": api.url}
    served = Forked(tmp_path_factory.mktemp("assistant"), CHANNELS="telegram", **environment)
    yield served
    served.stop()


class Killer(threading.Thread):
    """Kills a process again and again: mostly while it works, now and then while it starts.

    Attributes:
        kills: how many there were.
        slowest: the most seconds until it answered again.
    """

    def __init__(self, assistant: Assistant, process: str, kills: int) -> None:
        super().__init__()
        self.assistant, self.process, self.wanted = assistant, process, kills
        self.kills, self.slowest = 0, 0.0

    def run(self) -> None:
        end = time.monotonic() + LONGEST
        while self.kills < self.wanted and time.monotonic() < end:
            killed = time.monotonic()
            self.kill()
            if random.random() < 0.2:
                time.sleep(random.uniform(0, 2))
                continue
            while not self.answers():
                time.sleep(0.05)
            self.slowest = max(self.slowest, time.monotonic() - killed)
            time.sleep(random.expovariate(2))

    def kill(self) -> None:
        for pid in itertools.chain.from_iterable(map(children, self.assistant.children())):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it was just ended for not answering
                if self.process in Path(f"/proc/{pid}/cmdline").read_text():
                    os.kill(pid, signal.SIGKILL)
                    self.kills += 1

    def answers(self) -> bool:
        try:
            if self.process == "rasa_server":
                return httpx.get(f"{self.assistant.url}/healthz", timeout=2).status_code == 200
            return "action_server" not in httpx.get(f"{self.assistant.url}/readyz", timeout=10).json()["missing"]
        except httpx.TransportError:
            return False


def test_any_process_may_be_killed_at_any_time(
    assistant: Assistant, api: StandIn, count: Count, record: Record
) -> None:
    people: list[Talker] = [PageTalker(assistant, assistant.new()) for _ in range(3)]
    people += [TelegramTalker(assistant, api, chat) for chat in (71, 72)]
    killers = [Killer(assistant, process, count(3, 500)) for process in PROCESSES]
    for thread in (*people, *killers):
        thread.start()
    for killer in killers:
        killer.join()
    for person in people:
        person.stop()
    while assistant.client.get("/readyz").json().get("waiting") != 0:
        time.sleep(0.1)
    doubled = Counter({type(person).__name__: 0 for person in people})
    for person in people:
        doubled[type(person).__name__] += person.check()
    assert doubled["PageTalker"] == 0
    assert doubled["TelegramTalker"] <= killers[0].kills
    record(
        kills={killer.process: killer.kills for killer in killers},
        acknowledged=sum(len(person.said) for person in people),
        lost=0,
        answered_twice=doubled,
        refused=sum(person.refused for person in people),
        slowest_answer_s=round(max(person.slowest for person in people), 1),
        slowest_restart_s={killer.process: round(killer.slowest, 1) for killer in killers},
    )
