"""Takes a correction in, recomputes and says what changed."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, correct


class ActionCorrectCase(TurnAction):
    """Takes a correction in, recomputes and says what changed."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_correct_case"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.correct`."""
        return correct(turn)
