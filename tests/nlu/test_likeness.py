"""What was learnt from sayings is kept from one start to the next, and never mixed up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.svm import LinearSVC

from bot.nlu.likeness import Clause, Likeness

EXAMPLES = [
    (label, f"{saying} {when}")
    for label, sayings in {
        "cramp": ["my calf locks", "the leg goes hard", "muscles tie in knots"],
        "tired": ["I am worn out", "no go in me", "I drag myself about"],
        "nothing": ["we went to town", "the car is red", "she likes tea"],
    }.items()
    for saying in sayings
    for when in ["today", "again", "at night", "on Monday", "since May", "every week", "now", "all day", "in bed"]
    + [f"for {n} days" for n in range(2, 12)]
]


def _best(likeness: Likeness, text: str) -> str:
    margins, _ = likeness.scores([Clause.of(text)])
    return likeness.labels[int(margins[0].argmax())]


def test_says_what_a_clause_is_like() -> None:
    likeness = Likeness.learn(EXAMPLES)
    assert _best(likeness, "my calf locks on the stairs") == "cramp"
    assert _best(likeness, "I am so worn out") == "tired"
    assert _best(likeness, "the car is old") == "nothing"


def test_the_nearest_example_is_that_of_the_label() -> None:
    likeness = Likeness.learn(EXAMPLES)
    _, nearness = likeness.scores([Clause.of("my calf locks today")])
    row = dict(zip(likeness.labels, nearness[0], strict=True))
    assert row["cramp"] > 0.99 > max(row["tired"], row["nothing"])


def test_what_was_learnt_is_kept_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Likeness.kept(EXAMPLES, tmp_path)
    monkeypatch.delattr(LinearSVC, "fit")
    clauses = [Clause.of("my calf locks"), Clause.of("we went to the sea, all day")]
    for again, before in zip(Likeness.kept(EXAMPLES, tmp_path).scores(clauses), first.scores(clauses), strict=True):
        assert np.allclose(again, before)


def test_other_examples_are_learnt_anew(tmp_path: Path) -> None:
    Likeness.kept(EXAMPLES, tmp_path)
    assert "weary" in Likeness.kept([*EXAMPLES, ("weary", "done for"), ("weary", "all in")], tmp_path).labels
