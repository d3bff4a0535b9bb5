"""Linking by meaning, with its measured precision and recall."""

from bot.knowledge import load
from bot.nlu.linker import MARGIN, THRESHOLD, Linker
from tests.nlu.scoring import read_cases


def test_what_is_linked_is_right_and_enough_is_linked() -> None:
    knowledge = load()
    linker = Linker(knowledge)
    right = wrong = possible = 0
    for case in read_cases("unlisted"):
        id_, score, lead = linker.nearest(case["text"])
        possible += case["symptom"] is not None
        if score >= THRESHOLD and lead >= MARGIN:
            kin = case["symptom"] is not None and (
                id_ in knowledge.ancestors(case["symptom"]) or case["symptom"] in knowledge.ancestors(id_)
            )
            right += kin
            wrong += not kin
    assert right / (right + wrong) >= 0.95
    assert right / possible >= 0.55
