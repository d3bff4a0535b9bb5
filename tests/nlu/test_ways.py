"""Ways of saying grave things: what they catch, what takes them back, and that they read no more than they should."""

from __future__ import annotations

import pytest

from bot.knowledge import load
from bot.nlu.understanding import product


@pytest.mark.parametrize(
    ("text", "id_", "assertion"),
    [
        ("she swallowed a whole load of her sleeping tablets", "overdose", "present"),
        ("he necked 40 of them painkillers", "overdose", "present"),
        ("what he threw up looked like old coffee grounds", "vomiting_blood", "present"),
        ("he is fitting and will not come out of it", "seizure", "present"),
        ("you would all be happier if I was gone", "suicidal_thoughts", "present"),
        ("my family would be happier if I was gone", "suicidal_thoughts", "present"),
        ("we can't wake her up", "unresponsive", "present"),
        ("he went blue", "working_hard_to_breathe", "present"),
        ("her ribs suck in with every breath", "working_hard_to_breathe", "present"),
        ("it started in my toes and now I can't climb stairs", "rapid_weakness", "present"),
        ("if he swallowed a battery what would I do", "dangerous_object_swallowed", "hypothetical"),
        ("does zinc stop seizures", "seizure", "hypothetical"),
        ("signs of a seizure", "seizure", "hypothetical"),
        ("had a fit of giggles", "seizure", None),
        ("I take all my tablets as prescribed", "overdose", None),
        ("ten years ago I swallowed a load of pills", "overdose", "past"),
        ("I can hardly breathe through my nose", "severe_breathlessness", None),
    ],
)
def test_what_is_told(text: str, id_: str, assertion: str | None) -> None:
    found = {finding.id: finding.assertion for finding in product().understand(text).findings}
    assert found.get(id_) == assertion


def test_a_food_inside_a_way_of_saying_is_none() -> None:
    assert "coffee" not in {f.id for f in product().understand("threw up stuff like coffee grounds").findings}
    assert "coffee" in {f.id for f in product().understand("threw up after six coffees").findings}


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("haven't peed in 24 hours, dizzy, diarrhoea", ["dizziness", "diarrhoea"], []),
        ("hasn't had insulin for a day, tummy ache, being sick", ["abdominal_pain", "vomiting"], ["insulin"]),
        ("no cramps, dizziness or diarrhoea", [], ["muscle_cramps", "dizziness", "diarrhoea"]),
        ("I haven't vomited or fainted", [], ["vomiting", "fainting"]),
    ],
)
def test_a_denial_denies_its_own_words_alone(text: str, present: list[str], absent: list[str]) -> None:
    found = {finding.id: finding.assertion for finding in product().understand(text).findings}
    assert {id_: found.get(id_) for id_ in present} == dict.fromkeys(present, "present")
    assert {id_: found.get(id_) for id_ in absent} == dict.fromkeys(absent, "absent")


def test_every_way_is_of_a_term() -> None:
    knowledge = load()
    assert [way.id for way in knowledge.ways.ways if way.id not in knowledge.terms] == []
