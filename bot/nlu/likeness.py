"""How much a clause is like what people say for each concept, by what it means and by its letters and words.

One-versus-rest linear support vector machines (Fan 2008) over sentence vectors (Yang 2020), character n-grams, words:
they learn which words tell concepts apart, and what is said of nothing. Besides, the nearest example by meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.kept import kept
from bot.nlu.encoder import encode
from bot.nlu.ngrams import NGrams, Row, matrix, product
from bot.nlu.text import read

Floats = npt.NDArray[np.float32]

DIRECTIONS = 160
"""Main directions of the sentence vectors that are kept: as good as all 512, and four times as fast to learn."""

WEIGHT_OF_MEANING = 2.0
_LETTERS = NGrams(2**13, (3, 4), letters=True)
_WORDS = NGrams(2**12, (1, 1), letters=False)


class Clause:
    """The words of a clause in the two forms that are compared: as everyday words, and as stems."""

    def __init__(self, words: Sequence[str], stems: Sequence[str]) -> None:
        """Joins both."""
        self.text, self.stems = " ".join(words), " ".join(stems)

    @classmethod
    def of(cls, text: str) -> Clause:
        """Reads a phrase or saying."""
        tokens = [token for token in read(text) if not token.mark]
        return cls([token.norm for token in tokens], [token.stem for token in tokens])


class Likeness:
    """Scores clauses against labels. The same examples give the same scores."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Wraps what `learn` found: axes and mean of the sentence vectors; one row of weights and one bias a label.

        `examples` has the main directions of all examples, in the order of the labels; `starts` where a label begins.
        """
        self._arrays = dict(arrays)
        self.labels = [str(label) for label in arrays["labels"]]

    @classmethod
    def learn(cls, examples: Sequence[tuple[str, str]]) -> Likeness:
        """Learns from pairs of a label and what is said for it; takes some ten seconds for ten thousand."""
        from scipy.sparse import csr_matrix, hstack  # only learning needs them
        from sklearn.svm import LinearSVC

        examples = sorted(examples)
        said = [label for label, _ in examples]
        clauses = [Clause.of(text) for _, text in examples]
        vectors = encode([clause.text for clause in clauses])
        mean = vectors.mean(axis=0)
        _, axes = np.linalg.eigh((vectors - mean).T @ (vectors - mean))
        directions = (vectors - mean) @ axes[:, : -DIRECTIONS - 1 : -1]
        blocks = [matrix(rows, of.columns) for rows, of in zip(_features(clauses), (_LETTERS, _WORDS), strict=True)]
        machines = LinearSVC(C=0.5, tol=0.02, max_iter=200, random_state=0)
        machines.fit(hstack([csr_matrix(directions * WEIGHT_OF_MEANING), *blocks]).tocsr().astype(np.float32), said)
        return cls(
            {
                "labels": machines.classes_,
                "starts": np.searchsorted(said, machines.classes_),
                "mean": mean,
                "axes": axes[:, : -DIRECTIONS - 1 : -1],
                "weights": np.ascontiguousarray(machines.coef_.T, np.float32),
                "bias": machines.intercept_.astype(np.float32),
                "examples": unit(directions),
            }
        )

    @classmethod
    def kept(cls, examples: Sequence[tuple[str, str]], folder: Path | None = None) -> Likeness:
        """As `learn`, for examples that seldom change: what was learnt is kept, see `bot.kept`."""
        return kept("likeness", repr(examples), __name__, partial(cls.learn, examples), folder)

    def scores(self, clauses: Sequence[Clause]) -> tuple[Floats, Floats]:
        """Two tables with a row for each clause and a column for each label.

        The first is above 0 where it is more like the label than not; the second is the likeness, up to 1, to the
        label's nearest example.
        """
        arrays = self._arrays
        directions = (encode([clause.text for clause in clauses]) - arrays["mean"]) @ arrays["axes"]
        meaning, letters, words = np.split(arrays["weights"], [DIRECTIONS, DIRECTIONS + _LETTERS.columns])
        in_letters, in_words = _features(clauses)
        margins = directions * WEIGHT_OF_MEANING @ meaning + arrays["bias"]
        margins = margins + product(in_letters, letters) + product(in_words, words)
        nearness = np.maximum.reduceat(unit(directions) @ arrays["examples"].T, arrays["starts"], axis=1)
        return margins, nearness

    def at_a_glance(self, clauses: Sequence[Clause]) -> Floats:
        """What their words alone say of clauses: the part of the first table that costs next to nothing."""
        rows = _WORDS.rows([clause.stems for clause in clauses])
        words = self._arrays["weights"][DIRECTIONS + _LETTERS.columns :]
        margins: Floats = product(rows, words) + self._arrays["bias"]
        return margins


def unit(rows: Floats) -> Floats:
    """The rows scaled to length 1."""
    scaled: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return scaled


def _features(clauses: Sequence[Clause]) -> tuple[list[Row], list[Row]]:
    """The letters of all clauses, and their words."""
    return _LETTERS.rows([clause.text for clause in clauses]), _WORDS.rows([clause.stems for clause in clauses])
