"""The shapes of what people mention: terms and parts of the body, each with the words for it."""

from __future__ import annotations

from bot.findings import Kind
from bot.knowledge.shape import Shape

NOTHING = "nothing"
"""What the sayings stand under that are no finding."""


class Term(Shape):
    """A thing people mention, with the words they use for it.

    `name` is the plain name used in replies. `is_a` names parent terms: a rule about a parent counts for its children.
    `lasting` marks conditions and operations that a past tense does not end ("had a gastric bypass").
    `contains` lists the nutrients in a supplement or product, with the usual daily amount where one is known.
    `eats` marks habits whose words name foods that are eaten, which then count as well ("a pint of milk a day").
    `picture` marks several signs told together, which no phrase says: `files/grave` has how people tell them.
    `needs_site` marks phrases that mean this only together with a body site ("jumping" + "calf").
    """

    id: str
    kind: Kind
    name: str
    phrases: list[str] = []
    is_a: list[str] = []
    lasting: bool = False
    contains: dict[str, float | None] = {}
    needs_site: list[str] = []
    eats: bool = False
    picture: bool = False
    unlike: list[str] = []
    hpo: str | None = None


class BodySite(Shape):
    """A part of the body and the words for it. `muscle` marks parts where a twitch or cramp makes sense."""

    id: str
    name: str
    phrases: list[str]
    muscle: bool = True
    is_a: list[str] = []
