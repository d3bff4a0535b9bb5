"""Foods with what they hold, how much of a nutrient people need, and which foods a diet or medicine rules out."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from bot.knowledge.shape import Shape
from bot.knowledge.shapes import Unit

COUNT = "count"
"""The measure of what is counted by the piece: "two bananas"."""

MEASURES = frozenset(
    """cup glass mug bowl can bottle pint pot slice handful tablespoon teaspoon fillet rasher packet clove stalk shot
    portion plate""".split()
)
"""The household measures that a food may have a weight for."""

SAME_MEASURE = {"tin": "can", "serving": "portion", "helping": "portion", "piece": COUNT, "egg": COUNT, "bag": "packet"}
_NUMBERS = {"half": 0.5, "a quarter": 0.25, "a third": 1 / 3, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3,
            "four": 4, "five": 5, "six": 6, "ten": 10, "the": 1}  # fmt: skip
_PORTION = re.compile(rf"^(?P<number>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b")


def measure_of(word: str) -> str | None:
    """The measure that a word names, whatever its number or synonym ("tins", "slice"); None where it is none."""
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        same = SAME_MEASURE.get(form, form)
        if same in MEASURES or same == COUNT:
            return same
    return None


@dataclass(frozen=True)
class Measure:
    """What one household measure of a food weighs; `ndb` and `seq` are its row in the table it was taken from."""

    food: str
    measure: str
    grams: float
    ndb: str
    seq: str
    source: str


@dataclass(frozen=True)
class Food:
    """A food as people eat it.

    Attributes:
        variety_of: the plain food this is a form of ("milk" for skimmed milk); its own id where it is the plain one.
        ndb: the row of the USDA table that the amounts come from.
        iodine_food: the row of the iodine table, or empty.
        tags: what a diet, allergy, medicine or condition may rule out, and `not_suggested`.
        per_100g: amounts by column ("magnesium_mg"); what nobody measured is absent, never 0.
    """

    id: str
    name: str
    phrases: tuple[str, ...]
    group: str
    variety_of: str
    ndb: str
    iodine_food: str
    portion: str
    portion_g: float
    tags: frozenset[str]
    per_100g: dict[str, float]

    def per_portion(self, nutrient: str) -> float | None:
        """How much of a nutrient one portion holds, in the nutrient's own unit; None where nobody measured it."""
        return self.in_grams(nutrient, self.portion_g)

    def in_grams(self, nutrient: str, grams: float) -> float | None:
        """How much of a nutrient so many grams hold, in the nutrient's own unit; None where nobody measured it."""
        for column in (f"{nutrient}_mg", f"{nutrient}_mcg", nutrient):
            amount = self.per_100g.get(column)
            if amount is not None:
                return amount * grams / 100
        return None

    @cached_property
    def portion_measure(self) -> tuple[str, float]:
        """The measure that the usual portion is told in, and the grams of one: "two slices", 64 g are slice, 32."""
        number = _PORTION.match(self.portion)
        units = (measure_of(word.rstrip(",")) for word in self.portion.split())
        unit = next((unit for unit in units if unit), COUNT)
        return unit, self.portion_g / (_NUMBERS[number["number"]] if number else 1)


@dataclass(frozen=True)
class ReferenceIntake:
    """What one group of people needs of a nutrient a day, and the most that is safe.

    Attributes:
        age_from: first age in years that counts.
        age_to: the age in years at which the group ends.
        need_kind: RDA is enough for nearly everybody; AI is the best estimate where no RDA could be set.
        upper_limit: None where none could be set, which does not mean that any amount is safe.
        upper_limit_note: what the limit counts, where it does not count everything eaten.
    """

    nutrient: str
    group: str
    sex: Literal["male", "female", "any"]
    age_from: float
    age_to: float
    state: Literal["none", "pregnant", "breastfeeding"]
    daily_need: float
    need_kind: Literal["RDA", "AI"]
    upper_limit: float | None
    upper_limit_note: str
    unit: Unit
    region: str
    source: str


@dataclass(frozen=True)
class UpperLimit:
    """The most of a nutrient a day that one region calls safe; `note` says what it counts, where not everything."""

    nutrient: str
    amount: float
    note: str
    unit: Unit
    region: str
    source: str

    @classmethod
    def of(cls, intake: ReferenceIntake) -> UpperLimit:
        """The limit that belongs to a reference intake, which must have one."""
        assert intake.upper_limit is not None
        return cls(
            intake.nutrient, intake.upper_limit, intake.upper_limit_note, intake.unit, intake.region, intake.source
        )


class DietFilter(Shape):
    """The food tags that do not fit somebody with a finding, or up to an age in years where `age_max` is set.

    `source` is left out for what people choose themselves (a vegan diet) and needed for medicines and conditions.
    """

    finding: str
    exclude: list[str]
    because: str
    source: str | None = None
    age_max: float | None = None


def richest_first(nutrient: str, foods: Iterable[Food]) -> list[tuple[float, Food]]:
    """The foods of which it is known what a portion holds of a nutrient, with that amount, richest first."""
    known = ((food.per_portion(nutrient), food) for food in foods)
    return sorted(((amount, food) for amount, food in known if amount is not None), key=lambda i: (-i[0], i[1].id))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def load_foods(path: Path) -> list[Food]:
    """Reads the food table. An empty cell is a missing figure and stays missing."""
    texts = ("id", "name", "group", "variety_of", "ndb", "iodine_food", "portion")
    foods = []
    for row in _rows(path):
        text = {name: row.pop(name) for name in texts}
        phrases, tags, grams = row.pop("phrases"), row.pop("tags"), float(row.pop("portion_g"))
        amounts = {name: float(cell) for name, cell in row.items() if cell}
        foods.append(
            Food(**text, phrases=_split(phrases), portion_g=grams, tags=frozenset(_split(tags)), per_100g=amounts)
        )
    return foods


def load_measures(path: Path) -> dict[tuple[str, str], Measure]:
    """Reads the table of household measures, by food and measure."""
    return {(row["food"], row["measure"]): Measure(**{**row, "grams": float(row["grams"])}) for row in _rows(path)}  # type: ignore[arg-type]


def load_reference_intakes(path: Path) -> list[ReferenceIntake]:
    """Reads the table of daily needs and upper limits."""
    return [_intake(row) for row in _rows(path)]


def load_upper_limits(path: Path) -> list[UpperLimit]:
    """Reads the table of the upper limits for adults that regions other than the reference intakes' have set."""
    return [_limit(row) for row in _rows(path)]


def _intake(row: dict[str, str]) -> ReferenceIntake:
    numbers = {name: float(row[name]) for name in ("age_from", "age_to", "daily_need")}
    limit = float(row["upper_limit"]) if row["upper_limit"] else None
    return ReferenceIntake(**{**row, **numbers, "upper_limit": limit})  # type: ignore[arg-type]


def _limit(row: dict[str, str]) -> UpperLimit:
    amount = float(row["upper_limit"])
    return UpperLimit(row["nutrient"], amount, row["upper_limit_note"], row["unit"], row["region"], row["source"])  # type: ignore[arg-type]
