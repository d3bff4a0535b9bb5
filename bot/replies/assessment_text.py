"""The assessment in words: the answer first, then reasons, food, and when to see someone."""

from __future__ import annotations

from collections import Counter

from bot.knowledge import KnowledgeBase
from bot.replies.assessment_json import assessment_json
from bot.replies.emergency import emergency_lines
from bot.replies.message import Message
from bot.replies.wording import capital, listed, share_of_need
from bot.rules import Assessment, Gap, Other, Reason

SHORT_DISCLAIMER = "This is general information, not a diagnosis."
SHOWN_GAPS = 3
SHOWN_REASONS = 2
SHOWN_OTHERS = 4
SHOWN_SIGNS = 3
SHOWN_ADVICE = 3
AFTER_ANSWER = (
    "Why do you think so?",
    "More foods",
    "What would change this?",
    "For my doctor",
    "Something to correct",
)
NO_GAP_BUTTONS = ("Why do you think so?", "What would change this?", "For my doctor", "Something to correct")


def _named(gap: Gap, kb: KnowledgeBase) -> str:
    return ("too much " if gap.direction == "high" else "") + kb.nutrients[gap.nutrient].name


def _veto(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    """The dangerous supplement first, one that was asked about before others.

    A reason that several share is said once, and then stands for their own, but for those that were asked about.
    """
    asked = assessment.case.nutrients
    vetoed = [
        gap for gap in assessment.gaps if "supplement" in gap.blocked and (gap.cautions or gap.direction == "high")
    ]
    vetoed.sort(key=lambda gap: gap.nutrient not in asked)
    told = Counter(reason.says for gap in vetoed for reason in gap.cautions)
    grouped: dict[tuple[str, str], list[str]] = {}
    for gap in vetoed:
        alone = [reason for reason in gap.cautions if told[reason.says] == 1]
        if len(alone) < len(gap.cautions) and gap.nutrient not in asked:
            alone = []
        own = "on your own" if gap.direction == "low" else "for now"
        grouped.setdefault((own, _said(alone)), []).append(kb.nutrients[gap.nutrient].name)
    return [
        *(
            f"**Please don't take {listed(names, 'or')} supplements {own}.** {why}".strip()
            for (own, why), names in grouped.items()
        ),
        " ".join([says for says, count in told.items() if count > 1][:SHOWN_REASONS]),
        *(
            f"**How much {kb.nutrients[gap.nutrient].name} to take is for somebody who knows you to say.** "
            + _said(gap.cautions)
            for gap in assessment.gaps
            if gap.nutrient in asked and "dose" in gap.blocked and "supplement" not in gap.blocked
        ),
    ]


def _said(found: tuple[Reason, ...] | list[Reason], most: int = SHOWN_REASONS) -> str:
    return " ".join(dict.fromkeys(reason.says for reason in found[:most]))


def _headline(assessment: Assessment, kb: KnowledgeBase) -> str:
    gaps = assessment.supported_gaps[:SHOWN_GAPS]
    if not gaps:
        return _unlikely(assessment, kb)
    if gaps[0].direction == "high":
        return f"**{capital(_named(gaps[0], kb))} is the first thing to check.**"
    if gaps[0].likelihood == "likely":
        likely = listed(_named(gap, kb) for gap in gaps if gap.likelihood == "likely")
        possible = listed(_named(gap, kb) for gap in gaps if gap.likelihood == "possible")
        return f"**Worth asking for a test: {likely}{', and perhaps ' + possible if possible else ''}.**"
    names = listed((("" if gap.direction == "high" else "low ") + _named(gap, kb) for gap in gaps), "or")
    return f"**It may be {names}, but that is not certain.**"


def _unlikely(assessment: Assessment, kb: KnowledgeBase) -> str:
    asked = [kb.nutrients[gap.nutrient].name for gap in assessment.gaps]
    what = f"low {listed(asked, 'or')}" if asked else "a deficiency"
    if (
        not assessment.unlikely_because
        and not _shown_others(assessment)
        and not any(g.against for g in assessment.gaps)
    ):
        pointed = what if asked else "a particular lack"
        return (
            f"**What you told me does not point to {pointed}, which does not rule it out.** "
            "Tell me what you feel, eat and take, and I can say more."
        )
    return f"**From what you told me, {what} is not the likely cause.** " + _said(assessment.unlikely_because, 2)


def _shown_others(assessment: Assessment) -> list[Other]:
    return [other for other in assessment.others if not other.against][:SHOWN_OTHERS]


def _gap_line(gap: Gap, kb: KnowledgeBase) -> str:
    level = "possibly" if gap.likelihood == "possible" else gap.likelihood
    side = "too high" if gap.direction == "high" else "low"
    words = f"• **{capital(kb.nutrients[gap.nutrient].name)}, {level} {side}.** "
    words += _said(gap.because)
    return words + (f" Against it: {_said(gap.against, 1)}" if gap.against else "")


def _others(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    shown = _shown_others(assessment)
    if shown and assessment.supported_gaps:
        return [f"• **Also possible:** {listed(kb.explanations[other.id].name for other in shown)}."]
    lines = [f"• **{capital(kb.explanations[other.id].name)}.** {_said(other.because, 1)}" for other in shown]
    advice = [] if assessment.supported_gaps else what_helps(assessment)[:SHOWN_ADVICE]
    return lines + ([f"**What helps.** {' '.join(advice)}"] if advice else [])


def what_helps(assessment: Assessment) -> list[str]:
    """What this person can do by themselves, about the causes that fit and then about the symptoms."""
    tips = [tip.says for other in _shown_others(assessment) for tip in other.advice]
    return list(dict.fromkeys([*tips, *(reason.says for reason in assessment.self_help)]))


def food_words(gap: Gap, most: int = 3) -> str:
    """The best foods of a gap with portions and share of the daily need; empty where none may be offered."""
    return "; ".join(
        f"{pick.name}, {pick.portion}: {pick.amount:g} {pick.unit}, {share_of_need(pick.percent_of_daily_need)}"
        for pick in gap.foods[:most]
    )


def _foods(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    lines: list[str] = []
    for gap in assessment.supported_gaps[:SHOWN_GAPS]:
        words = food_words(gap, 2 if lines else 3)
        if words:
            tip = f" {gap.tips[0].says}" if gap.tips and not lines else ""
            lines.append(f"• {capital(kb.nutrients[gap.nutrient].name)}: {words}.{tip}")
    return ["**Food that fits you.**", *lines] if lines else []


def _medicines(assessment: Assessment, kb: KnowledgeBase) -> str:
    """Nobody is told to stop a medicine that is named as a reason."""
    taken = {
        finding.id: finding
        for reasons in (*(gap.because for gap in assessment.gaps), *(other.because for other in assessment.others))
        for reason in reasons
        for finding in reason.findings
        if finding.kind == "medication" and finding.assertion == "present"
    }
    if not taken:
        return ""
    names = listed(kb.names[name] for name in taken)
    return f"Keep taking your {names} until you have talked about it with a doctor or pharmacist. "


def _care(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    care = assessment.care
    tests = list(dict.fromkeys(gap.tests[0].says for gap in assessment.supported_gaps[:SHOWN_GAPS] if gap.tests))
    words = f"**When to see someone.** {kb.care.levels[care.level].says} "
    if care.level != "self_care":
        words += _said(care.because, 2) + " "
    if tests:
        words += f"Ask about: {'; '.join(test[:1].lower() + test[1:] for test in tests)}. "
    lines = [(words + _medicines(assessment, kb)).strip()]
    lead = "**See a doctor if**" if care.level == "self_care" else "**Go sooner if**"
    for start, urgent in ((lead, False), ("**Get emergency help if**", True)):
        signs = [sign.says for sign in care.sooner_if if (sign.level == "emergency") is urgent][:SHOWN_SIGNS]
        if signs:
            lines.append(f"{start} {'; '.join(signs)}.")
    return lines


def assessment_text(assessment: Assessment, kb: KnowledgeBase, region: str) -> str:
    """The whole answer in plain words. An emergency is said first and alone with what to tell the people who help."""
    if assessment.emergency:
        return "\n".join(emergency_lines(assessment, kb, region))
    gaps = [_gap_line(gap, kb) for gap in assessment.supported_gaps[:SHOWN_GAPS]]
    parts = [
        *_veto(assessment, kb),
        _headline(assessment, kb),
        *gaps,
        *_others(assessment, kb),
        _said(assessment.reassurance, 1),
        *_foods(assessment, kb),
        f"**Keep apart.** {_said(assessment.spacing, 3)}" if assessment.spacing else "",
        *_care(assessment, kb),
        SHORT_DISCLAIMER,
    ]
    return "\n".join(part for part in parts if part)


def compose(assessment: Assessment, kb: KnowledgeBase, region: str = "default") -> Message:
    """The message that answers a case, with buttons to go on and the contract's JSON."""
    buttons = AFTER_ANSWER if any(gap.foods for gap in assessment.gaps) else NO_GAP_BUTTONS
    return Message(
        assessment_text(assessment, kb, region),
        () if assessment.emergency else buttons,
        assessment_json(assessment, kb),
    )
