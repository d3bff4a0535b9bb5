"""The words of an emergency: what to do now, why, and what to tell the people who help."""

from __future__ import annotations

from bot.knowledge import KnowledgeBase
from bot.replies.wording import listed, understood_words
from bot.rules import Assessment

STAY = "If you can, don't stay alone, and don't drive yourself."


def _call(kb: KnowledgeBase, region: str, kind: str) -> str:
    numbers = kb.care.numbers.get(region) or kb.care.numbers["default"]
    if kind == "crisis":
        crisis = f" You can also talk to someone right now: {numbers.crisis}." if numbers.crisis else ""
        return (
            "**I'm really glad you said it. You deserve help now, and you don't have to carry this alone.** "
            f"If you might act on these thoughts or have hurt yourself, call {numbers.emergency}.{crisis}"
        )
    if kind == "poison" and numbers.poison:
        centre = f"the poison centre: {numbers.poison}"
        return f"**Get help now: call {numbers.emergency}, or {centre}.** Don't wait for symptoms."
    return f"**This needs help now. Call {numbers.emergency} or go to the nearest emergency department.**"


def emergency_lines(assessment: Assessment, kb: KnowledgeBase, region: str) -> list[str]:
    """The lines of an emergency answer, the call for help first."""
    care = assessment.care
    lines = [_call(kb, region, care.kind)]
    if care.kind == "crisis":
        return [*lines, "If it is safe, tell someone near you how you feel and ask them to stay with you."]
    lines.append(" ".join(dict.fromkeys(reason.says for reason in care.because[:3])))
    own = [finding for finding in assessment.case.findings if finding.assertion == "present"]
    if own:
        lines.append(f"Tell them: {understood_words(own[:10], kb)}.")
    high = [kb.nutrients[gap.nutrient].name for gap in assessment.supported_gaps[:2]]
    if high:
        lines.append(f"They may want to check {listed(high)} in your blood.")
    return [
        *lines,
        STAY,
        "Don't take any new tablets or supplements for this on your own, and bring your medicines along.",
    ]
