"""The knowledge base as one immutable object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.knowledge.blood_tests import BloodTest
from bot.knowledge.care import CareAdvice, CareRule
from bot.knowledge.contexts import Context
from bot.knowledge.foods import DietFilter, Food, Measure, ReferenceIntake, UpperLimit, richest_first
from bot.knowledge.shapes import (
    CARE_LEVELS,
    CareLevel,
    Caution,
    Explanation,
    IntakeTable,
    InternationalUnit,
    LikelihoodTable,
    Nutrient,
    Question,
    Rule,
    Source,
)
from bot.knowledge.triggers import Triggers
from bot.knowledge.ways import Ways
from bot.knowledge.words import BodySite, Term

Place = tuple[str, str]
"""A nutrient with "low picture" and the like, or another explanation with "because" or "against"."""


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything Nutrigap knows, with the claims whose source nobody read taken out.

    Attributes:
        fingerprint: 12 hex digits that change with any byte of any knowledge file.
        terms: every thing people mention, by id.
        ways: turns of phrase for grave things that no fixed phrase catches.
        sayings: whole clauses in which people say a term, by its id, and clauses that say `NOTHING`.
        grave: clauses and sentences in which people tell an emergency, by the id of its sign or picture, and those that
            sound like one and are `NOTHING`.
        contexts: sentences that mark of each thing named in them whether it is so.
        cues: words that say whether a thing is so, was so or whose it is, by what they say.
        unverified: ids (or sentences) of the claims that were left out because their source was not read.
    """

    fingerprint: str
    sources: dict[str, Source]
    terms: dict[str, Term]
    sayings: dict[str, list[str]]
    grave: dict[str, list[str]]
    contexts: tuple[Context, ...]
    cues: dict[str, list[str]]
    body_sites: dict[str, BodySite]
    ways: Ways
    nutrients: dict[str, Nutrient]
    care_rules: tuple[CareRule, ...]
    cautions: tuple[Caution, ...]
    explanations: dict[str, Explanation]
    questions: dict[str, Question]
    care: CareAdvice
    likelihood: LikelihoodTable
    international_units: tuple[InternationalUnit, ...]
    blood_tests: tuple[BloodTest, ...]
    intake: IntakeTable
    foods: dict[str, Food]
    measures: dict[tuple[str, str], Measure]
    diet_filters: tuple[DietFilter, ...]
    intakes: tuple[ReferenceIntake, ...]
    regional_limits: tuple[UpperLimit, ...]
    unverified: tuple[str, ...] = ()
    _ancestors: dict[str, frozenset[str]] = field(default_factory=dict)

    def ancestors(self, term_id: str) -> frozenset[str]:
        """The id itself and everything it is a kind of; just the id where it is a food or unknown."""
        return self._ancestors.get(term_id) or frozenset({term_id})

    @cached_property
    def names(self) -> dict[str, str]:
        """The plain name of every term, food, nutrient and other explanation, for replies."""
        named: list[Iterable[Any]] = [
            self.foods.values(),
            self.explanations.values(),
            self.nutrients.values(),
            self.terms.values(),
        ]
        return {item.id: item.name for group in named for item in group}

    @cached_property
    def intakes_of(self) -> dict[str, list[ReferenceIntake]]:
        """The reference intakes of each nutrient."""
        found: defaultdict[str, list[ReferenceIntake]] = defaultdict(list)
        for intake in self.intakes:
            found[intake.nutrient].append(intake)
        return found

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Everything that has a condition and an id, by that id: evidence, care rules, cautions and the like."""
        nutrients, explanations = self.nutrients.values(), self.explanations.values()
        known: list[Iterable[Rule]] = [
            *(nutrient.evidence() for nutrient in nutrients),
            *((*nutrient.cautions, *nutrient.spacing) for nutrient in nutrients),
            *((*explanation.because, *explanation.against) for explanation in explanations),
            self.care_rules,
            self.cautions,
            self.care.reassurance,
            self.care.unlikely_reasons,
            self.care.self_help,
        ]
        return {rule.id: rule for group in known for rule in group}

    @cached_property
    def place_of(self) -> dict[str, Place]:
        """For each piece of evidence, by rule id, what it is about and what it says of that."""
        found: dict[str, Place] = {}
        for nutrient in self.nutrients.values():
            for direction, balance in (("low", nutrient.low), ("high", nutrient.high)):
                for part in ("picture", "risks", "against"):
                    found |= {rule.id: (nutrient.id, f"{direction} {part}") for rule in getattr(balance, part)}
        for explanation in self.explanations.values():
            for part in ("because", "against"):
                found |= {rule.id: (explanation.id, part) for rule in getattr(explanation, part)}
        return found

    @cached_property
    def triggers(self) -> Triggers:
        """Which findings can make which rules fire."""
        return Triggers(self.rules.values(), self.terms.values(), self.foods.values())

    @cached_property
    def care_rules_at(self) -> dict[CareLevel, list[CareRule]]:
        """The care rules of each level."""
        return {level: [rule for rule in self.care_rules if rule.level == level] for level in CARE_LEVELS}

    @cached_property
    def richest(self) -> dict[str, list[tuple[float, Food]]]:
        """For each nutrient the foods by what one portion holds of it, richest first."""
        return {nutrient: richest_first(nutrient, self.foods.values()) for nutrient in self.nutrients}
