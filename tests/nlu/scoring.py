"""Findings of the understanding alone against the gold messages of the benchmark."""

from __future__ import annotations

from benchmarks.nlu.gold import Message, part
from benchmarks.nlu.score import Match, matches_of, precision_recall_f1
from benchmarks.nlu.worker import TODAY
from bot.nlu.understanding import Understanding


def gold(name: str) -> list[Message]:
    """The messages of one file of the development part, by its name up to the first dot."""
    return part("development").by_file[name]


def matches(understanding: Understanding, messages: list[Message]) -> list[Match]:
    """What is expected of every message, with what was found."""
    return [
        match
        for message in messages
        for match in matches_of(message, understanding.understand(message.text, TODAY).findings)
    ]


def f1_and_faults(matched: list[Match]) -> tuple[float, str]:
    """F1 of id and assertion together, and every fault in words."""
    f1 = precision_recall_f1("findings", matched)[-1].value
    return f1, "\n".join([f"F1 {f1}", *(match.fault for match in matched if match.fault)])
