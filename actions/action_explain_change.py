"""Says what would change the answer."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionExplainChange(TurnAction):
    """Says what would change the answer."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_explain_change"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.change`."""
        return topics.change(turn)
