"""The knowledge base as one immutable object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.knowledge.care import CareAdvice, CareRule
from bot.knowledge.foods import DietFilter, Food, ReferenceIntake
from bot.knowledge.shapes import Caution, Explanation, InternationalUnit, LikelihoodTable, Nutrient, Question, Source
from bot.knowledge.words import BodySite, Term


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything Nutrigap knows, with the claims whose source nobody read taken out.

    Attributes:
        fingerprint: 12 hex digits that change with any byte of any knowledge file.
        terms: every thing people mention, by id.
        unverified: ids (or sentences) of the claims that were left out because their source was not read.
    """

    fingerprint: str
    sources: dict[str, Source]
    terms: dict[str, Term]
    body_sites: dict[str, BodySite]
    nutrients: dict[str, Nutrient]
    care_rules: tuple[CareRule, ...]
    cautions: tuple[Caution, ...]
    explanations: dict[str, Explanation]
    questions: dict[str, Question]
    care: CareAdvice
    likelihood: LikelihoodTable
    international_units: tuple[InternationalUnit, ...]
    foods: dict[str, Food]
    diet_filters: tuple[DietFilter, ...]
    intakes: tuple[ReferenceIntake, ...]
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
    def looks_at(self) -> dict[str, frozenset[str]]:
        """For each nutrient the ids of all findings that its evidence looks at."""
        return {nutrient.id: frozenset(self._ids_in(nutrient)) for nutrient in self.nutrients.values()}

    def _ids_in(self, nutrient: Nutrient) -> Iterator[str]:
        yield from (term.id for term in self.terms.values() if nutrient.id in term.contains)
        for balance in (nutrient.low, nutrient.high):
            for evidence in (*balance.picture, *balance.risks, *balance.against):
                yield from evidence.when.findings()
