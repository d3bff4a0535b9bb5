"""A follow-up question in words, with its buttons."""

from __future__ import annotations

from bot.findings import Finding
from bot.knowledge import KnowledgeBase, Question
from bot.replies.message import Message
from bot.replies.wording import understood_words

NONE = ("None", "Neither", "No")
WHY = "Why do you ask?"
ALWAYS = ("Not sure", "Skip", WHY, "Just tell me")


def compose_question(question: Question, told: list[Finding], kb: KnowledgeBase, lead: str = "") -> Message:
    """Says what was just understood, then asks. `told` are the findings of this message; `lead` comes before all."""
    got = f"Got it: {understood_words(told, kb)}." if told else ""
    text = "\n".join(part for part in (lead, got, question.text) if part)
    return Message(text, answer_buttons(question), {"type": "question", "id": question.id, "why": question.why})


def compose_again(question: Question, lead: str, explained: bool = False) -> Message:
    """Puts a question once more behind what was said of it."""
    text = f"{lead}\n{question.text}" if explained else f"{lead} {question.text}"
    buttons = tuple(label for label in answer_buttons(question) if not (explained and label == WHY))
    return Message(text, buttons, {"type": "question", "id": question.id, "why": question.why})


def answer_buttons(question: Question) -> tuple[str, ...]:
    """The answers that a question offers, and the ways round it that every question has."""
    labels = [option.label for option in question.options]
    if not labels:
        labels = ["Yes", "No"]
    elif question.no and not any(label.startswith(NONE) for label in labels):
        labels.append("None of these" if len(question.asks) > 1 else "No")
    return (*labels, *ALWAYS)


def compose_which(question: Question) -> Message:
    """Asks which of several things a plain "yes" meant."""
    labels = tuple(option.label for option in question.options)
    return Message(
        "Which of these is it?", (*labels, "Skip"), {"type": "question", "id": question.id, "why": question.why}
    )
