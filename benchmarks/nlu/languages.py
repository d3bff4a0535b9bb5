"""How far the multilingual encoder carries understanding into Spanish, French and German.

`python -m benchmarks.nlu.languages` prints it. This is the best that needs no vocabulary of each language: clauses are
matched by meaning with the English phrases, names of medicines and foods by spelling, and a handful of words tells what
is denied, past or another person's. The threshold is set on every other message; the figures are those of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from ruamel.yaml import YAML

from benchmarks.nlu.gold import Message
from benchmarks.nlu.score import Match, matches_of, precision_recall_f1
from bot.findings import Assertion, Finding, Kind
from bot.knowledge import load
from bot.nlu.encoder import encode

FOLDER = Path(__file__).parent / "other_languages"
BY_MEANING: tuple[Kind, ...] = ("symptom", "diet_habit", "condition", "lifestyle", "supplement", "profile")
CLAUSE = re.compile(
    r"[,.;]| (?=ni )| (?:y|e|pero|desde|cuando|tomo|soy|et|ou|mais|depuis|quand|je prends|je suis|und|oder|aber|seit"
    r"|nehme|bin) "
)
CUES: tuple[tuple[Assertion, re.Pattern[str]], ...] = (
    ("other_person", re.compile(r"\b(mi madre|mi padre|ma mère|mon père|meine mutter|mein vater)\b")),
    ("past", re.compile(r"\b(antes|dejé|avant|arrêté|früher|aufgehört)\b")),
    ("absent", re.compile(r"\b(no tengo|ni|sin|pas de|ni de|sans|kein|keine|ohne)\b")),
)
SPELT_ALIKE = 88
THRESHOLDS = np.arange(0.4, 0.95, 0.025)


def read(code: str) -> list[Message]:
    """The messages of one language."""
    return [Message.parse_obj(entry) for entry in YAML(typ="safe").load(FOLDER / f"{code}.gold.yml")]


class Reader:
    """Finds what clauses of any language mean, and which names they hold."""

    def __init__(self) -> None:
        """Encodes every English phrase."""
        knowledge = load()
        terms = [term for term in knowledge.terms.values() if term.kind in BY_MEANING]
        phrases = [(term, phrase) for term in terms for phrase in (term.name, *term.phrases)]
        self._terms = [term for term, _ in phrases]
        self._vectors = encode([phrase for _, phrase in phrases])
        drugs = [term for term in knowledge.terms.values() if term.kind == "medication"]
        self._names: dict[str, tuple[Kind, str]] = {
            **{phrase: ("food", food.id) for food in knowledge.foods.values() for phrase in (food.name, *food.phrases)},
            **{phrase: ("medication", drug.id) for drug in drugs for phrase in (drug.name, *drug.phrases)},
        }

    def read(self, text: str) -> list[tuple[float, Finding]]:
        """Every candidate with its similarity; names spelt alike count as 1."""
        text, found = text.lower(), []
        for clause in filter(None, (part.strip() for part in CLAUSE.split(f" {text} "))):
            cue: Assertion = next((name for name, pattern in CUES if pattern.search(clause)), "present")
            for word in re.findall(r"[^\W\d]{6,}", clause):
                hit = process.extractOne(word, self._names.keys(), scorer=fuzz.ratio, score_cutoff=SPELT_ALIKE)
                if hit:
                    kind, id_ = self._names[hit[0]]
                    found.append((1.0, Finding(kind, id_, cue)))
            scores = self._vectors @ encode([clause])[0]
            best = self._terms[int(scores.argmax())]
            found.append((float(scores.max()), Finding(best.kind, best.id, cue)))
        return found


def scored(messages: Sequence[Message], read: Sequence[list[tuple[float, Finding]]], least: float) -> list[Match]:
    """The matches of all messages at a threshold."""
    matches = []
    for message, candidates in zip(messages, read, strict=True):
        kept = {(f.id, f.assertion): f for score, f in candidates if score >= least}
        matches += matches_of(message, kept.values())
    return matches


def main() -> None:
    """Prints precision, recall and F1 for each language."""
    reader = Reader()
    for code in ("es", "fr", "de"):
        messages = read(code)
        found = [reader.read(message.text) for message in messages]

        def f1(least: float, m: list[Message] = messages, r: list[list[tuple[float, Finding]]] = found) -> float:
            return precision_recall_f1("", scored(m[::2], r[::2], least))[-1].value

        least = max(THRESHOLDS, key=f1)
        shares = precision_recall_f1(code, scored(messages[1::2], found[1::2], least))
        figures = ", ".join(f"{s.name[3:]} {s.value:.2f} ({s.hits}/{s.of})" for s in shares)
        print(f"{code}, threshold {least:.3f}: {figures}")


if __name__ == "__main__":
    main()
