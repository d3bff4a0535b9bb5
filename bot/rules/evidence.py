"""From findings to weighed evidence: which rules fire, and what likelihood they add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.findings import Finding
from bot.knowledge import STRENGTHS, Claim, Direction, KnowledgeBase, Place, Profile, Rule, Strength
from bot.rules.case import Facts
from bot.rules.conditions import met_by

Likelihood = Literal["likely", "possible", "unlikely"]
LIKELIHOODS: tuple[Likelihood, ...] = ("likely", "possible", "unlikely")


@dataclass(frozen=True)
class Reason:
    """A rule that fired: the findings that met it, what it says, and where that was read."""

    findings: tuple[Finding, ...]
    rule: str
    says: str
    source: str
    strength: Strength | None = None

    @property
    def finding(self) -> str:
        """The id of the finding that the rule names first; "age_years" rules and the like name the profile."""
        return self.findings[0].id if self.findings else ""


@dataclass(frozen=True)
class Weighed:
    """The evidence for one direction of one nutrient, strongest first, one reason per finding."""

    picture: tuple[Reason, ...]
    risks: tuple[Reason, ...]
    against: tuple[Reason, ...]

    @property
    def because(self) -> tuple[Reason, ...]:
        """Everything that speaks for it, strongest first, one reason per finding."""
        return independent((*self.picture, *self.risks))


def _by_strength(reason: Reason) -> tuple[int, str]:
    return (STRENGTHS.index(reason.strength or "weak"), reason.rule)


def fired(facts: Facts) -> dict[str, Reason]:
    """Every rule of the knowledge base that fires, by its id. The same facts are tried once."""
    if facts.fired is None:
        if facts.before is None:
            kept, tried = {}, facts.kb.triggers.may_fire(facts.by_id)
        else:
            kept = {rule: reason for rule, reason in fired(facts.before).items() if rule not in facts.stale}
            tried = facts.kb.triggers.may_fire(facts.by_id) & facts.stale
        new = (_reason(facts.kb.rules[rule], facts) for rule in tried)
        facts.fired = kept | {reason.rule: reason for reason in new if reason is not None}
    return facts.fired


def _reason(rule: Rule, facts: Facts) -> Reason | None:
    met = met_by(rule.when, facts)
    return None if met is None else Reason(met, rule.id, rule.says, rule.source, getattr(rule, "strength", None))


def reasons(rules: Iterable[Rule], facts: Facts) -> list[Reason]:
    """Those of the rules that fire, each with the findings that met it."""
    found = fired(facts)
    return [found[rule.id] for rule in rules if rule.id in found]


def independent(fired: Iterable[Reason]) -> tuple[Reason, ...]:
    """The strongest reason of each finding: nothing that a person said once counts twice."""
    kept: list[Reason] = []
    used: set[str] = set()
    for reason in sorted(fired, key=_by_strength):
        ids = {finding.id for finding in reason.findings}
        if not ids or ids - used:
            kept.append(reason)
            used |= ids
    return tuple(kept)


def placed(facts: Facts) -> dict[Place, list[Reason]]:
    """The evidence that fires, by what it is about and what it says of that."""
    found: defaultdict[Place, list[Reason]] = defaultdict(list)
    for rule, reason in fired(facts).items():
        if rule in facts.kb.place_of:
            found[facts.kb.place_of[rule]].append(reason)
    return found


def weigh(nutrient: str, direction: Direction, found: Mapping[Place, list[Reason]]) -> Weighed:
    """The independent evidence for and against one direction of a nutrient."""
    parts = ("picture", "risks", "against")
    return Weighed(*(independent(found.get((nutrient, f"{direction} {part}"), ())) for part in parts))


def counts(found: Sequence[Reason]) -> dict[Strength, int]:
    """How many reasons are at least that strong."""
    ranks = [STRENGTHS.index(reason.strength or "weak") for reason in found]
    return {strength: sum(rank <= level for rank in ranks) for level, strength in enumerate(STRENGTHS)}


def _reaches(have: dict[Strength, int], least: dict[Strength, int]) -> bool:
    wanted = 0
    for strength in STRENGTHS:
        wanted += least.get(strength, 0)
        if have[strength] < wanted:
            return False
    return True


def _fits(weighed: Weighed, profiles: list[Profile]) -> bool:
    picture, risks = counts(weighed.picture), counts(weighed.risks)
    return any(_reaches(picture, line.picture) and _reaches(risks, line.risks) for line in profiles)


def likelihood(weighed: Weighed, kb: KnowledgeBase) -> Likelihood | None:
    """How likely the evidence makes a gap, by the table in the knowledge base; None where nothing points to it."""
    if not weighed.picture and not weighed.risks:
        return None
    table = kb.likelihood
    if _fits(weighed, table.likely):
        level = 0
    elif _fits(weighed, table.possible):
        level = 1
    else:
        return None
    if any(_reaches(counts(weighed.against), line) for line in table.lowered_by):
        level += 1
    return LIKELIHOODS[level]


def claim_holds(claim: Claim, facts: Facts) -> bool:
    """Whether an optional `when` of a tip or sign is met, or there is none."""
    condition = getattr(claim, "when", None)
    return condition is None or met_by(condition, facts) is not None


def offered(claims: Iterable[Claim], facts: Facts) -> tuple[Reason, ...]:
    """Those of the tips, tests or pieces of advice that fit this person."""
    return tuple(Reason((), "", claim.says, claim.source) for claim in claims if claim_holds(claim, facts))
