"""Says whether something the person told collides with a supplement."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionCheckSupplement(TurnAction):
    """Says whether something the person told collides with a supplement."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_check_supplement"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.supplement`."""
        return topics.supplement(turn)
