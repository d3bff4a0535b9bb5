"""Says that something is out of scope, and who can help with it."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionDeclineTopic(TurnAction):
    """Says that something is out of scope, and who can help with it."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_decline_topic"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.outside`."""
        return topics.outside(turn)
