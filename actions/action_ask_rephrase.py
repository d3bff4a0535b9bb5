"""Says which words were not understood and offers ways on."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionAskRephrase(TurnAction):
    """Says which words were not understood and offers ways on."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_ask_rephrase"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.unclear`."""
        return topics.unclear(turn)
