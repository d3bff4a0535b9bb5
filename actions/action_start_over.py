"""Forgets the case and begins again."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher


class ActionStartOver(Action):
    """Forgets the case and begins again; earlier messages stay stored until the person deletes them."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_start_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Empties the case."""
        dispatcher.utter_message(response="utter_start_over")
        return [SlotSet("case", None)]
