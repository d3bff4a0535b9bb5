"""Which findings can make a rule fire, so that only few rules are tried for a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce

from bot.knowledge.condition import AGE_FINDINGS, NEED_FINDINGS, Condition
from bot.knowledge.foods import Food
from bot.knowledge.shapes import Rule
from bot.knowledge.words import Term


class Triggers:
    """Looks up rules by the findings that they need or look at.

    Attributes:
        about: for each finding id the ids of the rules whose condition looks at it.
        always: ids of the rules that may fire without any finding.
    """

    def __init__(self, rules: Iterable[Rule], terms: Iterable[Term], foods: Iterable[Food]) -> None:
        """Reads the conditions of all rules."""
        self._holding: defaultdict[str, set[str]] = defaultdict(set)
        for term in terms:
            for nutrient in term.contains:
                self._holding[nutrient].add(term.id)
        self._foods = frozenset(food.id for food in foods)
        about: defaultdict[str, set[str]] = defaultdict(set)
        needed: defaultdict[str, set[str]] = defaultdict(set)
        always = set()
        for rule in rules:
            for finding in self._looked_at(rule.when):
                about[finding].add(rule.id)
            first = self.needed(rule.when)
            if first is None:
                always.add(rule.id)
            for finding in first or ():
                needed[finding].add(rule.id)
        self.always = frozenset(always)
        self.about = {finding: frozenset(ids) for finding, ids in about.items()}
        self._needed = {finding: frozenset(ids) for finding, ids in needed.items()}

    def may_fire(self, told: Iterable[str]) -> frozenset[str]:
        """The ids of the rules that these finding ids may meet; no other rule can fire."""
        return self.always.union(*(self._needed.get(finding, ()) for finding in told))

    def needed(self, condition: Condition) -> frozenset[str] | None:
        """Finding ids without any of which a condition cannot be met; None where it may be met without (a `not`)."""
        if condition.finding is not None:
            return frozenset({condition.finding})
        if condition.supplement_of is not None:
            return frozenset(self._holding[condition.supplement_of])
        if condition.eaten is not None:
            return self._foods
        if condition.not_ is not None:
            return None
        if condition.all_ is not None:
            return min(filter(None, map(self.needed, condition.all_)), key=len, default=None)
        either = [self.needed(child) for child in (*(condition.any_ or ()), *(condition.of or ()))]
        return reduce(_either, either) if either else AGE_FINDINGS

    def _looked_at(self, condition: Condition) -> Iterable[str]:
        eaten = condition.eaten_nutrients()
        yield from condition.findings()
        for nutrient in condition.supplements() | eaten:
            yield from self._holding[nutrient]
        if eaten:
            yield from (*self._foods, *NEED_FINDINGS)


def _either(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other
