"""What is known of each nutrient, counted, and what is missing: `python -m bot.knowledge audit > docs/knowledge.md`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.checks import claims_in
from bot.knowledge.shapes import Claim, Nutrient, Rule

NOT_TO_BE_HAD = {
    "niacin": {"disturbed by": "there is no everyday blood test"},
    "riboflavin": {"too much": "no harm from food or products is known", "upper limits": "none could be set",
                   "cautions, hours apart": "no collision was found", "interplay": "none was found in a source"},
    "selenium": {"medicines": "no medicine with an effect was found in a source",
                 "interplay": "none was found in a source"},
    "vitamin_k": {"too much": "no harm from food or products is known", "upper limits": "none could be set"},
    **{name: {"upper limits": "none could be set"} for name in ("thiamin", "vitamin_b12", "potassium", "sodium")},
}  # fmt: skip
"""What no source gives, and why, by nutrient and column."""

HEADS = (
    "picture", "risks", "medicines", "against", "too much", "interplay", "tests", "disturbed by", "needs",
    "upper limits", "foods", "cautions, hours apart", "seek care", "sources",
)  # fmt: skip


INTRODUCTION = (
    "Counted by `python -m bot.knowledge audit > docs/knowledge.md`; a test fails when this page is stale or a cell",
    "is empty without a reason. Numbers are sentences with a source that was read, but for medicines (single ones",
    "that a rule touches, by name or by class), needs and upper limits (groups by age, sex, pregnancy and region),",
    "and foods with a figure.",
)


@dataclass(frozen=True)
class Medicines:
    """Medicines that a rule about a nutrient touches: single ones, classes, and the rules."""

    single: frozenset[str]
    classes: frozenset[str]
    rules: tuple[Rule, ...]


def medicines(kb: KnowledgeBase, nutrients: Iterable[Nutrient] | None = None) -> Medicines:
    """The medicines with an effect on these nutrients, or on any, or a collision with their products or foods."""
    every = {term.id for term in kb.terms.values() if term.kind == "medication"}
    classes = {parent for name in every for parent in kb.terms[name].is_a}
    chosen = kb.nutrients.values() if nutrients is None else nutrients
    rules = tuple(rule for item in chosen for rule in _rules(item) if rule.when.findings() & every)
    named = {finding for rule in rules for finding in rule.when.findings() & every}
    touched = {name for name in every if kb.ancestors(name) & named}
    return Medicines(frozenset(touched - classes), frozenset(touched & classes), rules)


def counts(nutrient: Nutrient, kb: KnowledgeBase) -> dict[str, int]:
    """How much is known of a nutrient, by column; 0 where nothing is."""
    low, high = nutrient.low, nutrient.high
    limits = [row for row in kb.intakes_of[nutrient.id] if row.upper_limit]
    limits_elsewhere = [limit for limit in kb.regional_limits if limit.nutrient == nutrient.id]
    return {
        "picture": len(low.picture),
        "risks": len(low.risks),
        "medicines": len(medicines(kb, [nutrient]).single),
        "against": len(low.against),
        "too much": len(high.picture) + len(high.risks),
        "interplay": sum(_names_another(claim, nutrient, kb) for claim in claims_in(nutrient)),
        "tests": len(nutrient.tests),
        "disturbed by": len(nutrient.disturbed_by),
        "needs": len(kb.intakes_of[nutrient.id]),
        "upper limits": len(limits) + len(limits_elsewhere),
        "foods": len(kb.richest[nutrient.id]),
        "cautions, hours apart": len(nutrient.cautions) + len(nutrient.spacing),
        "seek care": len(_care(nutrient, kb)),
        "sources": len({claim.source for claim in claims_in(nutrient)}),
    }


def holes(kb: KnowledgeBase) -> list[str]:
    """What is not known and could be, one line each; empty where nothing is missing."""
    return [
        f"{nutrient.id}: {head}"
        for nutrient in kb.nutrients.values()
        for head, count in counts(nutrient, kb).items()
        if not count and head not in NOT_TO_BE_HAD.get(nutrient.id, {})
    ]


def _rules(nutrient: Nutrient) -> list[Rule]:
    return [*nutrient.evidence(), *nutrient.cautions, *nutrient.spacing]


def _names(nutrient: Nutrient) -> list[str]:
    """The words that name a nutrient: "vitamin B1 (thiamin)" has two."""
    return [name.strip(" )").lower() for name in nutrient.name.split("(")]


def _names_another(claim: Claim, nutrient: Nutrient, kb: KnowledgeBase) -> bool:
    others = (name for other in kb.nutrients.values() if other.id != nutrient.id for name in _names(other))
    return any(re.search(rf"\b{re.escape(name)}\b", claim.says.lower()) for name in others)


def _care(nutrient: Nutrient, kb: KnowledgeBase) -> list[Claim]:
    """What says when to be seen: of the nutrient itself, and the care rules that name it."""
    own = [balance.likely_care for balance in (nutrient.low, nutrient.high) if balance.likely_care]
    about = {finding for rule in nutrient.evidence() for finding in rule.when.findings()}
    named = [rule for rule in kb.care_rules if any(name in rule.says.lower() for name in _names(nutrient))]
    return [*own, *named, *(sign for sign in kb.care.seek_care_if if sign.when and sign.when.findings() & about)]


def _grades(claims: Iterable[Claim], kb: KnowledgeBase) -> str:
    found = Counter(kb.sources[source].grade for source in {claim.source for claim in claims})
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count} {grade.replace('_', ' ')}" for grade, count in ordered)


def audit(kb: KnowledgeBase) -> str:
    """The whole audit as Markdown."""
    found = medicines(kb)
    lines = [
        "# What is known of each nutrient",
        "",
        *INTRODUCTION,
        "",
        f"**{len(found.single)} medicines and {len(found.classes)} classes** have an effect on a nutrient or collide",
        f"with its products or foods, by **{len(found.rules)} rules**. Their sources: {_grades(found.rules, kb)}.",
        "",
        f"| nutrient | {' | '.join(HEADS)} |",
        f"|---|{'---|' * len(HEADS)}",
    ]
    reasons = []
    for nutrient in kb.nutrients.values():
        known = counts(nutrient, kb)
        lines.append(f"| {nutrient.name} | {' | '.join(str(known[head] or '–') for head in HEADS)} |")
        reasons += [f"{nutrient.name}, {head}: {why}" for head, why in NOT_TO_BE_HAD.get(nutrient.id, {}).items()]
    lines += ["", "Empty because no source gives it:", "", *(f"- {reason}" for reason in reasons)]
    lines += ["", "Sources by grade:", ""]
    lines += [f"- {nutrient.name}: {_grades(claims_in(nutrient), kb)}" for nutrient in kb.nutrients.values()]
    return "\n".join(lines) + "\n"
