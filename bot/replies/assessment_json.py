"""The assessment as the contract's JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.findings import Finding
from bot.knowledge import KnowledgeBase, SeekCare
from bot.rules import Assessment, FoodPick, Gap, Reason

DISCLAIMER = "This is general information, not a diagnosis. It does not replace a doctor or pharmacist who knows you."


def _reasons(found: Iterable[Reason]) -> list[dict[str, Any]]:
    return [
        {"finding": reason.finding, "rule": reason.rule, "says": reason.says, "source": reason.source}
        for reason in found
    ]


def _understood(finding: Finding) -> dict[str, Any]:
    data = finding.as_json()
    for key in ("start", "end", "confidence"):
        data.pop(key, None)
    return data


def food_json(pick: FoodPick) -> dict[str, Any]:
    """One food put forward."""
    return {
        "food": pick.name,
        "portion": pick.portion,
        "amount": pick.amount,
        "unit": pick.unit,
        "percent_of_daily_need": pick.percent_of_daily_need,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "nutrient": gap.nutrient,
        "direction": gap.direction,
        "likelihood": gap.likelihood,
        "because": _reasons(gap.because),
        "against": _reasons(gap.against),
        "foods": [food_json(pick) for pick in gap.foods],
        "tests_to_ask_for": [test.says for test in gap.tests],
        "cautions": _reasons([*gap.cautions, *gap.spacing]),
    }


def _reasons_of(assessment: Assessment) -> Iterable[Reason | SeekCare]:
    for gap in assessment.gaps:
        yield from (*gap.because, *gap.against, *gap.cautions, *gap.spacing, *gap.tests, *gap.tips)
    for other in assessment.others:
        yield from (*other.because, *other.against, *other.advice)
    yield from assessment.care.because
    yield from assessment.care.sooner_if
    yield from (*assessment.reassurance, *assessment.unlikely_because, *assessment.spacing, *assessment.self_help)


def _sources(assessment: Assessment, kb: KnowledgeBase) -> dict[str, Any]:
    used = {reason.source for reason in _reasons_of(assessment)} | {kb.care.levels[assessment.care.level].source}
    return {
        source_id: {
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "grade": source.grade,
            "checked": str(source.checked),
        }
        for source_id, source in kb.sources.items()
        if source_id in used
    }


def assessment_json(assessment: Assessment, kb: KnowledgeBase) -> dict[str, Any]:
    """The JSON beside the plain text of an assessment; its schema is `docs/schema/assessment.schema.json`."""
    care = assessment.care
    return {
        "type": "assessment",
        "version": 1,
        "knowledge": kb.fingerprint,
        "understood": [_understood(finding) for finding in assessment.case.findings],
        "not_understood": list(assessment.case.not_understood),
        "gaps": [_gap(gap) for gap in assessment.gaps],
        "other_explanations": [
            {"id": other.id, "name": kb.explanations[other.id].name, "because": _reasons(other.because)}
            for other in assessment.others
        ],
        "care": {
            "level": care.level,
            "says": kb.care.levels[care.level].says,
            "because": _reasons(care.because),
            "seek_care_if": [reason.says for reason in care.sooner_if],
        },
        "would_change": list(assessment.would_change),
        "sources": _sources(assessment, kb),
        "disclaimer": DISCLAIMER,
    }
