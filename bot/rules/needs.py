"""How much of a nutrient a person needs."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge import ReferenceIntake

ADULT_AGES = (19, 51)


def daily_need(
    nutrient: str,
    intakes: Iterable[ReferenceIntake],
    age_years: float | None = None,
    sex: str | None = None,
    pregnant: bool = False,
    breastfeeding: bool = False,
) -> ReferenceIntake:
    """The reference intake that fits a person; the highest need of all that may fit where age or sex is unknown.

    An unknown age counts as 19 to 50. An age outside the groups of pregnancy or breastfeeding takes the nearest group.
    """
    state = "pregnant" if pregnant else "breastfeeding" if breastfeeding else "none"
    rows = [row for row in intakes if row.nutrient == nutrient and row.state == state]
    rows = [row for row in rows if sex is None or state != "none" or row.sex in (sex, "any")]
    first, end = ADULT_AGES if age_years is None else (age_years, age_years)
    fitting = [row for row in rows if row.age_from <= first < row.age_to or first < row.age_to <= end]
    if not fitting:
        distance = {row: max(row.age_from - first, first - row.age_to) for row in rows}
        fitting = [row for row in rows if distance[row] == min(distance.values())]
    return max(fitting, key=lambda row: row.daily_need)
