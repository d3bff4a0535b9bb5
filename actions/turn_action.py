"""The one way from a tracker to an answer, shared by all actions."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.knowledge import load
from bot.replies import Message, rendered
from bot.rules import Case
from bot.talk import Answer, Heard, Turn, report, take_turn, topics

PLAIN_CHANNELS = {"telegram", "slack"}


def report_symptoms(turn: Turn) -> list[Message]:
    """The report that came along with a question, where the message tells a symptom and the answer left it open."""
    if turn.case.concluded or turn.case.asked != turn.before.asked:
        return []
    told = any(item.kind == "symptom" and item.assertion == "present" for item in turn.heard.findings)
    return report(turn) if told else []


SIDE_ANSWERS: dict[str, Answer] = {
    "ask_food_sources": topics.foods,
    "ask_my_intake": topics.intake,
    "ask_about_nutrient": topics.nutrient,
    "compare_nutrients": topics.comparison,
    "ask_supplement_safety": topics.supplement,
    "ask_tests": topics.tests,
    "ask_self_help": topics.self_help,
    "ask_medication_change": topics.medicine_change,
    "report_findings": report_symptoms,
    "out_of_scope": topics.outside,
}


class TurnAction(Action, ABC):
    """An action that answers one of the user's moves; `answer` says how."""

    @abstractmethod
    def name(self) -> str:
        """The action's name in the domain."""

    @abstractmethod
    def answer(self, turn: Turn) -> list[Message]:
        """What to say; may replace `turn.case`, which is what the talk remembers."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reads the message and the case, answers, and remembers the new case."""
        message = tracker.latest_message
        heard = Heard.from_parse(message, message.get("metadata"))
        case = Case.from_json(tracker.get_slot("case"))
        turn = Turn(case, case, heard, load(), os.environ.get("NUTRIGAP_REGION", "default"))
        say(dispatcher, tracker, take_turn(turn, self.answer, SIDE_ANSWERS))
        return [SlotSet("case", turn.case.as_json())]


def say(dispatcher: CollectingDispatcher, tracker: Tracker, messages: list[Message]) -> None:
    """Sends messages as the talk's channel shows them; only channels that carry JSON get `custom`."""
    channel = tracker.get_latest_input_channel() or ""
    for message in messages:
        dispatcher.utter_message(
            text=rendered(message.text, channel),
            buttons=[{"title": label, "payload": label} for label in message.buttons],
            json_message=message.custom if channel not in PLAIN_CHANNELS else None,
        )
