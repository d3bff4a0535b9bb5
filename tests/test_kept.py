"""What takes long to make is made once, and again when what it is made from has changed."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from bot.kept import kept, source_of


def made(folder: Path, inputs: str = "a", code: str = "bot.findings") -> tuple[object, bool]:
    """What is given, and whether it was made for it."""
    calls = []

    def make() -> dict[str, object]:
        calls.append(1)
        return {"from": inputs, "rows": np.arange(6.0).reshape(2, 3), "few": [1, "two"]}

    return kept("thing", inputs, code, make, folder), bool(calls)


def test_is_made_once_and_given_back_alike(tmp_path: Path) -> None:
    assert made(tmp_path)[1]
    again, anew = made(tmp_path)
    assert not anew
    assert isinstance(again, dict)
    assert again["few"] == [1, "two"]
    assert np.array_equal(again["rows"], np.arange(6.0).reshape(2, 3))


def test_arrays_are_mapped_and_not_read(tmp_path: Path) -> None:
    made(tmp_path)
    again, _ = made(tmp_path)
    assert isinstance(again, dict)
    assert not again["rows"].flags.owndata
    assert not again["rows"].flags.writeable


def test_other_inputs_replace_it(tmp_path: Path) -> None:
    made(tmp_path)
    [before] = tmp_path.iterdir()
    assert made(tmp_path, "b")[1]
    [after] = tmp_path.iterdir()
    assert after != before


def test_other_code_makes_it_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "code.py"
    source.write_text("from bot.findings import Finding\n")
    monkeypatch.setitem(sys.modules, "made_by", type(sys)("made_by"))
    monkeypatch.setattr(sys.modules["made_by"], "__file__", str(source), raising=False)
    folder = tmp_path / "kept"
    folder.mkdir()
    assert made(folder, code="made_by")[1]
    assert not made(folder, code="made_by")[1]
    source.write_text("from bot.findings import Finding  # and more\n")
    assert made(folder, code="made_by")[1]


@pytest.mark.parametrize("module", ["bot.nlu.likeness", "bot.nlu.lexicon"])
def test_the_words_and_the_cutting_of_text_count_as_code(module: str) -> None:
    __import__(module)
    for imported in ("words", "text"):
        source = Path(f"bot/nlu/{imported}.py").read_text(encoding="utf-8")
        assert source in source_of(module)


def test_without_the_folder_nothing_is_kept(tmp_path: Path) -> None:
    assert made(tmp_path / "absent")[1]
    assert made(tmp_path / "absent")[1]
    assert list(tmp_path.iterdir()) == []
