"""Says what people can do by themselves."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionAdviseSelfHelp(TurnAction):
    """Says what people can do by themselves."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_advise_self_help"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.self_help`."""
        return topics.self_help(turn)
