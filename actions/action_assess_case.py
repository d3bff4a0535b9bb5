"""Asks what most changes the answer, or gives the assessment."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, report


class ActionAssessCase(TurnAction):
    """Asks what most changes the answer, or gives the assessment."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_assess_case"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.report`."""
        return report(turn)
