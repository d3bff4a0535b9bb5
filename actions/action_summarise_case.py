"""Gives the summary to show a doctor."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionSummariseCase(TurnAction):
    """Gives the summary to show a doctor."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_summarise_case"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.summary`."""
        return topics.summary(turn)
