"""What the stock pipeline is trained from: our intents, the knowledge's words, the gold messages with spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from benchmarks.nlu.gold import Expected, Message, kind_of_id
from benchmarks.nlu.score import KINDS
from benchmarks.nlu.worker import TODAY
from bot.knowledge import load
from bot.nlu.understanding import product

MOST_WORDS = 30
"""Sentences are put together into one example up to so many words; a longer sentence stays whole."""

_SENTENCE_END = re.compile(r"[.!?\n]+\s+")


def training_data(messages: Iterable[Message]) -> dict[str, Any]:
    """Training data in Rasa's JSON format: examples, lookup tables and synonyms."""
    phrases = phrases_of_id()
    examples = [{"text": text, "intent": intent, "entities": []} for text, intent in intent_examples()]
    for message in messages:
        examples += pieces(annotated(message, phrases))
    tables = {kind: [p for id_, said in phrases.items() if kind_of_id()[id_] == kind for p in said] for kind in KINDS}
    return {
        "rasa_nlu_data": {
            "common_examples": examples,
            "lookup_tables": [{"name": kind, "elements": elements} for kind, elements in tables.items()],
            "entity_synonyms": [{"value": id_, "synonyms": said} for id_, said in phrases.items()],
        }
    }


def intent_examples() -> list[tuple[str, str]]:
    """The examples that Nutrigap's moves are trained from."""
    found = []
    for path in sorted(Path("data/nlu").glob("*.yml")):
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            found += [(line[2:], block["intent"]) for line in block["examples"].splitlines() if line.startswith("- ")]
    return found


def phrases_of_id() -> dict[str, list[str]]:
    """Every phrase of the knowledge base, by the id that it means."""
    knowledge = load()
    phrases = {term.id: [term.name, *term.phrases] for term in knowledge.terms.values()}
    phrases |= {food.id: [food.name, *food.phrases] for food in knowledge.foods.values()}
    return {id_: list(dict.fromkeys(map(str, said))) for id_, said in phrases.items()}


def annotated(message: Message, phrases: dict[str, list[str]]) -> dict[str, Any]:
    """A gold message as a training example. What is expected but whose words cannot be placed is not annotated.

    The gold data has no spans: they are taken from where Nutrigap hears the same thing, else from a listed phrase.
    """
    entities: list[dict[str, Any]] = []
    heard = product().understand(message.text, TODAY).findings
    for expected in message.findings:
        found = next(((f.start, f.end) for id_ in expected.ids for f in heard if f.id == id_ and f.end), None)
        span = found or _span_of_phrase(message.text, expected, phrases)
        if span and all(span[1] <= other["start"] or other["end"] <= span[0] for other in entities):
            entity = {"entity": kind_of_id()[expected.id], "value": expected.id, "role": expected.assertion}
            entities.append({"start": span[0], "end": span[1], **entity})
    told = any(finding.assertion != "hypothetical" for finding in message.findings)
    return {"text": message.text, "intent": "report_findings" if told else "ask_could_it_be", "entities": entities}


def pieces(example: dict[str, Any]) -> list[dict[str, Any]]:
    """An example as examples of a few sentences each: DIET pads every one to the longest, which takes hours."""
    text, cuts = example["text"], [0]
    for end in [*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]:
        if len(cuts) > 1 and len(text[cuts[-2] : end].split()) <= MOST_WORDS:
            cuts[-1] = end
        else:
            cuts.append(end)
    return [
        {
            **example,
            "text": text[start:end],
            "entities": [
                {**entity, "start": entity["start"] - start, "end": entity["end"] - start}
                for entity in example["entities"]
                if start <= entity["start"] and entity["end"] <= end
            ],
        }
        for start, end in pairwise(cuts)
        if text[start:end].strip()
    ]


def _span_of_phrase(text: str, expected: Expected, phrases: dict[str, list[str]]) -> tuple[int, int] | None:
    for phrase in sorted((p for id_ in expected.ids for p in phrases[id_]), key=len, reverse=True):
        if found := re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE):
            return found.span()
    return None
