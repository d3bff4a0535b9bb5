"""How soon to see someone, why, and what would make it sooner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge import CARE_LEVELS, CareLevel, CareRule, KnowledgeBase, SeekCare
from bot.rules.case import Case, Facts
from bot.rules.evidence import Reason, claim_holds, fired, reasons
from bot.rules.gaps import Gap


@dataclass(frozen=True)
class Care:
    """How soon to see someone, why, and what would make it sooner. `kind` is "general", "crisis" or "poison"."""

    level: CareLevel
    kind: str
    because: tuple[Reason, ...]
    sooner_if: tuple[SeekCare, ...]


def _gap_care(gaps: Iterable[Gap], facts: Facts) -> Iterator[tuple[CareLevel, Reason]]:
    """How soon each supported gap wants to be seen: as the nutrient says where it is likely, else an ordinary visit."""
    for gap in gaps:
        if gap.likelihood == "unlikely":
            continue
        yield "routine", gap.because[0]
        nutrient = facts.kb.nutrients[gap.nutrient]
        soon = (nutrient.low if gap.direction == "low" else nutrient.high).likely_care
        if soon and gap.likelihood == "likely":
            rule = f"{gap.nutrient}_{gap.direction}_likely"
            yield soon.level, Reason(gap.because[0].findings, rule, soon.says, soon.source)


def care_level(facts: Facts, gaps: Iterable[Gap]) -> CareLevel:
    """The most urgent level that any care rule or gap asks for; self-care where none does."""
    levels = [rule.level for rule in map(facts.kb.rules.get, fired(facts)) if isinstance(rule, CareRule)]
    levels += [level for level, _ in _gap_care(gaps, facts)]
    return min(levels, key=CARE_LEVELS.index, default="self_care")


def care_for(facts: Facts, gaps: list[Gap]) -> Care:
    """How soon to be seen and why: the rules of the most urgent level, or the gap where no rule asks for it."""
    level = care_level(facts, gaps)
    rules = facts.kb.care_rules_at[level]
    because = tuple(reasons(rules, facts))
    kinds = {rule.kind for rule in rules if rule.id in fired(facts)}
    kind = "crisis" if "crisis" in kinds else "poison" if "poison" in kinds else "general"
    because = because or tuple(reason for asked, reason in _gap_care(gaps, facts) if asked == level)[:1]
    return Care(level, kind, because, _sooner(level, facts))


def _sooner(level: CareLevel, facts: Facts) -> tuple[SeekCare, ...]:
    """Signs that would make care more urgent: those that fit what was told, else those for everybody."""
    more_urgent = [
        sign for sign in facts.kb.care.seek_care_if if CARE_LEVELS.index(sign.level) < CARE_LEVELS.index(level)
    ]
    fitting = [sign for sign in more_urgent if sign.when and claim_holds(sign, facts)]
    return tuple(fitting or (sign for sign in more_urgent if sign.when is None))


def alarms_of(case: Case, kb: KnowledgeBase) -> tuple[str, ...]:
    """The ids of the emergency rules that this case meets; empty where there is no emergency."""
    return tuple(reason.rule for reason in reasons(kb.care_rules_at["emergency"], Facts(case, kb)))
