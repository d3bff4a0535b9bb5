"""The course of a talk: what a message does to the case, and which answer it gets. Knows nothing of Rasa."""

from bot.talk import topics
from bot.talk.heard import Heard
from bot.talk.hearing import hear
from bot.talk.reporting import correct, report
from bot.talk.turn import Answer, Turn, take_turn

__all__ = ["Answer", "Heard", "Turn", "correct", "hear", "report", "take_turn", "topics"]
