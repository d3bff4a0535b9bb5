"""Answers to questions about a topic: foods, nutrients, tests, reasons, medicines."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge import STRENGTHS, Evidence, KnowledgeBase, Nutrient, ReferenceIntake, Source
from bot.replies.assessment_json import food_json
from bot.replies.assessment_text import food_words
from bot.replies.message import Message
from bot.replies.wording import capital, listed
from bot.rules import Assessment, Gap, Reason

SHOWN_SIGNS = 7
SUPPLEMENT_ADVICE = (
    "Food comes first. Talk to a pharmacist or doctor before you start a supplement, and tell them all your medicines."
)


def _cite(source_id: str, kb: KnowledgeBase) -> str:
    source: Source = kb.sources[source_id]
    return f"{source.publisher}: {source.title}"


def _with_sources(
    lines: list[str], source_ids: Iterable[str], kb: KnowledgeBase, type_: str, **extra: object
) -> Message:
    ids = list(dict.fromkeys(source_ids))
    cited = f"Sources: {'; '.join(_cite(source_id, kb) for source_id in ids[:4])}." if ids else ""
    return Message(
        "\n".join(part for part in [*lines, cited] if part),
        custom={
            "type": type_,
            "sources": {i: {"title": kb.sources[i].title, "url": kb.sources[i].url} for i in ids},
            **extra,
        },
    )


def _known_links(nutrient: Nutrient, symptoms: Iterable[str], kb: KnowledgeBase) -> list[Evidence]:
    """What the knowledge base says of a lack or excess of a nutrient as the cause of a symptom."""
    known = [*nutrient.low.picture, *nutrient.high.picture]
    return [evidence for name in symptoms for evidence in known if evidence.when.findings() & kb.ancestors(name)]


def _need_line(need: ReferenceIntake) -> str:
    return f"• A day's need, from all food: {need.daily_need:,g} {need.unit} ({need.region} figure for {need.group})."


def describe_nutrient(
    nutrient_id: str, kb: KnowledgeBase, need: ReferenceIntake, symptoms: Iterable[str] = ()
) -> Message:
    """What a nutrient does, what lack and excess do, how much is needed and what it is in.

    Whether it is known to cause `symptoms` that were asked about comes first.
    """
    nutrient = kb.nutrients[nutrient_id]
    links = _known_links(nutrient, symptoms, kb)
    asked = listed(kb.names[name] for name in symptoms)
    answer = (
        f"I have no source that names {asked} as a sign of too little or too much {nutrient.name}." if asked else ""
    )
    if links:
        answer = " ".join(dict.fromkeys(evidence.says for evidence in links[:2]))
    signs = listed(
        kb.names[name]
        for evidence in sorted(nutrient.low.picture, key=lambda item: STRENGTHS.index(item.strength))[:SHOWN_SIGNS]
        for name in sorted(evidence.when.findings())[:1]
        if name in kb.terms and kb.terms[name].kind == "symptom"
    )
    lines = [
        answer,
        f"**{capital(nutrient.name)}.** {nutrient.function.says}",
        f"• Too little: {nutrient.lack.says}",
        f"• Signs that can fit a lack: {signs}. Most of them have commoner causes." if signs else "",
        f"• Too much: {nutrient.excess.says}",
        f"• In food: {nutrient.food_sources.says}",
        _need_line(need),
    ]
    claims = (*links[:2], nutrient.function, nutrient.lack, nutrient.excess, nutrient.food_sources)
    sources = [*(claim.source for claim in claims), need.source]
    return _with_sources(lines, sources, kb, "nutrient", nutrient=nutrient_id)


def admit_unknown(names: Iterable[str]) -> Message:
    """Says plainly that nothing checked is known of a product."""
    return Message(
        f"**I have no checked knowledge of whether {listed(names, 'or')} helps or is safe.** I know vitamins "
        "and minerals. A pharmacist can check it against everything you take; take the packet along.",
        custom={"type": "unknown_product"},
    )


def compare_nutrients(ids: Iterable[str], kb: KnowledgeBase) -> Message:
    """Function, what a lack does and food sources of several nutrients, one block each; rows in `custom.rows`."""
    rows = [
        {
            "nutrient": kb.nutrients[i].name,
            "function": kb.nutrients[i].function.says,
            "lack": kb.nutrients[i].lack.says,
            "food_sources": kb.nutrients[i].food_sources.says,
        }
        for i in ids
    ]
    lines = [
        f"• **{capital(row['nutrient'])}.** {row['function']} A lack: {row['lack']} Found in: {row['food_sources']}"
        for row in rows
    ]
    sources = [claim.source for i in ids for claim in (kb.nutrients[i].function, kb.nutrients[i].lack)]
    return _with_sources(lines, sources, kb, "comparison", rows=rows)


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
        return _with_sources([none], sources, kb, "foods", nutrient=gap.nutrient, foods=[])
    lines = [f"**Foods with {name}{filters}:**"]
    lines += [
        f"• {capital(pick.name)}, {pick.portion}: {pick.amount:g} {pick.unit} "
        f"({pick.percent_of_daily_need:.0f} % of a day's need)"
        for pick in gap.foods
    ]
    lines += list(dict.fromkeys(reason.says for reason in (*gap.cautions, *gap.tips[:1])))
    foods = [food_json(pick) for pick in gap.foods]
    return _with_sources(lines, sources, kb, "foods", nutrient=gap.nutrient, foods=foods)


def check_supplement(gap: Gap, kb: KnowledgeBase) -> Message:
    """Whether something this person told collides with a supplement of the nutrient."""
    name = kb.nutrients[gap.nutrient].name
    reasons = (*gap.cautions, *gap.spacing)
    if "supplement" in gap.blocked:
        lines = [f"**Please don't take {name} supplements on your own.**", *(reason.says for reason in gap.cautions)]
        lines.append("Ask your doctor or pharmacist this week; a blood test shows what you need.")
    else:
        apart = listed(kb.names[finding.id] for reason in gap.spacing for finding in reason.findings)
        first = (
            f"**{capital(name)} and {apart} must be kept apart, so that each can work.**"
            if apart
            else f"**I know of no clash between {name} and what you told me, but that is not a go-ahead.**"
        )
        lines = [first, *(reason.says for reason in reasons)]
        if gap.likelihood == "unlikely":
            lines.append(f"I see no sign so far that you lack {name}, so it may not help.")
        words = food_words(gap)
        lines += [f"Food first: {words}." if words else "", SUPPLEMENT_ADVICE]
    lines.append(f"Too much: {kb.nutrients[gap.nutrient].excess.says}")
    sources = [reason.source for reason in reasons] + [kb.nutrients[gap.nutrient].excess.source]
    return _with_sources(
        list(dict.fromkeys(lines)),
        sources,
        kb,
        "supplement_safety",
        nutrient=gap.nutrient,
        blocked="supplement" in gap.blocked,
    )


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
    return _with_sources(lines, sources, kb, "food_safety", foods={food: len(found) for food, found in clashes.items()})


def list_tests(gaps: Iterable[Gap], kb: KnowledgeBase) -> Message:
    """Which tests to ask for, per nutrient."""
    lines, sources = ["**Tests you can ask about:**"], []
    for gap in gaps:
        if gap.tests:
            lines.append(f"• {capital(kb.nutrients[gap.nutrient].name)}: {'; '.join(test.says for test in gap.tests)}")
            sources += [test.source for test in gap.tests]
    lines.append("Your doctor decides which of them make sense for you.")
    return _with_sources(lines, sources, kb, "tests")


def explain(assessment: Assessment, kb: KnowledgeBase) -> Message:
    """Why the assessment says what it says: every reason with where it was read."""
    lines: list[str] = []
    used: list[Reason] = []
    for gap in assessment.gaps:
        high = "too much " if gap.direction == "high" else "low "
        lines.append(f"**{capital(high + kb.nutrients[gap.nutrient].name)}: {gap.likelihood}.**")
        for sign, reasons in (("For", gap.because), ("Against", gap.against)):
            lines += [f"• {sign}: {reason.says} ({_cite(reason.source, kb)})" for reason in reasons]
            used += reasons
        if not gap.because and not gap.against:
            lines.append("• Nothing you told me points to it.")
    for other in assessment.others[:4]:
        lines.append(f"**{capital(kb.explanations[other.id].name)}.**")
        lines += [f"• For: {reason.says} ({_cite(reason.source, kb)})" for reason in other.because]
        lines += [f"• Against: {reason.says} ({_cite(reason.source, kb)})" for reason in other.against]
    if assessment.care.because:
        lines.append("**How soon to be seen.**")
        lines += [f"• {reason.says} ({_cite(reason.source, kb)})" for reason in assessment.care.because]
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


def explain_care(assessment: Assessment, kb: KnowledgeBase) -> Message:
    """When to see whom, and what would make it sooner."""
    care = assessment.care
    lines = [f"**{kb.care.levels[care.level].says}**", *(reason.says for reason in care.because[:3])]
    for lead, urgent in (("**Go sooner if:**", False), ("**Get emergency help if:**", True)):
        signs = [f"• {sign.says}" for sign in care.sooner_if if (sign.level == "emergency") is urgent][:SHOWN_SIGNS]
        lines += [lead, *signs] if signs else []
    sources = [reason.source for reason in care.because] + [sign.source for sign in care.sooner_if]
    return _with_sources(lines, sources, kb, "care", level=care.level)
