"""The stock Rasa pipeline: what `rasa init` makes, trained on the same knowledge, intents and gold messages.

Rasa's own default pipeline, with a `RegexEntityExtractor` in front of its `EntitySynonymMapper`. Entities are the kinds
of findings, their values ids, and their roles assertions. It lives in an environment of its own, with TensorFlow.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.nlu.gold import Part, kind_of_id
from benchmarks.nlu.stock_data import training_data
from benchmarks.nlu.systems import Run, parse_with, run_of
from benchmarks.stock import PYTHON, StockModel, config
from bot.findings import Finding

CACHE = Path(".cache/nlu-stock")
COMMAND = ["nlu", "--nlu", "nlu.json"]


def stock(part: Part, texts: Iterable[str], kept: bool = False) -> Run:
    """The stock pipeline trained on the development part; trains it, in minutes, when what it learns from has changed.

    With `kept` a model from before is used all the same, and its name says so.

    Raises:
        StockFailed: its environment could not be installed, or it could not be trained.
        RunFailed: it could not parse.
    """
    files = {"nlu.json": training_data([*part.messages, *part.context]), "config.yml": config(with_policies=False)}
    model = StockModel(CACHE, files, COMMAND)
    old = model.provide(kept)
    return run_of("stock (kept)" if old else "stock", parse_with(str(PYTHON), model.path, texts), findings_of)


def findings_of(entities: list[dict[str, Any]]) -> list[Finding]:
    """Its entities as findings, read in its favour.

    An entity whose words are no synonym of an id is dropped. Of entities that overlap the longer one counts, and of
    equally long ones that of DIET, which alone knows assertions. Each id and assertion counts once.
    """
    kept: list[dict[str, Any]] = []
    known = [entity for entity in entities if entity["value"] in kind_of_id()]
    for entity in sorted(known, key=lambda e: (e["start"] - e["end"], e["extractor"] != "DIETClassifier")):
        if all(entity["end"] <= other["start"] or other["end"] <= entity["start"] for other in kept):
            kept.append(entity)
    found = {}
    for entity in kept:
        finding = Finding(
            kind_of_id()[entity["value"]],
            entity["value"],
            entity.get("role", "present"),
            start=entity["start"],
            end=entity["end"],
            confidence=entity.get("confidence_entity", 1.0),
        )
        found.setdefault((finding.id, finding.assertion), finding)
    return list(found.values())
