"""Refuses to judge stopping or changing a medicine and says whom to ask."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionRefuseMedicineChange(TurnAction):
    """Refuses to judge stopping or changing a medicine and says whom to ask."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_refuse_medicine_change"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.medicine_change`."""
        return topics.medicine_change(turn)
