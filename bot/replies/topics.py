"""Answers to questions about a topic: foods, tests, reasons, care."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge import KnowledgeBase
from bot.replies.assessment_json import food_json
from bot.replies.assessment_text import what_helps
from bot.replies.cited import cite, with_sources
from bot.replies.message import Message
from bot.replies.wording import capital
from bot.rules import Assessment, Gap, Reason

SHOWN_SIGNS = 7
MOST_TIPS = 4


def list_foods(gap: Gap, kb: KnowledgeBase, filters: str = "") -> Message:
    """Best food sources of one nutrient for this person, or why none is offered."""
    name = kb.nutrients[gap.nutrient].name
    reasons = [*gap.cautions]
    sources = [reason.source for reason in (*reasons, *gap.tips)] + [kb.nutrients[gap.nutrient].food_sources.source]
    if not gap.foods:
        why = " ".join(dict.fromkeys(reason.says for reason in reasons))
        none = (
            f"**I won't list foods rich in {name} for you.** {why}"
            if reasons
            else (
                f"**I know no food that fits you and holds much {name}.** Ask about a fortified food or a supplement."
            )
        )
        return with_sources([none], sources, kb, "foods", nutrient=gap.nutrient, foods=[])
    lines = [f"**Foods with {name}{filters}:**"]
    lines += [
        f"• {capital(pick.name)}, {pick.portion}: {pick.amount:g} {pick.unit} "
        f"({pick.percent_of_daily_need:.0f} % of a day's need)"
        for pick in gap.foods
    ]
    lines += list(dict.fromkeys(reason.says for reason in (*gap.cautions, *gap.tips[:1])))
    foods = [food_json(pick) for pick in gap.foods]
    return with_sources(lines, sources, kb, "foods", nutrient=gap.nutrient, foods=foods)


def check_foods(clashes: dict[str, list[Reason]], kb: KnowledgeBase) -> Message:
    """Whether foods suit what this person told; `clashes` are the reasons against each food id."""
    lines = []
    for food, found in clashes.items():
        name = capital(kb.foods[food].name)
        if found:
            lines.append(f"**{name}: take care.** {' '.join(dict.fromkeys(reason.says for reason in found))}")
        else:
            lines.append(
                f"**{name}: I know of no clash with what you told me.** Your pharmacist can check all you take."
            )
    sources = [reason.source for found in clashes.values() for reason in found if reason.source]
    return with_sources(lines, sources, kb, "food_safety", foods={food: len(found) for food, found in clashes.items()})


def list_tests(gaps: Iterable[Gap], kb: KnowledgeBase) -> Message:
    """Which tests to ask for, per nutrient."""
    lines, sources = ["**Tests you can ask about:**"], []
    for gap in gaps:
        if gap.tests:
            lines.append(f"• {capital(kb.nutrients[gap.nutrient].name)}: {'; '.join(test.says for test in gap.tests)}")
            sources += [test.source for test in gap.tests]
    lines.append("Your doctor decides which of them make sense for you.")
    return with_sources(lines, sources, kb, "tests")


def explain(assessment: Assessment, kb: KnowledgeBase) -> Message:
    """Why the assessment says what it says: every reason with where it was read."""
    lines: list[str] = []
    used: list[Reason] = []
    for gap in assessment.gaps:
        high = "too much " if gap.direction == "high" else "low "
        lines.append(f"**{capital(high + kb.nutrients[gap.nutrient].name)}: {gap.likelihood}.**")
        for sign, reasons in (("For", gap.because), ("Against", gap.against)):
            lines += [f"• {sign}: {reason.says} ({cite(reason.source, kb)})" for reason in reasons]
            used += reasons
        if not gap.because and not gap.against:
            lines.append("• Nothing you told me points to it.")
    for other in assessment.others[:4]:
        lines.append(f"**{capital(kb.explanations[other.id].name)}.**")
        lines += [f"• For: {reason.says} ({cite(reason.source, kb)})" for reason in other.because]
        lines += [f"• Against: {reason.says} ({cite(reason.source, kb)})" for reason in other.against]
    if assessment.care.because:
        lines.append("**How soon to be seen.**")
        lines += [f"• {reason.says} ({cite(reason.source, kb)})" for reason in assessment.care.because]
    if not lines:
        lines = ["So far nothing you told me points to a particular cause."]
    return Message("\n".join(lines), custom={"type": "explanation"})


def explain_change(assessment: Assessment) -> Message:
    """What else, if true, would change the answer."""
    if not assessment.would_change:
        return Message(
            "Nothing I could still ask would change this answer. New symptoms would: tell me if anything changes.",
            custom={"type": "would_change", "would_change": []},
        )
    lines = ["**This could change if I knew:**", *(f"• {phrase}" for phrase in assessment.would_change)]
    lines.append("You can just write it.")
    return Message("\n".join(lines), custom={"type": "would_change", "would_change": list(assessment.would_change)})


def advise_self(assessment: Assessment, kb: KnowledgeBase) -> Message:
    """What this person can do by themselves, and when that is not enough."""
    lines = ["**What you can do yourself:**", *(f"• {tip}" for tip in what_helps(assessment)[:MOST_TIPS])]
    care = assessment.care
    lines.append(kb.care.levels[care.level].says)
    signs = [sign.says for sign in care.sooner_if if sign.level != "emergency"][:MOST_TIPS]
    lines += [f"Go sooner if {'; '.join(signs)}."] if signs else []
    tips = [tip for other in assessment.others for tip in other.advice]
    sources = [reason.source for reason in (*assessment.self_help, *tips)]
    return with_sources(lines, sources, kb, "self_help")


def explain_care(assessment: Assessment, kb: KnowledgeBase) -> Message:
    """When to see whom, and what would make it sooner."""
    care = assessment.care
    lines = [f"**{kb.care.levels[care.level].says}**", *(reason.says for reason in care.because[:3])]
    for lead, urgent in (("**Go sooner if:**", False), ("**Get emergency help if:**", True)):
        signs = [f"• {sign.says}" for sign in care.sooner_if if (sign.level == "emergency") is urgent][:SHOWN_SIGNS]
        lines += [lead, *signs] if signs else []
    sources = [reason.source for reason in care.because] + [sign.source for sign in care.sooner_if]
    return with_sources(lines, sources, kb, "care", level=care.level)
