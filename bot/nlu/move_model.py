"""What a text sounds like: a linear classifier over its meaning, letters and words.

Out of scope is learnt by topic ("pet", "recipe"), for each topic has an answer of its own. How likely a text is out of
scope is the sum over the topics, so that what lies between two of them is no less sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder import encode
from bot.nlu.ngrams import NGrams, Row, matrix, product

MODEL_FILE = "moves.npz"
"""Name of the file in which training leaves the `MoveModel`."""

OUT_OF_SCOPE = "out_of_scope"
LONGEST = 300
"""Characters of a text that are looked at."""


class Guess(NamedTuple):
    """An intent with its probability, and for out of scope the likeliest topic."""

    intent: str
    confidence: float
    topic: str | None = None


_SPELLING = (NGrams(2**13, (2, 4), letters=True), NGrams(2**12, (1, 2), letters=False))


def _features(texts: Sequence[str]) -> tuple[npt.NDArray[np.float32], list[list[Row]]]:
    """What each text means, and its letters and words."""
    lowered = [text.lower()[:LONGEST] for text in texts]
    return encode(lowered) * 3.0, [spelling.rows(lowered) for spelling in _SPELLING]


class MoveModel:
    """Logistic regression as two arrays and the names of its classes: intents, and "out_of_scope/pet" and the like."""

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
        # A smaller tolerance costs seconds and changed no figure.
        regression = LogisticRegression(C=10.0, tol=1.0, max_iter=300, class_weight="balanced", random_state=0)
        regression.fit(hstack([meaning, *blocks]).tocsr().astype(np.float32), list(labels))
        return cls(
            list(regression.classes_), regression.coef_.astype(np.float32), regression.intercept_.astype(np.float32)
        )

    def rank(self, texts: Sequence[str]) -> list[list[Guess]]:
        """For each text every intent, most likely first; quicker for all texts at once."""
        if not texts:
            return []
        meaning, spelt = _features(texts)
        logits = meaning @ self._blocks[0] + self._bias
        for rows, block in zip(spelt, self._blocks[1:], strict=True):
            logits = logits + product(rows, block)
        exp = np.exp(logits - logits.max(axis=1, keepdims=True))
        return [self._guesses(row) for row in exp / exp.sum(axis=1, keepdims=True)]

    def _guesses(self, shares: npt.NDArray[np.float32]) -> list[Guess]:
        found: dict[str, Guess] = {}
        for place in np.argsort(-shares):
            intent, _, topic = self.labels[place].partition("/")
            first = found.setdefault(intent, Guess(intent, 0.0, topic or None))
            found[intent] = first._replace(confidence=first.confidence + float(shares[place]))
        return sorted(found.values(), key=lambda guess: -guess.confidence)

    def save(self, path: Path) -> None:
        """Writes plain arrays; nothing in the file is executed when it is read."""
        np.savez(path, labels=np.array(self.labels), weights=self._weights, bias=self._bias)

    @classmethod
    def load(cls, file: Path | BinaryIO) -> MoveModel:
        """Reads what `save` wrote."""
        with np.load(file, allow_pickle=False) as arrays:
            return cls([str(label) for label in arrays["labels"]], arrays["weights"], arrays["bias"])
