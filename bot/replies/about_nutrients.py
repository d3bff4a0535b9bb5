"""Answers about one nutrient: what it does, what a lack is like, whether a supplement is safe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.knowledge import STRENGTHS, Evidence, KnowledgeBase, Nutrient, ReferenceIntake
from bot.replies.assessment_text import food_words
from bot.replies.cited import with_sources
from bot.replies.message import Message
from bot.replies.wording import capital, listed
from bot.rules import DoseCheck, Gap

SHOWN_SIGNS = 7
SUPPLEMENT_ADVICE = (
    "Food comes first. Talk to a pharmacist or doctor before you start a supplement, and tell them all your medicines."
)
OVER_LIMIT_ADVICE = "Ask a doctor or pharmacist before you take, or go on with, that much."


def _known_links(nutrient: Nutrient, symptoms: Iterable[str], kb: KnowledgeBase) -> list[Evidence]:
    """What the knowledge base says of a lack or excess of a nutrient as the cause of a symptom."""
    known = [*nutrient.low.picture, *nutrient.high.picture]
    return [evidence for name in symptoms for evidence in known if evidence.when.findings() & kb.ancestors(name)]


def _need_line(need: ReferenceIntake) -> str:
    return f"• A day's need, from all food: {need.daily_need:,g} {need.unit} ({need.region} figure for {need.group})."


def describe_nutrient(
    nutrient_id: str, kb: KnowledgeBase, need: ReferenceIntake, symptoms: Sequence[str] = ()
) -> Message:
    """What a nutrient does, what lack and excess do, how much is needed and what it is in.

    Where `symptoms` were asked about, only whether it is known to cause these.
    """
    nutrient = kb.nutrients[nutrient_id]
    if symptoms:
        return _whether_it_causes(nutrient, symptoms, kb)
    signs = _signs(nutrient, kb)
    lines = [
        f"**{capital(nutrient.name)}.** {nutrient.function.says}",
        f"• Too little: {nutrient.lack.says}",
        f"• Signs that can fit a lack: {signs}. Most of them have commoner causes." if signs else "",
        f"• Too much: {nutrient.excess.says}",
        f"• In food: {nutrient.food_sources.says}",
        _need_line(need),
    ]
    claims = (nutrient.function, nutrient.lack, nutrient.excess, nutrient.food_sources)
    return with_sources(lines, [*(claim.source for claim in claims), need.source], kb, "nutrient", nutrient=nutrient_id)


def _signs(nutrient: Nutrient, kb: KnowledgeBase) -> str:
    """The most telling symptoms of a lack, as a list in words."""
    return listed(
        kb.names[name]
        for evidence in sorted(nutrient.low.picture, key=lambda item: STRENGTHS.index(item.strength))[:SHOWN_SIGNS]
        for name in sorted(evidence.when.findings())[:1]
        if name in kb.terms and kb.terms[name].kind == "symptom"
    )


def _whether_it_causes(nutrient: Nutrient, symptoms: Sequence[str], kb: KnowledgeBase) -> Message:
    """The short answer to "does a lack of B12 cause twitching?": what is known of that, and what points to it."""
    links = _known_links(nutrient, symptoms, kb)[:2]
    asked = listed(kb.names[name] for name in symptoms)
    known = " ".join(dict.fromkeys(evidence.says for evidence in links))
    lines = [
        f"**{known}**"
        if links
        else f"**I have no source that names {asked} as a sign of too little or too much {nutrient.name}.**",
        f"What a lack is like: {nutrient.lack.says}",
        "Tell me what else you feel, what you eat and which medicines you take, and I can say whether it fits you.",
    ]
    sources = [claim.source for claim in (*links, nutrient.lack)]
    return with_sources(lines, sources, kb, "nutrient", nutrient=nutrient.id)


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
    return with_sources(lines, sources, kb, "comparison", rows=rows)


def dose_words(dose: DoseCheck, kb: KnowledgeBase) -> str:
    """Whether a dose passes the upper limits: "**150 mcg of vitamin D a day is above the upper limit** ..."."""
    unit, name = kb.nutrients[dose.nutrient].unit, kb.nutrients[dose.nutrient].name
    limits = listed(
        f"{limit.amount:,g} {unit} ({limit.region}{', ' + limit.note if limit.note else ''})" for limit in dose.limits
    )
    place = "above" if dose.passed else "below"
    which = "some of the upper limits" if 0 < len(dose.passed) < len(dose.limits) else "the upper limit"
    several = "s are" if len(dose.limits) > 1 else " is"
    return f"**{dose.per_day:,g} {unit} of {name} a day is {place} {which}.** The limit{several} {limits}."


def check_supplement(gap: Gap, kb: KnowledgeBase, dose: DoseCheck | None = None) -> Message:
    """Whether a supplement of the nutrient collides with what this person told, or its dose passes a limit."""
    name = kb.nutrients[gap.nutrient].name
    reasons = (*gap.cautions, *gap.spacing)
    lines = [dose_words(dose, kb)] if dose else []
    if "supplement" in gap.blocked:
        lines += [f"**Please don't take {name} supplements on your own.**", *(reason.says for reason in gap.cautions)]
        lines.append("Ask your doctor or pharmacist this week; a blood test shows what you need.")
    elif dose and dose.passed:
        lines += [*(reason.says for reason in reasons), OVER_LIMIT_ADVICE]
    else:
        apart = listed(kb.names[finding.id] for reason in gap.spacing for finding in reason.findings)
        first = (
            f"**{capital(name)} and {apart} must be kept apart, so that each can work.**"
            if apart
            else f"**I know of no clash between {name} and what you told me, but that is not a go-ahead.**"
        )
        lines += [first, *(reason.says for reason in reasons)]
        if gap.likelihood == "unlikely":
            lines.append(f"I see no sign so far that you lack {name}, so it may not help.")
        words = food_words(gap)
        lines += [f"Food first: {words}." if words else "", SUPPLEMENT_ADVICE]
    lines.append(f"Too much: {kb.nutrients[gap.nutrient].excess.says}")
    sources = [limit.source for limit in dose.limits] if dose else []
    sources += [*(reason.source for reason in reasons), kb.nutrients[gap.nutrient].excess.source]
    return with_sources(
        list(dict.fromkeys(lines)),
        sources,
        kb,
        "supplement_safety",
        nutrient=gap.nutrient,
        blocked="supplement" in gap.blocked,
    )
