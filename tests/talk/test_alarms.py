"""Crisis words bring help at once, however they are said; scary words in harmless use do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from benchmarks.cases.assistant import Talk, Understanding, answers_by_intent
from bot.replies import Message

CASES = Path("tests/cases/alarms")


def _read(name: str) -> list[str]:
    return [str(text) for text in YAML(typ="safe").load(CASES / f"{name}.cases.yml")]


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding()


def _says(understanding: Understanding, text: str) -> list[Message]:
    return Talk(understanding, answers_by_intent()).say(text)


def _is_emergency(replies: list[Message]) -> bool:
    customs = [reply.custom or {} for reply in replies]
    return any(custom.get("care", {}).get("level") == "emergency" for custom in customs)


@pytest.mark.parametrize("text", _read("must_call"))
def test_crisis_is_answered_at_once(understanding: Understanding, text: str) -> None:
    assert _is_emergency(_says(understanding, text))


@pytest.mark.parametrize("text", _read("false_alarms"))
def test_harmless_words_raise_no_alarm(understanding: Understanding, text: str) -> None:
    assert not _is_emergency(_says(understanding, text))
