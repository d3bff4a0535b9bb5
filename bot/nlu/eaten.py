"""Foods that a message names without anybody eating them: "white as milk", "the size of a plum", "get the tea on"."""

from __future__ import annotations

import re

from bot.nlu.line import Line
from bot.nlu.matcher import Match

_BEFORE = 4
"""Words before a food that may say what it is named for."""

_LIKENED = re.compile(
    r"(?:^|(?<!\bi )(?<!\bnot )(?<!\bwe )(?<!\bthey )(?<!\bdo )(?<!\bhe )(?<!\bshe )(?<!\bwould )(?<!\breally )"
    r"(?<!\bfoods )(?<!\bfood )(?<!\bthings )(?<!\bstuff )(?<!\bsnacks )(?<!\bsweets )(?<!\bfruit )(?<!\bveg )"
    r"(?<!\bdrinks )(?<!\bmeals )(?<!, ))\blike (?:an? |the |some |my |raw |old |bits of |wet |cold |hot |soggy )*$|"
    r"\bas (?:\w+ )?an? (?:\w+ )?$|\bas \w+ as (?:an? )?(?:\w+ )?$|"
    r"\b(?:size|colour|color|shape|texture|consistency|smell|taste|stink)s? (?:of|like) (?:an? )?(?:\w+ )?$|"
    r"\b(?:smell|taste|stink|reek|look)(?:s|ing|ed)? (?:of|like) (?:an? )?(?:\w+ )?$"
)
"""What a thing is like, and no meal; "I like milk" and "things like crisps" are."""

_WANTED = re.compile(r"\bcrav(?:e|es|ing|ings|ed)(?: for)?(?: \w+)? $|\bthe (?:sight|smell|thought|idea) of (?:\w+ )?$")
_ELSEWHERE = re.compile(r"\b(?:in|to|from|via|near) $")
_BELLY = re.compile(r"\b(?:my|his|her|blood|your) (?:blood )?$")
_MEAL = re.compile(
    r"\b(?:for|before|after|by|at) (?:my |his |her |their |our )?$|\b(?:get|make|cook)(?:ing|s)? (?:the )?$"
)
_MEAL_AFTER = re.compile(r"^(?:on|ready|time|tonight)\b|^$|^[.,!?)]")


def is_eaten(line: Line, match: Match) -> bool:
    """Whether a food is named as one: not as what something is like, a country, an evening meal or blood sugar."""
    before = f"{line.words(match.first - _BEFORE, match.first - 1)} "
    said = line.words(match.first, match.last)
    after = line.words(match.last + 1, match.last + 2)
    if _LIKENED.search(before) or _WANTED.search(before):
        return False
    if said == "turkey":
        return not _ELSEWHERE.search(before)
    if said in {"sugar", "sugars"}:
        return not _BELLY.search(before)
    if said == "tea":
        return not (_MEAL.search(before) and _MEAL_AFTER.match(after))
    return True
