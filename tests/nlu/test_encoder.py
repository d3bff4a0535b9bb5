"""Encoded phrases are kept from one start to the next, and never mixed up."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.nlu.encoder import encode, encode_once

TEXTS = ["my calf jumps", "I feel worn out"]


def test_kept_rows_are_those_of_the_texts(tmp_path: Path) -> None:
    first = encode_once(TEXTS, tmp_path)
    assert np.array_equal(first, encode(TEXTS))
    assert len(list(tmp_path.glob("*.npy"))) == 1
    assert np.array_equal(encode_once(TEXTS, tmp_path), first)


def test_kept_rows_are_read_back(tmp_path: Path) -> None:
    encode_once(TEXTS, tmp_path)
    kept = next(tmp_path.glob("*.npy"))
    np.save(kept, np.zeros((2, 512), dtype=np.float32))
    assert not encode_once(TEXTS, tmp_path).any()


def test_other_texts_replace_them(tmp_path: Path) -> None:
    encode_once(TEXTS, tmp_path)
    other = encode_once([*TEXTS, "no appetite"], tmp_path)
    assert other.shape[0] == 3
    assert len(list(tmp_path.glob("*.npy"))) == 1


def test_without_the_folder_nothing_is_written(tmp_path: Path) -> None:
    encode_once(TEXTS, tmp_path / "absent")
    assert list(tmp_path.iterdir()) == []
