"""Foods with what they hold, how much of a nutrient people need, and which foods a diet or medicine rules out."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.knowledge.shape import Shape
from bot.knowledge.shapes import Unit


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
        for column in (f"{nutrient}_mg", f"{nutrient}_mcg", nutrient):
            amount = self.per_100g.get(column)
            if amount is not None:
                return amount * self.portion_g / 100
        return None


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


class DietFilter(Shape):
    """The food tags that do not fit somebody with a finding, or up to an age in years where `age_max` is set.

    `source` is left out for what people choose themselves (a vegan diet) and needed for medicines and conditions.
    """

    finding: str
    exclude: list[str]
    because: str
    source: str | None = None
    age_max: float | None = None


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


def load_reference_intakes(path: Path) -> list[ReferenceIntake]:
    """Reads the table of daily needs and upper limits."""
    return [_intake(row) for row in _rows(path)]


def _intake(row: dict[str, str]) -> ReferenceIntake:
    numbers = {name: float(row[name]) for name in ("age_from", "age_to", "daily_need")}
    limit = float(row["upper_limit"]) if row["upper_limit"] else None
    return ReferenceIntake(**{**row, **numbers, "upper_limit": limit})  # type: ignore[arg-type]
