"""The estimate of what somebody eats, in words."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge import KnowledgeBase
from bot.replies.assessment_text import SHORT_DISCLAIMER, food_words
from bot.replies.intake_json import estimate_json
from bot.replies.message import Message
from bot.replies.wording import capital, listed
from bot.rules import Coverage, Estimate
from bot.rules.estimate import NOT_JUDGED

SHOWN_SHORT = 4
SHOWN_FOODS = 12
TELL_FOODS = (
    "Tell me what you eat and drink on a usual day, with amounts if you can, such as two slices of wholemeal toast, a "
    "glass of milk, a tin of tuna twice a week. I'll estimate what it brings of each vitamin and mineral."
)
WITHHELD = {
    "eating_disorder": (
        "**I won't count food for you.** With an eating disorder numbers can do harm. Please plan what you eat with "
        "the people who treat you; a dietitian can tell you whether something is missing."
    ),
    "infant": (
        "**I can't estimate this for a baby.** Milk is most of what a baby gets, and I can't measure it. A health "
        "visitor, paediatric nurse or doctor can."
    ),
}


def ask_for_foods() -> Message:
    """Asks what the person eats."""
    return Message(TELL_FOODS, custom={"type": "question", "id": "open", "why": "I need foods to count with."})


def compose_estimate(estimate: Estimate, kb: KnowledgeBase) -> Message:
    """The answer about all nutrients, or about those alone that the person named."""
    if estimate.withheld:
        return Message(WITHHELD[estimate.withheld], custom={"type": "intake_withheld", "because": estimate.withheld})
    judged = [item for item in estimate.coverage if item.nutrient not in NOT_JUDGED]
    mentioned = estimate.asked or [item.nutrient for item in judged if item.level == "short"]
    lines = [
        *(_limit_line(item, kb) for item in estimate.over_limit),
        *(
            [_asked_line(item, kb) for item in estimate.coverage if item.nutrient in estimate.asked]
            or [_headline(judged, kb), *_groups(judged, kb)]
        ),
        *(note.says for note in kb.intake.notes if note.nutrient in mentioned),
        _closing(estimate, kb),
        _counted(estimate, kb),
        _how_sure(estimate, kb),
        _onwards(estimate),
        SHORT_DISCLAIMER,
    ]
    complete = () if estimate.case.whole_diet else ("That's all I eat",)
    buttons = (*complete, "I have symptoms", "Something to correct")
    return Message("\n".join(line for line in lines if line), buttons, estimate_json(estimate, kb))


def _names(items: Iterable[Coverage], kb: KnowledgeBase) -> str:
    return listed(kb.nutrients[item.nutrient].name for item in items)


def _tens(percent: float) -> str:
    return f"{round(percent, -1):.0f}" if percent >= 15 else f"{5 * round(percent / 5):.0f}"


def _share(item: Coverage) -> str:
    """A share of the daily need as a range, in tens of percent: "about 40 %, between 30 and 60 %"."""
    intake = item.intake
    share = intake.with_supplements
    low, middle, high = (_tens(share[name]) for name in ("low", "estimate", "high"))
    if high == "0":
        return "next to none"
    return f"about {middle} %" + (f" ({low} to {high} %)" if low != high else "")


def _rough(amount: float) -> str:
    """An amount in two figures: nobody knows it better."""
    return f"{float(f'{amount:.2g}'):,g}"


def _limit_line(item: Coverage, kb: KnowledgeBase) -> str:
    intake, unit = item.intake, item.intake.need.unit
    of = (
        "food and supplements together"
        if intake.findings and intake.supplements.findings
        else ("supplements" if intake.supplements.findings else "food")
    )
    return (
        f"**Too much {kb.nutrients[item.nutrient].name}: about {_rough(intake.counted)} {unit} a day from {of}, above "
        f"the upper limit of {intake.need.upper_limit:,g} {unit}.** Don't add more; ask whoever prescribed it, or a "
        "pharmacist."
    )


def _asked_line(item: Coverage, kb: KnowledgeBase) -> str:
    answers = {
        "enough": "yes, what you listed covers it",
        "probably": "probably yes",
        "unclear": "too close to call",
        "short": "what you listed does not cover it",
        "unknown": "I can't tell",
    }
    if item.intake.over_limit:
        return ""
    name = capital(kb.nutrients[item.nutrient].name)
    return f"**{name}: {answers[item.level]}.** {capital(_share(item))} of a day's need.{_missing(item)}"


def _missing(item: Coverage) -> str:
    foods = [food.name for food in item.intake.unknown]
    return f" Not known for {listed(foods[:3])}." if foods else ""


def _headline(judged: list[Coverage], kb: KnowledgeBase) -> str:
    enough = [item for item in judged if item.level == "enough"]
    if not enough:
        return "**By itself, what you listed covers no whole day's need for certain.**"
    return f"**What you listed covers {_names(enough, kb)}.**"


def _groups(judged: list[Coverage], kb: KnowledgeBase) -> list[str]:
    by_level = {
        level: [item for item in judged if item.level == level] for level in ("probably", "unclear", "short", "unknown")
    }
    lines = []
    if by_level["probably"]:
        lines.append(f"• Probably enough: {_names(by_level['probably'], kb)}.")
    if by_level["unclear"]:
        lines.append(f"• Too close to call: {_names(by_level['unclear'], kb)}.")
    short = by_level["short"]
    if short:
        shown = "; ".join(f"{kb.nutrients[item.nutrient].name}, {_share(item)}" for item in short[:SHOWN_SHORT])
        rest = f". Also short: {_names(short[SHOWN_SHORT:], kb)}" if short[SHOWN_SHORT:] else ""
        lines.append(f"• Less than a day's need: {shown}{rest}.")
    if by_level["unknown"]:
        foods = dict.fromkeys(food.name for item in by_level["unknown"] for food in item.intake.unknown)
        why = f": nobody gave a figure for {listed(list(foods)[:3])}" if foods else ""
        lines.append(f"• Not known: {_names(by_level['unknown'], kb)}{why}.")
    return lines


def _closing(estimate: Estimate, kb: KnowledgeBase) -> str:
    if estimate.gap is None:
        return ""
    words = food_words(estimate.gap, 2)
    largest = "" if estimate.asked else ", the largest gap"
    return f"**To get more {kb.nutrients[estimate.gap.nutrient].name}{largest}:** {words}."


def _counted(estimate: Estimate, kb: KnowledgeBase) -> str:
    foods = estimate.foods
    shown = "; ".join(f"{eaten.food.name} {_rough(eaten.grams)} g" for eaten in foods[:SHOWN_FOODS])
    more = f" and {len(foods) - SHOWN_FOODS} more" if len(foods) > SHOWN_FOODS else ""
    parts = [f"**How I counted, a day:** {shown}{more}."]
    sizes = [f"{eaten.food.name} ({eaten.food.portion})" for eaten in foods if eaten.size == "assumed"]
    if sizes:
        parts.append(f"You gave no amount that I can weigh for {listed(sizes)}, so I took a usual portion.")
    if any(not eaten.time_told for eaten in foods):
        parts.append("Where you did not say how often, I took once a day.")
    return " ".join(parts)


def _how_sure(estimate: Estimate, kb: KnowledgeBase) -> str:
    table = kb.intake
    fortified = any("fortified" in eaten.food.tags for eaten in estimate.foods)
    parts = ["**How sure:** a rough range."]
    if any(eaten.size != "weighed" for eaten in estimate.foods):
        parts.append(table.portion_error.says)
    parts.append(table.composition_error.says)
    if fortified:
        parts.append(table.fortified.says)
    return " ".join(parts)


def _onwards(estimate: Estimate) -> str:
    if estimate.case.whole_diet:
        return "You said that this is all you eat. If you feel unwell, tell me how: I'll weigh this in."
    return (
        "I counted only what you listed; the rest of what you eat adds to it. If you feel unwell, tell me how, and "
        "I'll weigh this in."
    )
