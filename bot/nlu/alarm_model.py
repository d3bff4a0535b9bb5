"""How much a clause sounds like an emergency, and like which, by what it means and by its letters and words.

Linear support vector machines (Fan 2008): one for each emergency against the others and against what only sounds like
one, and one for all emergencies against everything else that people say; besides, whether the nearest examples by
sentence vector (Yang 2020) are emergencies. The figures that led to this are in decision 010.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.kept import kept
from bot.knowledge.words import NOTHING
from bot.nlu.encoder import encode
from bot.nlu.likeness import DIRECTIONS, WEIGHT_OF_MEANING, Clause, Floats, unit
from bot.nlu.ngrams import NGrams, matrix, product

SHARE_OF_ALL = 0.5
"""How much it counts, beside the machine of one emergency, that it sounds like any."""

SHARE_OF_NEAREST = 2.0
NEAREST = 3
"""So many nearest examples count."""

_LETTERS = NGrams(2**13, (3, 4), letters=True)
_WORDS = NGrams(2**13, (1, 2), letters=False)

Examples = Sequence[tuple[str, str]]


class AlarmModel:
    """Scores clauses against the labels of emergencies. The same examples give the same scores."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Wraps what `learn` found: the last column of weights is for all emergencies together."""
        self._arrays = arrays
        self.labels = [str(label) for label in arrays["labels"]]

    @classmethod
    def learn(cls, told: Examples, ordinary: Examples) -> AlarmModel:
        """Learns from pairs of a label and what is said for it; takes some ten seconds.

        Args:
            told: emergencies by their label, and what sounds like one under `NOTHING`.
            ordinary: what else people say, under `NOTHING`.
        """
        from scipy.sparse import csr_matrix, hstack  # only learning needs them
        from sklearn.svm import LinearSVC

        examples = [*told, *ordinary]
        grave = np.array([label != NOTHING for label, _ in examples])
        clauses = [Clause.of(text) for _, text in examples]
        vectors = encode([clause.text for clause in clauses])
        mean = vectors.mean(axis=0)
        _, axes = np.linalg.eigh((vectors - mean).T @ (vectors - mean))
        axes = axes[:, : -DIRECTIONS - 1 : -1]
        directions = (vectors - mean) @ axes
        letters, words = (matrix(of.rows(texts), of.columns) for of, texts in _spelt(clauses))
        features = hstack([csr_matrix(directions * WEIGHT_OF_MEANING), letters, words]).tocsr().astype(np.float32)
        each = LinearSVC(C=0.5, tol=0.02, max_iter=200, random_state=0)
        each.fit(features[: len(told)], [label for label, _ in told])
        of_all = LinearSVC(C=0.3, class_weight="balanced", random_state=0).fit(features, grave)
        said = each.classes_ != NOTHING
        return cls(
            {
                "labels": each.classes_[said],
                "mean": mean,
                "axes": axes,
                "weights": np.ascontiguousarray(np.vstack([each.coef_[said], of_all.coef_]).T, np.float32),
                "bias": np.append(each.intercept_[said], of_all.intercept_).astype(np.float32),
                "examples": unit(directions).astype(np.float32),
                "grave": grave,
            }
        )

    @classmethod
    def kept(cls, told: Examples, ordinary: Examples) -> AlarmModel:
        """As `learn`, for examples that seldom change: what was learnt is kept, see `bot.kept`."""
        return kept("alarms", repr((told, ordinary)), __name__, partial(cls.learn, told, ordinary))

    def by_spelling(self, clauses: Sequence[Clause]) -> Floats:
        """The best score of each clause by letters and words alone: quick, and enough to leave most clauses aside."""
        scores: Floats = self._joined(self._spelling(clauses)).max(axis=1)
        return scores

    def scores(self, clauses: Sequence[Clause]) -> Floats:
        """A row for each clause and a column for each label; above 0 where it sounds like that emergency."""
        arrays = self._arrays
        directions = (encode([clause.text for clause in clauses]) - arrays["mean"]) @ arrays["axes"]
        by_meaning = directions * WEIGHT_OF_MEANING @ arrays["weights"][:DIRECTIONS]
        likeness = unit(directions) @ arrays["examples"].T
        sides = (arrays["grave"], ~arrays["grave"])
        nearest = [np.partition(likeness[:, side], -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1) for side in sides]
        scores: Floats = (
            self._joined(by_meaning + self._spelling(clauses)) + SHARE_OF_NEAREST * (nearest[0] - nearest[1])[:, None]
        )
        return scores

    def _spelling(self, clauses: Sequence[Clause]) -> Floats:
        blocks = np.split(self._arrays["weights"][DIRECTIONS:], [_LETTERS.columns])
        letters, words = (
            product(of.rows(texts), block) for (of, texts), block in zip(_spelt(clauses), blocks, strict=True)
        )
        return letters + words

    def _joined(self, margins: Floats) -> Floats:
        margins = margins + self._arrays["bias"]
        joined: Floats = margins[:, :-1] + SHARE_OF_ALL * margins[:, -1:]
        return joined


def _spelt(clauses: Sequence[Clause]) -> list[tuple[NGrams, list[str]]]:
    return [(_LETTERS, [clause.text for clause in clauses]), (_WORDS, [clause.stems for clause in clauses])]
