"""One turn of a talk: hear, look for danger first, then answer every move of the message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.knowledge import DANGER, KnowledgeBase, Question
from bot.replies import Message, compose, compose_question
from bot.rules import Assessment, Case, Facts, alarms_of, assess, conclude
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


def doubtful_danger(turn: Turn) -> Question | None:
    """The question about what the message sounds like; None where there is nothing of that kind to ask any more."""
    asked = any(question.startswith(DANGER) for question in turn.case.asked)
    if asked or not turn.heard.feared or Facts(turn.case, turn.kb).known(turn.heard.feared):
        return None
    return turn.kb.questions.get(f"{DANGER}{turn.heard.feared}")


Answer = Callable[[Turn], list[Message]]


def take_turn(turn: Turn, main: Answer, others: dict[str, Answer]) -> list[Message]:
    """Answers one message.

    A new emergency is answered at once and alone. What only sounds like one is asked about before anything else, once
    in a talk. Otherwise the main answer comes first, then the other moves of the message that have an answer of their
    own. An emergency that was told before is recalled in one line.
    """
    turn.case = hear(turn.before, turn.heard, turn.kb)
    alarms = alarms_of(turn.case, turn.kb)
    if set(alarms) - set(turn.before.alarms):
        turn.case = replace(turn.case, alarms=alarms, pending=None, concluded=True)
        return [compose(turn.conclude(), turn.kb, turn.region)]
    turn.case = replace(turn.case, alarms=alarms)
    question = doubtful_danger(turn)
    if question:
        turn.case = replace(turn.case, asked=(*turn.case.asked, question.id), pending=question.id)
        return [compose_question(question, list(turn.heard.findings), turn.kb)]
    messages = main(turn)
    for intent in dict.fromkeys(turn.heard.moves):
        answer = others.get(intent)
        if answer is not None and intent != turn.heard.intent:
            messages += answer(turn)
    if alarms and messages:
        first = messages[0]
        messages[0] = replace(first, text=f"{STILL_URGENT}\n{first.text}")
    return messages
