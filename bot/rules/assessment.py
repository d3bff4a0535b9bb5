"""What follows from a case: red flags and care, likely gaps, other explanations, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.knowledge import CARE_LEVELS, CareLevel, CareRule, Direction, KnowledgeBase, Nutrient, SeekCare, Strength
from bot.rules.case import Case, Facts
from bot.rules.evidence import (
    LIKELIHOODS,
    Likelihood,
    Reason,
    Weighed,
    claim_holds,
    counts,
    fired,
    independent,
    likelihood,
    reasons,
    weigh,
)
from bot.rules.foods import FoodPick, foods_for
from bot.rules.intake import supplement_intake

SHOWN_GAPS = 4
PICTURE_POINTS: dict[Strength, int] = {"strong": 6, "moderate": 3, "weak": 1}
RISK_POINTS: dict[Strength, int] = {"strong": 3, "moderate": 2, "weak": 1}


@dataclass(frozen=True)
class Gap:
    """One nutrient that may be too low or too high for this person.

    Attributes:
        cautions: what collides with it, each with a reason of this person.
        blocked: what those cautions withhold: "supplement", "food", "dose".
        spacing: hours to keep from a medicine that this person takes.
        foods: sources that fit this person; empty where food is blocked or the level may be too high.
    """

    nutrient: str
    direction: Direction
    likelihood: Likelihood
    because: tuple[Reason, ...]
    against: tuple[Reason, ...]
    cautions: tuple[Reason, ...] = ()
    blocked: frozenset[str] = frozenset()
    spacing: tuple[Reason, ...] = ()
    foods: tuple[FoodPick, ...] = ()
    tests: tuple[Reason, ...] = ()
    tips: tuple[Reason, ...] = ()
    rank: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Other:
    """Another explanation than a nutrient, with this person's reasons."""

    id: str
    because: tuple[Reason, ...]
    against: tuple[Reason, ...]
    advice: tuple[Reason, ...]


@dataclass(frozen=True)
class Care:
    """How soon to see someone, why, and what would make it sooner. `kind` is "general", "crisis" or "poison"."""

    level: CareLevel
    kind: str
    because: tuple[Reason, ...]
    sooner_if: tuple[SeekCare, ...]


@dataclass(frozen=True)
class Assessment:
    """The whole answer, in ids and claims; `bot.replies` puts it into words.

    `spacing` is about what the person already takes together, whether it is a gap or not.
    """

    case: Case
    gaps: tuple[Gap, ...]
    others: tuple[Other, ...]
    care: Care
    reassurance: tuple[Reason, ...]
    unlikely_because: tuple[Reason, ...]
    spacing: tuple[Reason, ...] = ()
    self_help: tuple[Reason, ...] = ()
    would_change: tuple[str, ...] = ()

    @property
    def emergency(self) -> bool:
        """Whether somebody should call for help now."""
        return self.care.level == "emergency"

    @property
    def supported_gaps(self) -> tuple[Gap, ...]:
        """The gaps that are likely or possible."""
        return tuple(gap for gap in self.gaps if gap.likelihood != "unlikely")


def _rank(level: Likelihood, weighed: Weighed) -> tuple[int, ...]:
    # Smaller is better supported: the likelihood, then having both symptom and risk, then how much speaks for it. A
    # symptom weighs more than a risk: one illness (of the bowel, alcohol) puts many nutrients at risk at once, and only
    # what the person feels tells them apart.
    both = bool(weighed.picture) and bool(weighed.risks)
    points = sum(PICTURE_POINTS[reason.strength or "weak"] for reason in weighed.picture)
    points += sum(RISK_POINTS[reason.strength or "weak"] for reason in weighed.risks)
    return (LIKELIHOODS.index(level), -int(both), -points)


def _direction(nutrient: Nutrient, facts: Facts, asked: bool) -> Gap | None:
    """The better supported direction of a nutrient: excess and lack compete, and only one is said."""
    candidates: list[Gap] = []
    sides: tuple[tuple[Direction, Weighed], ...] = (
        ("high", weigh(nutrient.high, facts)),
        ("low", weigh(nutrient.low, facts)),
    )
    for direction, weighed in sides:
        level = likelihood(weighed, facts.kb)
        if level is None and asked and direction == "low":
            level = "unlikely"
        if level is None or (level == "unlikely" and not asked):
            continue
        candidates.append(
            Gap(nutrient.id, direction, level, weighed.because, weighed.against, rank=_rank(level, weighed))
        )
    return min(candidates, key=lambda gap: gap.rank, default=None)


