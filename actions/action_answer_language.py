"""Answers a message in another language kindly, in that language."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.talk import Heard


class ActionAnswerLanguage(Action):
    """Says in the person's language that only English is understood, with the emergency line."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Chooses the fixed reply of the language: there is one for each that is told apart."""
        language = Heard.from_parse(tracker.latest_message).language
        dispatcher.utter_message(response=f"utter_language_{language}")
        return []
