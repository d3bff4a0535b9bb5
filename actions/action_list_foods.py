"""Lists foods for a nutrient that fit this person."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionListFoods(TurnAction):
    """Lists foods for a nutrient that fit this person."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_list_foods"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.foods`."""
        return topics.foods(turn)
