"""Gold cases: what somebody told, in findings, and what must follow from it."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.findings import Amount, Finding
from bot.knowledge import CARE_LEVELS, load
from bot.rules import Assessment, Case, alarms_of, assess, conclude, finding_of

KB = load()
FOLDER = Path(__file__).parents[1] / "cases" / "rules"
KEYS = {
    "says", "told", "asks", "first", "among", "not", "not_likely", "care", "care_at_least", "care_at_most",
    "fires", "quiet", "other", "not_other", "blocked",
}  # fmt: skip


def _cases() -> list[Any]:
    found = [(path, case) for path in sorted(FOLDER.glob("*.cases.yml")) for case in YAML(typ="safe").load(path)]
    return [pytest.param(case, id=f"{path.name.split('.')[0]}: {case['says']}") for path, case in found]


def _finding(entry: Any) -> Finding:
    if isinstance(entry, str):
        return finding_of({"id": entry}, KB)
    if "age" in entry:
        return Finding("profile", "age_years", quantity=Amount(float(entry["age"]), "year"))
    return finding_of(entry, KB)


def _named(assessment: Assessment, *likelihoods: str) -> list[str]:
    return [f"{gap.nutrient} {gap.direction}" for gap in assessment.supported_gaps if gap.likelihood in likelihoods]


def _fired(case: Case, assessment: Assessment) -> set[str]:
    return {*alarms_of(case, KB), *(reason.rule for reason in assessment.care.because)}


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    assert not case.keys() - KEYS
    told = Case(nutrients=tuple(case.get("asks", []))).telling(_finding(entry) for entry in case["told"])
    assert all(item.id in KB.terms or item.id in KB.foods for item in told.findings)
    assessment = conclude(told, KB)
    gaps = _named(assessment, "likely", "possible")
    others = [other.id for other in assessment.others[:3]]
    urgency = CARE_LEVELS.index(assessment.care.level)
    assert gaps[:1] == [case["first"]] if "first" in case else True
    assert set(case.get("among", [])) <= set(gaps[:3]), gaps
    assert not set(case.get("not", [])) & set(gaps), gaps
    assert not set(case.get("not_likely", [])) & set(_named(assessment, "likely"))
    assert set(case.get("other", [])) <= set(others), others
    assert not set(case.get("not_other", [])) & set(others)
    assert assessment.care.level == case.get("care", assessment.care.level), assessment.care.because
    assert urgency <= CARE_LEVELS.index(case.get("care_at_least", "self_care")), assessment.care.because
    assert urgency >= CARE_LEVELS.index(case.get("care_at_most", "emergency")), assessment.care.because
    assert case.get("fires") in {None, *_fired(told, assessment)}
    assert case.get("quiet") not in _fired(told, assessment)
    blocked = {gap.nutrient: gap.blocked for gap in assessment.gaps}
    assert all(block in blocked[nutrient] for nutrient, block in case.get("blocked", {}).items())


def test_an_assessment_takes_two_milliseconds() -> None:
    took = []
    for case in (Case().telling(map(_finding, param.values[0]["told"])) for param in _cases()):
        started = process_time()
        assess(case, KB)
        took.append(process_time() - started)
    assert median(took) <= 0.002
