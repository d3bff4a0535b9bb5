"""The tellings of both parts: emergencies by kind, and near misses by why they are none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

HERE = Path(__file__).parent
PARTS = ("development", "held_out")


@dataclass(frozen=True)
class Telling:
    """One first message of a talk. `kind` is the emergency, or why it is none."""

    text: str
    kind: str
    emergency: bool


def tellings(part: str) -> list[Telling]:
    """All tellings of a part, emergencies first."""
    found = []
    for name, emergency in (("emergencies", True), ("near_misses", False)):
        kinds: dict[str, list[str]] = YAML(typ="safe").load(HERE / part / f"{name}.yml")
        found += [Telling(str(text), kind, emergency) for kind, texts in kinds.items() for text in texts]
    return found
