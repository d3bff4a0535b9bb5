"""The vignettes are whole, and the locked part stays independent of the development part."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.cases.score import Outcome
from benchmarks.cases.vignettes import PARTS, Vignette, urgency, vignettes
from bot.knowledge import load

EVERY = [vignette for part in PARTS for vignette in vignettes(part)]


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(vignette.id for vignette in EVERY).items() if count > 1] == []


def test_parts_have_different_sources() -> None:
    development, locked = ({vignette.source.url for vignette in vignettes(part)} for part in PARTS)
    assert development & locked == set()


def test_every_nutrient_has_a_lack_in_both_parts() -> None:
    for part in PARTS:
        named = {v.expect.gaps[0].nutrient for v in vignettes(part) if v.group == "lack"}
        assert named == set(load().nutrients)


@pytest.mark.parametrize("vignette", EVERY, ids=lambda vignette: str(vignette.id))
def test_expectation_makes_sense(vignette: Vignette) -> None:
    expect, kb = vignette.expect, load()
    assert urgency(expect.least) <= urgency(expect.care) <= urgency(expect.most)
    assert {gap.nutrient for gap in expect.gaps} | {*expect.never.likely, *expect.never.offered} <= set(kb.nutrients)
    assert set(expect.other_explanations) <= set(kb.explanations)
    assert bool(expect.gaps) == (vignette.group in ("lack", "excess"))


def _outcome(vignette: Vignette, level: str, *gaps: tuple[str, str, str]) -> Outcome:
    answered = [{"nutrient": n, "direction": d, "likelihood": how, "foods": [{}], "cautions": []} for n, d, how in gaps]
    return Outcome(vignette, {"gaps": answered, "care": {"level": level}, "other_explanations": []})


def test_offering_more_of_an_excess_is_seen() -> None:
    vignette = next(v for v in EVERY if v.id == "iron_knuckles_and_tan")
    assert _outcome(vignette, "routine", ("iron", "low", "possible")).offers == ["iron"]
    assert _outcome(vignette, "routine", ("iron", "high", "possible")).offers == []


def test_unsafe_and_too_urgent_are_seen() -> None:
    vignette = next(v for v in EVERY if v.id == "eyelid_coffee_and_screens")
    assert _outcome(vignette, "emergency").over
    stroke = next(v for v in EVERY if v.id == "stroke_first_signs")
    assert not _outcome(stroke, "urgent").safe
    assert not Outcome(stroke, None).safe


def test_false_likely_is_seen() -> None:
    vignette = next(v for v in EVERY if v.id == "eyelid_coffee_and_screens")
    assert _outcome(vignette, "self_care", ("zinc", "low", "likely")).false_likely == ["zinc"]
    assert _outcome(vignette, "self_care", ("zinc", "low", "possible")).false_likely == []
