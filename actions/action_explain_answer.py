"""Says why the last answer said what it said, with sources."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionExplainAnswer(TurnAction):
    """Says why the last answer said what it said, with sources."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_explain_answer"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.reasons`."""
        return topics.reasons(turn)
