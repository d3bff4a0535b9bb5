"""The user's moves: a linear classifier over meaning and spelling, then plain rules that know what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from bot.findings import Finding
from bot.nlu.encoder import encode
from bot.nlu.line import Line
from bot.nlu.mentions import asks, opens_question
from bot.nlu.ngrams import NGrams, Row, matrix, product
from bot.nlu.text import plain, read
from bot.nlu.understanding import Understood
from bot.nlu.words import PEOPLE, words

MODEL_FILE = "moves.npz"
"""Name of the file in which training leaves the `MoveModel`."""

LEAST_CONFIDENCE = 0.22
"""Below this a part without findings is not understood; measured in tests/nlu/test_moves.py."""

OPEN_QUESTION = 0.35
"""From this on a part that asks something is taken as that question although it holds findings."""

SURE_QUESTION = 0.7
"""From this on a part is a question even without the form of one ("b12 foods for veggies")."""

SURE_LINK = 0.9
"""Below this a finding was linked by meaning; a question out of scope is not about it."""

MOST_PARTS = 12
LONGEST_PART = 300
_CORRECTS = re.compile(
    r"\b(?:i meant|i mean|correction|that ' ?s (?:not right|wrong)|made a mistake|should have "
    r"said|did not say|scrap that)\b"
)
_MAY_CORRECT = re.compile(r"\b(?:actually|sorry|wait|wrong|mistake|misunderstood|correct)\b")
_COMMAND = re.compile(r"^/\s*\w+\s*(?:\{.*)?$", re.DOTALL)
_MAY_EAT = re.compile(
    r"\b(?:ok|okay|safe|allowed|alright|bad for|clash|mix|(?:can|may|should) (?:i|we|he|she) (?:\w+ )?"
    r"(?:eat|have|drink|avoid))\b"
)
_STATES = re.compile(r"\b(?:i|my|he|she|we)\b")
_PETS = frozenset(word for word, subject in PEOPLE.items() if subject == "pet")
_CHAT = frozenset({"greet", "goodbye", "thank", "ask_help", "insult", "ask_who_are_you"})
_ORDER = words(
    """delete_my_data start_over correct_finding just_tell_me ask_supplement_safety ask_medication_change
    ask_when_to_seek_care express_fear ask_tests ask_my_intake ask_food_sources compare_nutrients ask_could_it_be
    ask_about_nutrient ask_what_would_change ask_doctor_summary ask_why_question ask_why_answer
    report_findings ask_self_help skip_question answer_unknown answer_no answer_yes ask_who_are_you ask_help insult
    thank goodbye greet out_of_scope other_language not_understood"""
)
"""Which of several moves names the message: what must not be missed first, courtesies last."""


Ranking = list[tuple[str, float]]


@dataclass(frozen=True)
class Move:
    """One thing that the writer does with a message."""

    intent: str
    confidence: float
    text: str

    def as_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"intent": self.intent, "confidence": round(self.confidence, 3), "text": self.text}


_SPELLING = (NGrams(2**13, (2, 4), letters=True), NGrams(2**12, (1, 2), letters=False))


def _features(texts: Sequence[str]) -> tuple[npt.NDArray[np.float32], list[list[Row]]]:
    """What each text means, and its letters and words."""
    lowered = [text.lower()[:LONGEST_PART] for text in texts]
    return encode(lowered) * 3.0, [spelling.rows(lowered) for spelling in _SPELLING]


class MoveModel:
    """Logistic regression as two arrays and the names of its classes."""

    def __init__(self, labels: Sequence[str], weights: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> None:
        """One row of weights and one bias for each label."""
        self.labels, self._weights, self._bias = list(labels), weights, bias
        ends = np.cumsum([spelling.columns for spelling in _SPELLING][::-1])[::-1]
        blocks = np.split(weights, weights.shape[1] - ends, axis=1)
        self._blocks = [np.ascontiguousarray(block.T) for block in blocks]

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[str]) -> MoveModel:
        """Learns from examples. The same examples give the same model."""
        from scipy.sparse import hstack  # only training needs them
        from sklearn.linear_model import LogisticRegression

        meaning, spelt = _features(texts)
        blocks = [matrix(rows, spelling.columns) for rows, spelling in zip(spelt, _SPELLING, strict=True)]
        regression = LogisticRegression(C=10.0, max_iter=300, class_weight="balanced", random_state=0)
        regression.fit(hstack([meaning, *blocks]).tocsr().astype(np.float64), list(labels))
        return cls(
            list(regression.classes_), regression.coef_.astype(np.float32), regression.intercept_.astype(np.float32)
        )

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """For each text every class with its probability, most likely first; quicker for all texts at once."""
        if not texts:
            return []
        meaning, spelt = _features(texts)
        logits = meaning @ self._blocks[0] + self._bias
        for rows, block in zip(spelt, self._blocks[1:], strict=True):
            logits = logits + product(rows, block)
        exp = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = exp / exp.sum(axis=1, keepdims=True)
        return [[(self.labels[i], float(row[i])) for i in np.argsort(-row)] for row in shares]

    def save(self, path: Path) -> None:
        """Writes plain arrays; nothing in the file is executed when it is read."""
        np.savez(path, labels=np.array(self.labels), weights=self._weights, bias=self._bias)

    @classmethod
    def load(cls, file: Path | BinaryIO) -> MoveModel:
        """Reads what `save` wrote."""
        with np.load(file, allow_pickle=False) as arrays:
            return cls([str(label) for label in arrays["labels"]], arrays["weights"], arrays["bias"])


def parts(text: str) -> list[tuple[int, int]]:
    """Start and end of the sentences of a message; a question behind a comma is a part of its own."""
    tokens = read(text)
    line = Line(tokens)
    bounds: list[tuple[int, int]] = []
    begin = 0
    for token in tokens[1:]:
        previous = tokens[token.index - 1]
        opens = token.segment != previous.segment and opens_question(line, token.index)
        if token.sentence != previous.sentence or (opens and previous.norm in {",", "and", "but", "so"}):
            bounds.append((begin, token.index - 1))
            begin = token.index
    if line.tokens:
        bounds.append((begin, len(tokens) - 1))
    return [(tokens[first].start, tokens[last].end) for first, last in bounds]


def moves_of(text: str, understood: Understood, model: MoveModel) -> list[Move]:
    """The moves of a message in order; never empty."""
    text = plain(text)
    if understood.mentions["language"] != "en":
        return [Move("other_language", 1.0, text[:LONGEST_PART])]
    if _COMMAND.match(text.strip()) and not understood.findings:
        return [Move("not_understood", 1.0, text[:LONGEST_PART])]
    found: list[Move] = []
    spans = parts(text)
    ranked = model.rank([text[start:end] for start, end in spans[:MOST_PARTS]])
    for (start, end), ranking in zip(spans, ranked, strict=False):
        said = text[start:end]
        inside = [finding for finding in understood.findings if start <= finding.start < end and finding.kind != "food"]
        move = _move(said, inside, ranking)
        if len(inside) < sum(start <= f.start < end for f in understood.findings) and _MAY_EAT.search(said.lower()):
            move = Move("ask_supplement_safety", max(move.confidence, 0.6), said)  # a food is asked about
        if not (found and found[-1].intent == move.intent == "report_findings"):
            found.append(move)
    if any(f.start >= spans[MOST_PARTS][0] for f in understood.findings) if len(spans) > MOST_PARTS else False:
        found.append(Move("report_findings", 1.0, text[spans[MOST_PARTS][0] :][:LONGEST_PART]))
    return found or [Move("not_understood", 1.0, text[:LONGEST_PART])]


def _move(said: str, findings: Sequence[Finding], ranked: Ranking) -> Move:
    letters = sum(ch.isalpha() for ch in said)
    line = Line(read(said))
    if not letters or max((len(t.norm) for t in line.tokens), default=0) > 40:
        numbers = any(ch.isdigit() for ch in said) and letters < 40
        return Move("report_findings" if findings or numbers else "not_understood", 1.0, said[:LONGEST_PART])
    intent, confidence = ranked[0]
    if not findings and any(token.norm in _PETS for token in line.tokens):
        return Move("out_of_scope", max(confidence, 0.6), said)
    if findings:
        told = any(finding.assertion != "hypothetical" for finding in findings)
        if _CORRECTS.search(line.text) or (
            intent == "correct_finding" and (confidence > 0.6 or _MAY_CORRECT.search(line.text))
        ):
            return Move("correct_finding", max(confidence, 0.6), said)
        guessed = asks(line) and all(f.confidence < SURE_LINK for f in findings)
        states = told and _STATES.search(line.text)
        if (asks(line) or not told or (confidence > SURE_QUESTION and not states)) and (
            intent.startswith("ask_") or intent in {"express_fear", "compare_nutrients"}
        ):
            if intent not in _CHAT and confidence >= OPEN_QUESTION:
                return Move(intent, confidence, said)
            best = next(((i, c) for i, c in ranked if i.startswith("ask_") and i not in _CHAT), None)
            if asks(line) and best and best[1] > 0.15:
                return Move(best[0], best[1], said)
        if intent in {"express_fear", "delete_my_data", "start_over"} and confidence > 0.5:
            return Move(intent, confidence, said)
        if (
            intent == "out_of_scope"
            and confidence > 0.6
            and (not told or guessed or not any(f.kind in {"symptom", "diet_habit"} for f in findings))
        ):
            return Move(intent, confidence, said)
        return Move("report_findings", 1.0, said)
    if confidence < LEAST_CONFIDENCE or intent == "other_language":
        return Move("not_understood", 1 - confidence, said)
    return Move(intent, confidence, said)


def main_move(moves: Sequence[Move]) -> Move:
    """The move that names the whole message."""
    return min(moves, key=lambda move: _ORDER.index(move.intent) if move.intent in _ORDER else len(_ORDER))
