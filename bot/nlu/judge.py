"""Judges of each match whether it is so, is not, was, might be or is another's, by what marked sentences teach.

One-versus-rest linear support vector machines (Fan 2008) over the clues around a match, hashed (Weinberger 2009). What
the rules of negation, past, doubt and people say is among the clues, so that it is learnt how far each can be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.findings import Assertion
from bot.knowledge import Context, KnowledgeBase, Mark
from bot.nlu.clues import clues, clues_of_neighbour
from bot.nlu.matcher import Match
from bot.nlu.scene import Scene
from bot.nlu.text import NEG

ASSERTIONS: tuple[Assertion, ...] = get_args(Assertion)
SIZE = 2**17
STRENGTH = 0.004
"""How closely the machines follow the examples."""

LEAD = 0.6
"""By how much another assertion must be better than that of the rules to take its place."""

SURE = 1.5
"""The same for what is grave, into `present` or out of it, and for what no past tense ends."""

_ENDED = frozenset({"stopped", "gone"})

Arrays = dict[str, npt.NDArray[np.float32]]
Marked = tuple[Scene, Sequence[Assertion | None]]
"""A sentence, and for each of its matches the assertion that a mark gives it."""


class Judge:
    """Corrects what the rules say of matches. The same examples give the same judge."""

    def __init__(self, learnt: Arrays, knowledge: KnowledgeBase, lasting: frozenset[str]) -> None:
        """Wraps what `learn` found: a row of weights for each clue's number, a column for each assertion."""
        self._weights, self._bias, self._lasting = learnt["weights"], learnt["bias"], lasting
        alone = {rule.when.finding for rule in knowledge.care_rules if rule.level == "emergency"}
        self._grave = frozenset(id_ for id_ in knowledge.terms if alone & knowledge.ancestors(id_))

    def judge(self, scene: Scene) -> list[Assertion | None]:
        """An assertion for each match, in order; None where the rules gave none."""
        judged: list[Assertion | None] = []
        for place, (match, reading) in enumerate(zip(scene.matches, scene.readings, strict=True)):
            if reading is not None and match.pattern.kind != "profile":
                scores = self._weights[_numbers(scene, place, judged[-1] if judged else None)].sum(axis=0) + self._bias
                best = ASSERTIONS[int(scores.argmax())]
                needed = SURE if self._is_firm(scene, match, {best, reading}) else LEAD
                if scores.max() - scores[ASSERTIONS.index(reading)] > needed:
                    reading = best
            judged.append(reading)
        return judged

    def _is_firm(self, scene: Scene, match: Match, between: set[Assertion]) -> bool:
        """Whether no hint may decide: red flags, "periods aren't heavy", and whether "gave up smoking" is past."""
        near = scene.cues_near(match, 1)
        itself = any(match.first <= cue.first and cue.last <= match.last for cue in near if cue.says in _ENDED)
        inside = scene.line.tokens[match.first : match.last]
        if "absent" in between and any(t.stem == NEG and t.index not in match.places for t in inside):
            return True
        return ("present" in between and match.pattern.id in self._grave) or (
            "past" in between and (itself or match.pattern.id in self._lasting)
        )


def learn(examples: Iterable[Marked]) -> Arrays:
    """Learns from marked sentences; takes some seconds for two thousand."""
    from scipy.sparse import csr_matrix  # only learning needs them
    from sklearn.svm import LinearSVC

    rows, marked = [], []
    for scene, assertions in examples:
        for place, assertion in enumerate(assertions):
            if assertion is not None and scene.readings[place] is not None:
                before = (assertions[place - 1] or scene.readings[place - 1]) if place else None
                rows.append(_numbers(scene, place, before))
                marked.append(ASSERTIONS.index(assertion))
    starts = np.cumsum([0, *map(len, rows)])
    table = csr_matrix((np.ones(starts[-1]), np.concatenate(rows), starts), shape=(len(rows), SIZE))
    machines = LinearSVC(C=STRENGTH, tol=0.02, max_iter=200, random_state=0).fit(table, marked)
    return {
        "weights": np.ascontiguousarray(machines.coef_.T, dtype=np.float32),
        "bias": machines.intercept_.astype(np.float32),
    }


def marked_in(scene: Scene, context: Context) -> list[Assertion | None]:
    """For each match of a sentence the assertion of its mark; None where its words are not all in one.

    "I don't eat [meat](absent)" does not mark the habit of eating none, which that sentence says is so.
    """
    return [
        next((mark.assertion for mark in context.marks if _within(scene, match, mark)), None) for match in scene.matches
    ]


def _within(scene: Scene, match: Match, mark: Mark) -> bool:
    words = [scene.line.tokens[place] for place in match.places]
    telling = [word for word in words if not word.small or word.stem == NEG] or words
    return all(word.start < mark.end and word.end > mark.start for word in telling)


def _numbers(scene: Scene, place: int, before: str | None) -> npt.NDArray[np.int64]:
    found = clues(scene, place)
    if before is not None:
        found += clues_of_neighbour(scene, place, before)
    return np.unique([crc32(clue.encode()) % SIZE for clue in found])
