"""Counts the n-grams of letters or words of a text, each in a column that its hash gives (Weinberger 2009).

The columns and values are those of scikit-learn's `HashingVectorizer`, which the first version was learnt with. Only
learning needs scikit-learn and SciPy now: importing both takes longer than all else that reading a message needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from murmurhash.mrmr import hash as murmur

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Row:
    """What a text has: some columns, and their values, whose squares add up to 1."""

    columns: npt.NDArray[np.intp]
    values: Floats


@dataclass(frozen=True)
class NGrams:
    """One way to count.

    Attributes:
        columns: how many there are.
        lengths: the shortest and the longest n-gram.
        letters: counts letters inside words, with the gaps around them and in small letters; otherwise whole words.
    """

    columns: int
    lengths: tuple[int, int]
    letters: bool

    def rows(self, texts: Sequence[str]) -> list[Row]:
        """The row of each text."""
        return [self._row(text) for text in texts]

    def _row(self, text: str) -> Row:
        pieces = self._of_letters(text.lower()) if self.letters else self._of_words(text.split())
        found = Counter(abs(murmur(piece)) % self.columns for piece in pieces)
        values = np.fromiter(found.values(), np.float32, len(found))
        return Row(np.fromiter(found, np.intp, len(found)), values / max(float(np.linalg.norm(values)), 1e-12))

    def _of_letters(self, text: str) -> Iterator[str]:
        for word in [f" {word} " for word in text.split()]:
            for length in range(self.lengths[0], self.lengths[1] + 1):
                yield from (word[start : start + length] for start in range(max(len(word) - length, 0) + 1))
                if len(word) <= length:
                    break  # a short word counts once

    def _of_words(self, words: Sequence[str]) -> Iterator[str]:
        for length in range(self.lengths[0], self.lengths[1] + 1):
            yield from (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))


def product(rows: Sequence[Row], weights: Floats) -> Floats:
    """The rows as a matrix, times the weights, which have a row for each column."""
    return np.stack([row.values @ weights[row.columns] for row in rows])


def matrix(rows: Sequence[Row], columns: int) -> Any:
    """The rows as a sparse matrix, to learn from."""
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *(len(row.columns) for row in rows)])
    values, places = (np.concatenate(parts) for parts in ([r.values for r in rows], [r.columns for r in rows]))
    return csr_matrix((values, places, ends), shape=(len(rows), columns), dtype=np.float32)
