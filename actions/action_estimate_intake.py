"""Estimates what the foods told bring of each nutrient."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionEstimateIntake(TurnAction):
    """Estimates what the foods told bring of each nutrient."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_estimate_intake"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.intake`."""
        return topics.intake(turn)
