"""The judge of context: what it learns carries over to sentences that it did not see, and what it may not decide."""

from __future__ import annotations

import numpy as np
import pytest

from bot.findings import Assertion
from bot.knowledge import Context, load
from bot.nlu.judge import ASSERTIONS, SIZE, Arrays, Judge, Marked, learn
from bot.nlu.scene import Scene
from bot.nlu.understanding import Understanding

EVERY = 4
"""So many sentences are left out of learning for each that is tried."""


@pytest.fixture(scope="module")
def marked(understanding: Understanding) -> list[Marked]:
    return list(understanding.marked(load().contexts[::2]))


def _judge(learnt: Arrays) -> Judge:
    return Judge(learnt, load(), frozenset())


def _leaning(towards: Assertion, by: float) -> Judge:
    """A judge that finds nothing anywhere but leans towards one assertion."""
    bias = np.where(np.array(ASSERTIONS) == towards, by, 0).astype(np.float32)
    return _judge({"weights": np.zeros((SIZE, len(ASSERTIONS)), np.float32), "bias": bias})


def _share_right(scenes: list[Marked], judged: list[list[Assertion | None]]) -> float:
    right = [
        answer == wanted
        for (_, assertions), answers in zip(scenes, judged, strict=True)
        for wanted, answer in zip(assertions, answers, strict=True)
        if wanted and answer
    ]
    return sum(right) / len(right)


def test_what_is_learnt_carries_over_to_other_sentences(marked: list[Marked]) -> None:
    unseen, seen = marked[::EVERY], [one for place, one in enumerate(marked) if place % EVERY]
    judge = _judge(learn(seen))
    rules = _share_right(unseen, [list(scene.readings) for scene, _ in unseen])
    assert _share_right(unseen, [judge.judge(scene) for scene, _ in unseen]) > rules + 0.01


def test_most_marked_sentences_teach_something(marked: list[Marked]) -> None:
    assert sum(any(assertions) for _, assertions in marked) > 0.85 * len(marked)


def _scene(understanding: Understanding, text: str) -> Scene:
    ((scene, _),) = understanding.marked([Context(text, ())])
    return scene


@pytest.mark.parametrize(
    ("text", "by", "judged"),
    [
        ("I get cramps", 1.0, "past"),
        ("I get cramps", 0.2, "present"),
        ("I have chest pain", 1.0, "present"),
        ("I have chest pain", 2.0, "past"),
    ],
)
def test_a_red_flag_is_not_decided_by_a_hint(understanding: Understanding, text: str, by: float, judged: str) -> None:
    assert _leaning("past", by).judge(_scene(understanding, text))[-1] == judged


def test_a_denied_red_flag_is_not_raised_by_a_hint(understanding: Understanding) -> None:
    scene = _scene(understanding, "no chest pain, no cramps")
    assert _leaning("present", 1.0).judge(scene) == ["absent", "present"]
