"""The shape of ways of saying: turns of phrase with gaps and alternatives, for what no fixed phrase will catch."""

from __future__ import annotations

from bot.knowledge.shape import Shape


class Way(Shape):
    """How people tell one thing. The little language of `said` and `unlike` is explained in `ways.yml`.

    `unlike` says what looks like it and is not: a hit is dropped where one of these overlaps it or stands next to it.
    """

    id: str
    said: list[str]
    unlike: list[str] = []


class Ways(Shape):
    """All ways of saying, and the word lists that they share."""

    lists: dict[str, list[str]]
    ways: list[Way]
