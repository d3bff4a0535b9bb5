"""The stock model that speed is compared with: Rasa's default pipeline and policies, trained on the same data.

That is what Nutrigap is made from: the examples in `data/nlu`, the dialogue rules, the phrases of the knowledge base.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from benchmarks.nlu.gold import Expected, Message, kind_of_id
from benchmarks.nlu.score import KINDS
from benchmarks.nlu.stock_data import phrases_of_id, training_data
from benchmarks.stock import StockModel, config

FOLDER = Path(".cache/speed-stock")
COMMAND = ["--data", "nlu.json", "dialogue.yml", "--domain", "domain.yml"]
SHOWN = 20
"""So many names of each kind are annotated examples: Rasa reads a lookup table only for entities that it has seen."""


def stock_model() -> StockModel:
    """The model; not trained yet where nobody did."""
    files = {
        "nlu.json": training_data(named()),
        "dialogue.yml": dialogue(),
        "domain.yml": YAML(typ="safe").load(Path("domain.yml").read_text(encoding="utf-8")),
        "config.yml": config(with_policies=True),
    }
    return StockModel(FOLDER, files, COMMAND)


def named() -> list[Message]:
    """Messages that are a name alone."""
    phrases = phrases_of_id()
    ids = [id_ for kind in KINDS for id_ in [i for i in phrases if kind_of_id()[i] == kind][:SHOWN]]
    return [Message(text=phrases[id_][0], findings=[Expected(id=id_)]) for id_ in ids]


def dialogue() -> dict[str, Any]:
    """Our dialogue rules, each once more as a story: without stories the policies that learn would learn nothing."""
    rules = []
    for path in sorted(Path("data/stories").glob("*.yml")):
        rules += YAML(typ="safe").load(path.read_text(encoding="utf-8"))["rules"]
    return {"version": "3.1", "rules": rules, "stories": [{"story": r["rule"], "steps": r["steps"]} for r in rules]}
