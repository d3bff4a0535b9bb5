"""Says whether a nutrient that the person names explains what they feel."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionConsiderNutrient(TurnAction):
    """Says whether a nutrient that the person names explains what they feel."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_consider_nutrient"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.could_it_be`."""
        return topics.could_it_be(turn)
