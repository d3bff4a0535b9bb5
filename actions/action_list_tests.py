"""Lists the tests to ask for."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionListTests(TurnAction):
    """Lists the tests to ask for."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_list_tests"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.tests`."""
        return topics.tests(turn)
