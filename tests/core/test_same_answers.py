"""What is served answers as Rasa itself does with the same model, and as Rasa does with TensorFlow installed."""

from __future__ import annotations

import json
import os
import site
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cases.vignettes import vignettes
from bot.core.training import train_if_stale
from tests.served import Assistant

PLAIN = Path(__file__).with_name("plain_rasa.py")
STOCK = Path(".venv-stock/bin/python")
AFTER = ["no", "just tell me", "which foods?", "why?", "actually I stopped the tablets", "what would change that?"]
TALKS = [[vignette.text, *AFTER] for vignette in vignettes("development")[::30]]


def answers(folder: Path, python: str, *more_paths: str) -> dict[str, Any]:
    train_if_stale()
    talks, written = folder / "talks.json", folder / "replies.json"
    talks.write_text(json.dumps(TALKS))
    code = (
        f"import runpy, sys; sys.path += {['.', *more_paths]!r}; sys.argv = {['', str(talks), str(written)]!r}; "
        f"runpy.run_path({str(PLAIN)!r}, run_name='__main__')"
    )
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    done = subprocess.run([python, "-W", "ignore", "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    answered: dict[str, Any] = json.loads(written.read_text())
    return answered


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    answered = answers(tmp_path_factory.mktemp("plain"), sys.executable)
    assert answered["tensorflow"] is None
    assert all(reply for talk in answered["replies"] for reply in talk)
    return answered


def test_it_answers_as_plain_rasa_does(plain: dict[str, Any], assistant: Assistant) -> None:
    for talk, replies in zip(TALKS, plain["replies"], strict=True):
        sender = assistant.new()
        for text, expected in zip(talk, replies, strict=True):
            got = assistant.say(text, sender)
            assert [{key: item[key] for key in item if key != "recipient_id"} for item in got] == expected


def test_it_answers_as_rasa_with_tensorflow_does(plain: dict[str, Any], tmp_path: Path) -> None:
    if not STOCK.exists():
        pytest.skip("Rasa with TensorFlow is not installed: `make .venv-stock/installed` brings it.")
    # Our own environment comes last, for what Rasa itself does not bring.
    with_tensorflow = answers(tmp_path, str(STOCK), *site.getsitepackages())
    assert with_tensorflow["tensorflow"] == "2.12.0"
    assert with_tensorflow["replies"] == plain["replies"]
