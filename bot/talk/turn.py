"""One turn of a talk: hear, look for danger first, then answer every move of the message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.knowledge import KnowledgeBase
from bot.replies import Message, compose
from bot.rules import Assessment, Case, alarms_of, assess, conclude
from bot.talk.heard import Heard
from bot.talk.hearing import hear

STILL_URGENT = "**What I said about getting help now still stands.**"


@dataclass
class Turn:
    """What an answer needs to know. Answers may replace `case`, which is what the talk remembers.

    Attributes:
        before: the case before this message.
        case: the case with it.
        region: key of the emergency numbers, such as "GB"; "default" where unknown.
    """

    before: Case
    case: Case
    heard: Heard
    kb: KnowledgeBase
    region: str = "default"

    def assess(self) -> Assessment:
        """The assessment of what is known now."""
        return assess(self.case, self.kb)

    def conclude(self) -> Assessment:
        """The assessment together with what would change it, which takes several times as long to find."""
        return conclude(self.case, self.kb)


Answer = Callable[[Turn], list[Message]]


def take_turn(turn: Turn, main: Answer, others: dict[str, Answer]) -> list[Message]:
    """Answers one message.

    A new emergency is answered at once and alone. Otherwise the main answer comes first, then the other moves of the
    message that have an answer of their own. An emergency that was told before is recalled in one line.
    """
    turn.case = hear(turn.before, turn.heard, turn.kb)
    alarms = alarms_of(turn.case, turn.kb)
    if set(alarms) - set(turn.before.alarms):
        turn.case = replace(turn.case, alarms=alarms, pending=None, concluded=True)
        return [compose(turn.conclude(), turn.kb, turn.region)]
    turn.case = replace(turn.case, alarms=alarms)
    messages = main(turn)
    for intent in dict.fromkeys(turn.heard.moves):
        answer = others.get(intent)
        if answer is not None and intent != turn.heard.intent:
            messages += answer(turn)
    if alarms and messages:
        first = messages[0]
        messages[0] = replace(first, text=f"{STILL_URGENT}\n{first.text}")
    return messages
