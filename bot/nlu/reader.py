"""All that is said of a message, as `/model/parse` gives it."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Any

from bot.nlu.move_model import MODEL_FILE, MoveModel
from bot.nlu.moves import Move, main_move, moves_of
from bot.nlu.understanding import Understanding, Understood, product


def said(understood: Understood) -> dict[str, Any]:
    """What of the parse comes from the findings."""
    return {
        "entities": [finding.as_entity() for finding in understood.findings],
        "not_understood": list(understood.not_understood),
        "mentions": understood.mentions,
    }


def moved(moves: list[Move]) -> dict[str, Any]:
    """What of the parse comes from the moves."""
    top = main_move(moves)
    return {
        "intent": {"name": top.intent, "confidence": top.confidence},
        "moves": [move.as_json() for move in moves],
    }


class Reader:
    """Reads messages without Rasa, as the trained model of an archive does with it."""

    def __init__(self, understanding: Understanding, model: MoveModel) -> None:
        """Takes both halves."""
        self._understanding, self._model = understanding, model

    @classmethod
    def from_archive(cls, archive: Path) -> Reader:
        """Takes what was learnt out of a model that Rasa has packed."""
        with tarfile.open(archive) as packed:
            [member] = [member for member in packed.getmembers() if Path(member.name).name == MODEL_FILE]
            file = packed.extractfile(member)
            assert file is not None, "The model's weights are no file."
            return cls(product(), MoveModel.load(io.BytesIO(file.read())))

    def parse(self, text: str) -> dict[str, Any]:
        """The parse of one message, as plain JSON."""
        understood = self._understanding.understand(text)
        return {"text": text, **moved(moves_of(text, understood, self._model)), **said(understood)}
