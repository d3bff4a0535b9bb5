"""What is measured: a trained model of Rasa's, which parses all messages in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.nlu.worker import TODAY
from bot.core.training import MODEL, train_if_stale
from bot.findings import Finding

OUT_OF_SCOPE = "out_of_scope"
NOT_UNDERSTOOD = frozenset({"not_understood", "nlu_fallback"})


@dataclass(frozen=True)
class Parsed:
    """What one message was understood as, and the milliseconds that it took."""

    text: str
    findings: tuple[Finding, ...]
    intent: str
    confidence: float
    moves: tuple[str, ...]
    ms: float

    @property
    def refused(self) -> bool:
        """Whether the writer is told that this is not what the assistant is for: the intent decides it alone."""
        return self.intent == OUT_OF_SCOPE

    @property
    def asked_again(self) -> bool:
        """Whether the writer is asked to say it in other words."""
        return self.intent in NOT_UNDERSTOOD

    @property
    def unanswered(self) -> bool:
        """Whether it is refused or asked for again."""
        return self.refused or self.asked_again


@dataclass(frozen=True)
class Run:
    """What one system made of all messages, and the most memory it held, in megabytes."""

    name: str
    parsed: dict[str, Parsed]
    memory_mb: int


class RunFailed(Exception):
    """The process that parses ended with an error; says which."""


def parse_with(python: str, model: Path, texts: Iterable[str], day: str = "") -> dict[str, Any]:
    """What the worker says of every message, each once."""
    command = [python, "-W", "ignore", "-m", "benchmarks.nlu.worker", str(model), *([day] if day else [])]
    done = subprocess.run(command, input=json.dumps(list(dict.fromkeys(texts))), capture_output=True, text=True)
    if done.returncode:
        raise RunFailed(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def run_of(name: str, answer: dict[str, Any], findings: Callable[[list[dict[str, Any]]], Iterable[Finding]]) -> Run:
    """A worker's answer with its entities read as findings."""
    parsed = {}
    for said in answer["parsed"]:
        intent = said["intent"]["name"] or "nlu_fallback"
        moves = tuple(move["intent"] for move in said.get("moves", [])) or (intent,)
        found = tuple(findings(said["entities"]))
        parsed[said["text"]] = Parsed(said["text"], found, intent, said["intent"]["confidence"], moves, said["ms"])
    return Run(name, parsed, answer["memory_mb"])


def nutrigap(texts: Iterable[str]) -> Run:
    """The assistant's own model, trained first if it is stale."""
    train_if_stale()
    answer = parse_with(sys.executable, MODEL, texts, str(TODAY))
    return run_of("Nutrigap", answer, lambda entities: [Finding.from_entity(entity) for entity in entities])
