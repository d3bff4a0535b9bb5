from __future__ import annotations

from pathlib import Path

import pytest

from bot.core import training


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "config.yml",
        "domain.yml",
        "data/nlu/greet.yml",
        "bot/nlu/matcher.py",
        "models/nutrigap.tar.gz",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    training.STAMP.write_text(training.fingerprint())
    return tmp_path


def test_a_model_of_today_is_fresh(project: Path) -> None:
    assert not training.is_stale()


@pytest.mark.parametrize("name", ["config.yml", "data/nlu/greet.yml", "data/nlu/new.yml", "bot/nlu/matcher.py"])
def test_a_change_of_what_it_was_trained_from_makes_it_stale(project: Path, name: str) -> None:
    (project / name).write_text("changed")
    assert training.is_stale()


@pytest.mark.parametrize("name", ["bot/knowledge/files/terms.yml", "README.md"])
def test_a_change_of_anything_else_does_not(project: Path, name: str) -> None:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("changed")
    assert not training.is_stale()


def test_no_model_is_stale(project: Path) -> None:
    training.MODEL.unlink()
    assert training.is_stale()


def test_failed_training_says_so_and_leaves_no_stamp(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    training.STAMP.unlink()
    with pytest.raises(SystemExit, match="Training failed"):
        training.train_if_stale()
    assert not training.STAMP.exists()
