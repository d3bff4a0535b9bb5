"""The one language in which every rule says when it fires."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field, validator

from bot.findings import Assertion, Course, Frequency, Onset, Severity
from bot.knowledge.shape import Shape

AGE_FINDINGS = frozenset({"age_years", "infant", "child"})
NEED_FINDINGS = AGE_FINDINGS | {"sex_female", "sex_male", "pregnant", "breastfeeding", "heavy_periods"}
"""What a person's daily need depends on."""


class Condition(Shape):
    """When a rule fires.

    Exactly one of the forms `finding`, `all`, `any`, `not`, `at_least`, `age_min`/`age_max`, `supplement_of`, `eaten`.
    `eaten` is about what the foods eaten as a habit hold of a nutrient a day: `min_percent` of this person's need at
    the low end of the estimate, `max_percent` at its high end (for a list alone that the person calls complete), or,
    with supplements, `min_percent_of_limit` of what the upper limit counts.

    A bare string in YAML is short for `{finding: <id>}`. `finding` matches the term and everything that is a kind of
    it, with assertion `present` unless `assertion` says otherwise. The other keys of a `finding` narrow it; a limit
    on a value that the person did not give is not met unless `or_unknown` is true. They narrow the products of a
    `supplement_of` as well: `assertion: [past]` adds up what was stopped.
    """

    finding: str | None = None
    assertion: list[Assertion] = ["present"]
    min_duration_days: float | None = None
    max_duration_days: float | None = None
    or_unknown: bool = False
    severity: list[Severity] | None = None
    course: list[Course] | None = None
    onset: list[Onset] | None = None
    frequency: list[Frequency] | None = None
    body_site: list[str] | None = None
    min_amount: float | None = None

    all_: list[Condition] | None = Field(None, alias="all")
    any_: list[Condition] | None = Field(None, alias="any")
    not_: Condition | None = Field(None, alias="not")
    at_least: int | None = None
    of: list[Condition] | None = None
    age_min: float | None = None
    age_max: float | None = None
    supplement_of: str | None = None
    min_products: int | None = None
    min_per_day: float | None = None
    eaten: str | None = None
    min_percent: float | None = None
    max_percent: float | None = None
    min_percent_of_limit: float | None = None

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls._from_short_form

    @classmethod
    def _from_short_form(cls, value: Any) -> Condition:
        if isinstance(value, Condition):
            return value
        return cls.parse_obj({"finding": value} if isinstance(value, str) else value)

    @validator("of", always=True)
    def _one_form(
        cls,  # noqa: N805 - pydantic passes the class
        of: Any,
        values: dict[str, Any],
    ) -> Any:
        if (values.get("at_least") is None) != (of is None):
            raise ValueError("at_least needs `of`, and `of` needs at_least")
        return of

    def children(self) -> list[Condition]:
        """The conditions directly inside this one."""
        inner = [*(self.all_ or []), *(self.any_ or []), *(self.of or [])]
        return inner + ([self.not_] if self.not_ else [])

    def parts(self) -> Iterator[Condition]:
        """This condition and all inside it."""
        yield self
        for child in self.children():
            yield from child.parts()

    def findings(self) -> set[str]:
        """Every finding id that this looks at, anywhere inside; not the supplements behind a `supplement_of`."""
        ids = {part.finding for part in self.parts() if part.finding}
        aged = any(part.age_min is not None or part.age_max is not None for part in self.parts())
        return ids | AGE_FINDINGS if aged else ids

    def supplements(self) -> set[str]:
        """Every nutrient whose supplements this adds up, anywhere inside."""
        return {part.supplement_of for part in self.parts() if part.supplement_of}

    def eaten_nutrients(self) -> set[str]:
        """Every nutrient whose amount in food this looks at, anywhere inside."""
        return {part.eaten for part in self.parts() if part.eaten}


Condition.update_forward_refs()
