"""Says why the pending question is asked."""

from actions.turn_action import TurnAction
from bot.replies import Message
from bot.talk import Turn, topics


class ActionExplainQuestion(TurnAction):
    """Says why the pending question is asked."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_explain_question"

    def answer(self, turn: Turn) -> list[Message]:
        """See `bot.talk.topics.question_reason`."""
        return topics.question_reason(turn)
