"""Answers fear once with a fact, then goes on."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionCalmFear(TurnAction):
    """Answers fear once with a fact, then goes on."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_calm_fear"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.fear`."""
        return topics.fear(turn)
