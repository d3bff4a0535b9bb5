"""Says what a nutrient does, and what too little and too much do."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionDescribeNutrient(TurnAction):
    """Says what a nutrient does, and what too little and too much do."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_describe_nutrient"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.nutrient`."""
        return topics.nutrient(turn)
