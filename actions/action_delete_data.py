"""Deletes everything that is stored of a talk."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher


class ActionDeleteData(Action):
    """Asks the tracker store to erase the talk; the store does so when this turn ends."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_delete_data"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Marks the talk for erasing."""
        dispatcher.utter_message(response="utter_data_deleted")
        return [SlotSet("case", None), SlotSet("erase_requested", True)]
