"""The action server is away, slow, or answers garbage: everybody hears in time, and all is well when it is back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.between import MOODS
from tests.faults.through import TOLD_WITHIN, check_fault
from tests.served import Assistant


class BetweenAssistant(Assistant):
    module = "tests.faults.between"


@pytest.fixture(scope="module")
def mood(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("mood") / "mood"
    file.write_text("")
    return file


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, mood: Path) -> Iterator[Assistant]:
    served = BetweenAssistant(tmp_path_factory.mktemp("assistant"), MOOD=str(mood))
    yield served
    served.stop()


@pytest.mark.parametrize("wrong", MOODS)
def test_the_action_server_fails(assistant: Assistant, mood: Path, wrong: str, full: bool) -> None:
    @contextmanager
    def failing() -> Iterator[None]:
        mood.write_text(wrong)
        try:
            yield
        finally:
            mood.write_text("")

    part = None if wrong == "other JSON" else "action_server"
    check_fault(assistant, part, failing, 15 if full else 4)


@pytest.mark.parametrize("wrong", MOODS)
def test_what_cannot_be_read_now_is_refused_in_time(assistant: Assistant, mood: Path, wrong: str) -> None:
    usual = time.monotonic()
    assistant.parse("hello")
    usual = time.monotonic() - usual
    mood.write_text(wrong)
    asked = time.monotonic()
    answer = assistant.client.post("/model/parse", json={"text": "hello"})
    mood.write_text("")
    assert time.monotonic() - asked < TOLD_WITHIN + usual
    expected = {"other JSON": (200, 503), "failing": (500,)}
    assert answer.status_code in expected.get(wrong, (503,))
    assert answer.is_success or "emergency" in answer.json()["error"]
