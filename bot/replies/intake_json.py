"""The estimate of what somebody eats as JSON."""

from __future__ import annotations

from typing import Any

from bot.knowledge import KnowledgeBase
from bot.replies.assessment_json import DISCLAIMER, food_json
from bot.rules import Coverage, Estimate


def estimate_json(estimate: Estimate, kb: KnowledgeBase) -> dict[str, Any]:
    """The JSON beside the text; its schema is `docs/schema/intake_estimate.schema.json`."""
    table = kb.intake
    used = {
        table.portion_error.source,
        table.composition_error.source,
        table.least_error.source,
        table.fortified.source,
    }
    used |= {note.source for note in table.notes}
    used |= {item.intake.need.source for item in estimate.coverage}
    return {
        "type": "intake_estimate",
        "version": 1,
        "knowledge": kb.fingerprint,
        "whole_diet": estimate.case.whole_diet,
        "foods": [
            {
                "food": eaten.food.id,
                "name": eaten.food.name,
                "grams_a_day": round(eaten.grams, 1),
                "amount": eaten.size,
                "how_often_told": eaten.time_told,
                "said": eaten.finding.said,
            }
            for eaten in estimate.foods
        ],
        "nutrients": [_nutrient_json(item) for item in estimate.coverage],
        "largest_gap": {
            "nutrient": estimate.gap.nutrient,
            "foods": [food_json(pick) for pick in estimate.picks],
        }
        if estimate.gap
        else None,
        "sources": {name: {"title": kb.sources[name].title, "url": kb.sources[name].url} for name in sorted(used)},
        "disclaimer": DISCLAIMER,
    }


def _nutrient_json(item: Coverage) -> dict[str, Any]:
    intake = item.intake
    return {
        "nutrient": item.nutrient,
        "unit": intake.need.unit,
        "daily_need": intake.need.daily_need,
        "need_kind": intake.need.need_kind,
        "need_region": intake.need.region,
        "from_food": {"low": _figure(intake.low), "estimate": _figure(intake.amount), "high": _figure(intake.high)},
        "from_supplements": _figure(intake.supplements.per_day),
        "percent_of_daily_need": {name: round(share) for name, share in intake.with_supplements.items()},
        "upper_limit": intake.need.upper_limit,
        "upper_limit_counts": intake.need.upper_limit_note or "all food and supplements",
        "counted_towards_limit": _figure(intake.counted),
        "over_limit": intake.over_limit,
        "level": item.level,
        "not_known_for": [food.id for food in intake.unknown],
    }


def _figure(amount: float) -> float:
    return float(f"{amount:.3g}")
