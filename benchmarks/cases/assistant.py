"""The whole assistant in one process: the trained understanding, the rules of the talk, and the actions."""

from __future__ import annotations

import asyncio
import importlib
import logging
import pkgutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import actions
from actions.turn_action import SIDE_ANSWERS, TurnAction
from bot.core.training import MODEL, train_if_stale
from bot.knowledge import load
from bot.replies import Message
from bot.rules import Case
from bot.talk import Answer, Heard, Turn, take_turn

STORIES = Path("data/stories")
JUST_TELL_ME = "just tell me"


def answers_by_intent() -> dict[str, Answer]:
    """Which of the real actions answers which intent, as the training data's rules say."""
    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"actions.{module.name}")
    by_name = {action.name(): action.answer for action in (cls() for cls in TurnAction.__subclasses__())}
    rules = [rule["steps"] for path in STORIES.glob("*.yml") for rule in YAML(typ="safe").load(path)["rules"]]
    return {steps[0]["intent"]: by_name[steps[1]["action"]] for steps in rules if steps[1]["action"] in by_name}


def _fixed_reply(turn: Turn) -> list[Message]:
    """Stands for the domain's fixed responses ("utter_..."), which carry no assessment."""
    return []


class Understanding:
    """The trained model's parse, as the server runs it."""

    def __init__(self) -> None:
        """Loads the model; trains it first if it is stale."""
        # Rasa may only be imported after the stubs for TensorFlow are in place.
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.ERROR)
        train_if_stale()
        self._agent = Agent.load(str(MODEL))

    def parse(self, text: str) -> dict[str, Any]:
        """The parse output of one message."""
        parsed: dict[str, Any] = asyncio.run(self._agent.parse_message(text))
        return parsed


@dataclass
class Talk:
    """One person's talk with the assistant."""

    understanding: Understanding
    answers: dict[str, Answer]
    case: Case = field(default_factory=Case)

    def say(self, text: str) -> list[Message]:
        """Says one message and gives the assistant's replies."""
        heard = Heard.from_parse(self.understanding.parse(text))
        turn = Turn(self.case, self.case, heard, load())
        replies = take_turn(turn, self.answers.get(heard.intent, _fixed_reply), SIDE_ANSWERS)
        self.case = turn.case
        return replies