def gap_of(nutrient: Nutrient, facts: Facts) -> Gap | None:
    """The gap of one nutrient, without foods and advice; None where nothing points to one and nobody asked."""
    return _direction(nutrient, facts, nutrient.id in facts.case.nutrients)


def ranked(gaps: Iterable[Gap | None]) -> list[Gap]:
    """The gaps that are there, best supported first."""
    return sorted((gap for gap in gaps if gap is not None), key=lambda gap: (gap.rank, gap.nutrient))


def weigh_gaps(facts: Facts) -> list[Gap]:
    """The gaps of a case, best supported first, without foods and advice."""
    return ranked(gap_of(nutrient, facts) for nutrient in facts.kb.nutrients.values())


def _claims(claims: list, facts: Facts) -> tuple[Reason, ...]:  # type: ignore[type-arg]
    return tuple(
        Reason((), getattr(claim, "id", ""), claim.says, claim.source) for claim in claims if claim_holds(claim, facts)
    )


def with_advice(gap: Gap, facts: Facts) -> Gap:
    """The gap with what this person can do about it, and what they must not."""
    nutrient = facts.kb.nutrients[gap.nutrient]
    known = (*nutrient.cautions, *facts.kb.cautions)
    cautions = tuple(reasons(known, facts))
    fired = {reason.rule for reason in cautions}
    blocked = frozenset(block for caution in known if caution.id in fired for block in caution.blocks)
    if gap.direction == "high":
        blocked |= {"supplement"}
    wants_food = gap.direction == "low" and "food" not in blocked
    return replace(
        gap,
        cautions=cautions,
        blocked=blocked,
        spacing=tuple(reasons(nutrient.spacing, facts)),
        foods=foods_for(gap.nutrient, facts) if wants_food else (),
        tests=_claims(list(nutrient.tests), facts),
        tips=_claims(sorted(nutrient.tips, key=lambda tip: tip.when is None), facts) if gap.direction == "low" else (),
    )


def weigh_others(facts: Facts) -> list[Other]:
    """Other explanations that this person's findings support, best supported first."""
    found = []
    for explanation in facts.kb.explanations.values():
        because = independent(reasons(explanation.because, facts))
        if because:
            against = independent(reasons(explanation.against, facts))
            found.append(Other(explanation.id, because, against, _claims(list(explanation.advice), facts)))
    return sorted(found, key=lambda other: (len(other.against) > 0, *_support(other), other.id))


def _support(other: Other) -> tuple[int, int, int]:
    have = counts(other.because)
    return (-have["strong"], -have["moderate"], -have["weak"])


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
    rules = {rule.id: rule for rule in facts.kb.care_rules if rule.level == level}
    because = tuple(reasons(rules.values(), facts))
    kinds = {rules[reason.rule].kind for reason in because}
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
    emergencies = [rule for rule in kb.care_rules if rule.level == "emergency"]
    return tuple(reason.rule for reason in reasons(emergencies, Facts(case, kb)))


def assess(case: Case, kb: KnowledgeBase) -> Assessment:
    """Everything that follows from a case. Pure and deterministic: the order of findings does not matter.

    Source: evidence is weighed by `likelihood.yml`; every sentence carries its own source.
    """
    facts = Facts(case, kb)
    gaps = weigh_gaps(facts)
    shown = [gap for gap in gaps if gap.nutrient in case.nutrients or gap.likelihood != "unlikely"]
    shown = [gap for place, gap in enumerate(shown) if place < SHOWN_GAPS or gap.nutrient in case.nutrients]
    return Assessment(
        case=case,
        gaps=tuple(with_advice(gap, facts) for gap in shown),
        others=tuple(weigh_others(facts)),
        care=care_for(facts, gaps),
        reassurance=tuple(reasons(kb.care.reassurance, facts)),
        unlikely_because=tuple(reasons(kb.care.unlikely_reasons, facts)),
        self_help=tuple(reasons(kb.care.self_help, facts)),
        spacing=tuple(
            reason
            for nutrient in kb.nutrients.values()
            if supplement_intake(nutrient.id, facts).findings
            for reason in reasons(nutrient.spacing, facts)
        ),
    )
