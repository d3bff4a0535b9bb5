from __future__ import annotations

import itertools
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.core import parts
from bot.core.parts import Part, stop

LASTING = ("http.server", "--bind", "127.0.0.1", "0")
SHORT = ("this",)


@pytest.fixture
def part() -> Iterator[Part]:
    made = Part("tester", LASTING, {}, lambda: True)
    made.start()
    yield made
    stop([made])
    assert made.has_ended()


def until(so: Callable[[], bool], part: Part) -> None:
    deadline = time.monotonic() + 10
    while not so():
        part.keep()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_is_killed_is_started_again(part: Part, capsys: pytest.CaptureFixture[str]) -> None:
    first = part.process
    part.keep()
    assert part.process is first
    time.sleep(0.3)
    first.send_signal(signal.SIGKILL)
    until(lambda: part.process is not first, part)
    assert not part.has_ended()
    assert capsys.readouterr().out == "The tester ended (-9); it is started again.\n"


def test_what_ends_again_and_again_is_started_ever_more_seldom() -> None:
    part, starts = Part("tester", SHORT, {}, lambda: True), []
    part.start()
    began = time.monotonic()
    while time.monotonic() - began < 4:
        before = part.process
        part.keep()
        if part.process is not before:
            starts.append(time.monotonic() - began)
        time.sleep(0.01)
    stop([part])
    pauses = [later - sooner for sooner, later in itertools.pairwise(starts)]
    assert len(starts) in (3, 4)
    assert pauses == sorted(pauses)


def test_what_hangs_is_ended_and_started_again(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(parts, "HANGS_AFTER", 0.1)
    first = part.process
    part.answers = lambda: False
    for _ in range(30):  # it has not answered yet, so it may still be starting
        part.keep()
        time.sleep(0.01)
    assert part.process is first
    part.answers = lambda: True
    part.keep()
    part.answers = lambda: False
    first.send_signal(signal.SIGSTOP)
    until(lambda: part.process is not first, part)


def test_what_does_not_stop_kindly_is_stopped_for_certain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parts, "STOP_PATIENCE", 0.2)
    begun = tmp_path / "begun"
    code = f"import signal, time; signal.signal(15, signal.SIG_IGN); open({str(begun)!r}, 'w'); time.sleep(60)"
    part = Part("stubborn one", ("timeit", "-n1", "-r1", code), {}, lambda: True)
    part.start()
    until(begun.exists, part)
    stop([part])
    assert part.process.returncode == -signal.SIGKILL
