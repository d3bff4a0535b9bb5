"""What must be said before any question: an urgent sign, and supplements that add up to too much."""

from __future__ import annotations

from bot.replies import capital
from bot.rules import Assessment, assess
from bot.talk.turn import Turn


def said_at_once(turn: Turn) -> str:
    """One line each for what this message made urgent or too much; empty where it did not."""
    now, before = assess(turn.case, turn.kb), assess(turn.before, turn.kb)
    lines = []
    if now.care.level == "urgent" and before.care.level not in ("urgent", "emergency"):
        reason = now.care.because[0].says if now.care.because else ""
        lines.append(f"**{turn.kb.care.levels['urgent'].says}** {reason}".strip())
    known = too_much(before)
    for nutrient, why in too_much(now).items():
        if nutrient not in known:
            name = turn.kb.nutrients[nutrient].name
            lines.append(f"**{capital(name)} may be too much: take no more of it for now.** {why}")
    return "\n".join(lines)


def too_much(assessment: Assessment) -> dict[str, str]:
    """The nutrients that may be too high by what the person takes, each with that reason."""
    found = {}
    for gap in assessment.supported_gaps:
        taken = [why.says for why in gap.because if any(item.kind == "supplement" for item in why.findings)]
        if gap.direction == "high" and taken:
            found[gap.nutrient] = taken[0]
    return found
