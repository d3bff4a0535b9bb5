"""Linking by meaning, with its measured precision and recall."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.knowledge import load
from bot.nlu.linker import MARGIN, THRESHOLD, Linker

CASES = Path(__file__).parents[1] / "cases" / "understanding"


@pytest.mark.parametrize(("name", "precision", "recall"), [("unlisted", 0.95, 0.4), ("unlisted_held_out", 0.88, 0.25)])
def test_what_is_linked_is_right_and_enough_is_linked(name: str, precision: float, recall: float) -> None:
    knowledge = load()
    linker = Linker(knowledge)
    right = wrong = possible = 0
    for case in YAML(typ="safe").load(CASES / f"{name}.cases.yml"):
        id_, score, lead = linker.nearest(case["text"])
        possible += case["symptom"] is not None
        if score >= THRESHOLD and lead >= MARGIN:
            kin = case["symptom"] is not None and (
                id_ in knowledge.ancestors(case["symptom"]) or case["symptom"] in knowledge.ancestors(id_)
            )
            right += kin
            wrong += not kin
    assert right / (right + wrong) >= precision
    assert right / possible >= recall
