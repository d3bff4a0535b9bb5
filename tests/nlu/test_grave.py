"""The second net: emergencies in words that no list has, and what sounds like one and is none."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.understanding import product


def _alarms(text: str) -> dict[str, Any]:
    understood = product().understand(text)
    heard = {alarm["id"]: alarm["sure"] for alarm in understood.mentions["alarms"]}
    return heard | {f.id: True for f in understood.findings if f.assertion == "present" and f.confidence == 0.91}


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("grandad can't find the right words and his fork keeps dropping from his hand since tea time", "stroke_signs"),
        ("she breathes fast with a pain in her side and her calf is fat after the flight", "lung_clot_signs"),
        ("my wife is 36 weeks, puffy face, pounding head and sparkles in front of her eyes", "pre_eclampsia_signs"),
        ("since the spin class my legs are like wood and my wee is like cola", "muscle_breakdown_signs"),
        ("he quit the vodka on Friday and is swatting at beetles, soaked and shaking", "alcohol_withdrawal_signs"),
    ],
)
def test_an_emergency_in_other_words_is_heard(text: str, id_: str) -> None:
    assert id_ in _alarms(text)


@pytest.mark.parametrize(
    "text",
    [
        "I have no crushing feeling behind my breastbone",
        "ten years ago I had a crushing feeling behind my breastbone",
        "what would a crushing feeling behind the breastbone mean",
        "for six months I have slowly lost the feeling in my feet",
        "my bladder is fine and I can feel when I wipe",
        "I was shaking with laughter and my belly hurt",
        "the news about the strike hit me like a bus",
        "my heart goes out to her",
    ],
)
def test_what_is_none_is_not_heard(text: str) -> None:
    assert _alarms(text) == {}


def test_a_picture_is_told_beside_the_findings() -> None:
    understood = product().understand("dad can't find his words and keeps dropping his fork since lunch")
    assert "stroke_signs" not in {finding.id for finding in understood.findings}
    assert "stroke_signs" in {alarm["id"] for alarm in understood.mentions["alarms"]}


def test_what_phrases_found_is_not_heard_again() -> None:
    understood = product().understand("I have chest pain")
    assert [(f.id, f.confidence) for f in understood.findings] == [("chest_pain", 1.0)]
    assert understood.mentions["alarms"] == []
