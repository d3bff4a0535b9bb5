"""The shapes of care: rules that ask for a level of care, and the words that go with it."""

from __future__ import annotations

from typing import Literal

from bot.knowledge.condition import Condition
from bot.knowledge.shape import Shape
from bot.knowledge.shapes import CareLevel, Claim, Rule, Tip


class CareRule(Rule):
    """A reason for a level of care. `kind` says which safety line the reply uses."""

    level: CareLevel
    kind: Literal["general", "crisis", "poison"] = "general"


class CareLevelAdvice(Claim):
    """What to do at one level of care."""


class SeekCare(Claim):
    """A sign to look out for, and how urgent it is; completes "Go sooner if ..."."""

    id: str
    level: CareLevel
    when: Condition | None = None


class Numbers(Shape):
    """Telephone numbers of one region; None where no single number is known."""

    emergency: str
    crisis: str | None = None
    poison: str | None = None
    advice: str | None = None
    source: str


class CareAdvice(Shape):
    """Words that go with care: per level, signs to watch for, numbers per region, facts that answer fear or a wish.

    `self_help` is what people can do about a symptom by themselves. `stopping` answers whether
    to stop a medicine or drinking: the first that fits is said.
    """

    levels: dict[CareLevel, CareLevelAdvice]
    seek_care_if: list[SeekCare]
    numbers: dict[str, Numbers]
    reassurance: list[Rule]
    unlikely_reasons: list[Rule]
    self_help: list[Rule]
    stopping: list[Tip]
