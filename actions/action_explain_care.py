"""Says when to see whom."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionExplainCare(TurnAction):
    """Says when to see whom."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_explain_care"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.care`."""
        return topics.care(turn)
