"""Whose findings they are, when and whether at all: gold messages, and what must hold of every message."""

import pytest

from bot.nlu.understanding import Understanding
from tests.nlu.scoring import f1_and_faults, gold, matches

FILES = ["context_people", "context_people_later"]


@pytest.mark.parametrize(("name", "floor"), [(FILES[0], 0.94), (FILES[1], 0.85)])
def test_f1_stays_above_its_floor(understanding: Understanding, name: str, floor: float) -> None:
    f1, faults = f1_and_faults(matches(understanding, gold(name)))
    assert f1 >= floor, faults


@pytest.mark.parametrize(("name", "most"), [(FILES[0], 0), (FILES[1], 2)])
def test_the_talk_is_about_the_right_person(understanding: Understanding, name: str, most: int) -> None:
    told = [message for message in gold(name) if message.subject]
    wrong = [m.text for m in told if understanding.understand(m.text).mentions["subject"] != m.subject]
    assert len(wrong) <= most, wrong


@pytest.mark.parametrize("name", FILES)
def test_nothing_else_is_heard_only_where_nothing_else_follows(understanding: Understanding, name: str) -> None:
    for message in gold(name):
        if message.no_other is not None:
            heard = understanding.understand(message.text).mentions["no_other_symptoms"]
            assert heard == message.no_other, message.text


@pytest.mark.parametrize("name", FILES)
def test_every_finding_has_words_of_the_message(understanding: Understanding, name: str) -> None:
    for text in (message.text for message in gold(name)):
        for finding in understanding.understand(text).findings:
            assert finding.said, text
            assert text[finding.start : finding.end] == finding.said


@pytest.mark.parametrize(
    ("text", "id_", "assertion"),
    [
        ("my mum takes metformin, I just feel tired", "metformin", "other_person"),
        ("my husband (59) has been confused for 6 days", "confusion", "present"),
        ("my daughter is pale, her dad has coeliac disease", "coeliac_disease", "other_person"),
        ("44 year old man, lost my job, always tired", "fatigue", "present"),
        ("I want to end it all", "suicidal_thoughts", "present"),
        ("my mum is ill and I want to die", "suicidal_thoughts", "present"),
        ("sober for 4 years", "no_alcohol", "present"),
        ("stopped drinking 3 days ago", "alcohol_stopped", "present"),
        ("can't see in the dark any more", "night_blindness", "present"),
        ("it feels as if something crawls up my legs", "tingling", "present"),
    ],
)
def test_who_and_when(understanding: Understanding, text: str, id_: str, assertion: str) -> None:
    found = {(f.id, f.assertion) for f in understanding.understand(text).findings}
    assert (id_, assertion) in found
    assert len([found_id for found_id, _ in found if found_id == id_]) == 1


@pytest.mark.parametrize(
    ("text", "infant"),
    [
        ("our baby is 6 weeks old", True),
        ("my son is 4 and pale", False),
        ("A 26-year-old woman has had four weeks of vomiting", False),
    ],
)
def test_an_infant_is_under_one(understanding: Understanding, text: str, infant: bool) -> None:
    assert ("infant" in {f.id for f in understanding.understand(text).findings if f.assertion == "present"}) == infant
