"""Compares nutrients: function, what a lack does, food sources."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionCompareNutrients(TurnAction):
    """Compares nutrients: function, what a lack does, food sources."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_compare_nutrients"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.comparison`."""
        return topics.comparison(turn)
