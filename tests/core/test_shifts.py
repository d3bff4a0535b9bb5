"""A shift of processes is relieved by another without a message that is lost or that waits long."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from bot.core import shifts
from bot.core.shifts import Shift, Shifts
from tests.served import Assistant

PATIENCE = 240
LONGEST = 5.0
"""Seconds that a message may take while the shifts change, on a machine that others use too."""


class FakePart:
    """A part whose process does as it is told."""

    def __init__(self, pid: int) -> None:
        self.process = self
        self.pid = pid
        self.did: list[str] = []
        self.ended = False

    def start(self) -> None:
        self.did.append("start")

    def keep(self) -> None:
        self.did.append("keep")

    def terminate(self) -> None:
        self.did.append("terminate")

    def has_ended(self) -> bool:
        return self.ended


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Shift]:
    monkeypatch.setattr(shifts, "stop", lambda parts: [part.did.append("stop") for part in parts])
    return []


def maker(made: list[Shift]) -> Callable[[], Shift]:
    def make() -> Shift:
        made.append(Shift(FakePart(len(made) * 2 + 1), FakePart(len(made) * 2 + 2)))  # type: ignore[arg-type]
        return made[-1]

    return make


def did(shift: Shift) -> list[list[str]]:
    return [part.did for part in shift.parts]  # type: ignore[attr-defined]


def test_the_old_shift_leaves_when_the_new_one_answers_and_is_stopped_when_it_has_ended(made: list[Shift]) -> None:
    answering = [2]
    every = Shifts(maker(made), lambda: answering[0])
    every.start()
    every.relieve()
    every.relieve()
    every.keep()
    assert len(made) == 2
    assert did(made[0]) == [["start", "keep"], ["start", "keep"]]
    answering[0] = 4
    every.keep()
    assert did(made[0]) == [["start", "keep", "keep"], ["start", "keep", "keep", "terminate"]]
    made[0].server.ended = True  # type: ignore[attr-defined]
    every.keep()
    assert [last for *_, last in did(made[0])] == ["stop", "stop"]
    assert did(made[1]) == [["start", "keep"], ["start", "keep"]]


def test_a_shift_that_does_not_start_is_dropped_and_the_old_one_stays(made: list[Shift]) -> None:
    every = Shifts(maker(made), lambda: 2)
    every.start()
    every.relieve()
    made[1].reader.ended = True  # type: ignore[attr-defined]
    every.keep()
    assert did(made[1]) == [["start", "stop"], ["start", "stop"]]
    assert "stop" not in did(made[0])[1]


def test_an_old_shift_that_does_not_end_is_ended(made: list[Shift], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shifts, "LEAVE_PATIENCE", -1.0)
    every = Shifts(maker(made), lambda: 4)
    every.start()
    every.relieve()
    every.keep()
    assert [last for *_, last in did(made[0])] == ["stop", "stop"]


def test_stopping_stops_all(made: list[Shift]) -> None:
    every = Shifts(maker(made), lambda: 2)
    every.start()
    every.relieve()
    every.stop()
    assert [last for shift in made for *_, last in did(shift)] == ["stop"] * 4


class Talker(threading.Thread):
    """Says one thing after the other, over one connection as long as it is kept open, and notes what became of it."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.enough = url, threading.Event()
        self.waited: list[float] = []
        self.lost: list[str] = []

    def run(self) -> None:
        with httpx.Client(base_url=self.url, timeout=60, headers={"Prefer": "wait=60"}) as client:
            while not self.enough.is_set():
                began = time.monotonic()
                try:
                    body = {"sender": f"talker-{self.ident}", "message": "which foods have iron?"}
                    answer = client.post("/webhooks/rest/webhook", content=json.dumps(body))
                    said = " ".join(reply["text"] for reply in answer.json())
                    if "Iron" not in said:
                        self.lost.append(f"{answer.status_code} {said}")
                except httpx.HTTPError as error:
                    self.lost.append(repr(error))
                self.waited.append(time.monotonic() - began)


def test_nobody_who_talks_all_the_time_notices(tmp_path: Path) -> None:
    served = Assistant(tmp_path)
    before = served.children()
    talkers = [Talker(served.url) for _ in range(3)]
    for talker in talkers:
        talker.start()
    served.process.send_signal(signal.SIGUSR1)
    deadline = time.monotonic() + PATIENCE
    while not (len(served.children()) == 2 and set(served.children()).isdisjoint(before)):
        assert time.monotonic() < deadline, served.log.read_text()
        time.sleep(0.1)
    had = [len(talker.waited) for talker in talkers]
    time.sleep(2)
    for talker in talkers:
        talker.enough.set()
        talker.join(60)
    served.stop()
    assert [lost for talker in talkers for lost in talker.lost] == []
    assert all(len(talker.waited) > already > 0 for talker, already in zip(talkers, had, strict=True))
    assert max(wait for talker in talkers for wait in talker.waited) < LONGEST
    assert "It has taken over." in served.log.read_text()
