"""A food counts where it is eaten, not where something is like it."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Understanding


def _foods(understanding: Understanding, text: str) -> set[str]:
    return {finding.id for finding in understanding.understand(text).findings if finding.kind == "food"}


@pytest.mark.parametrize(
    "text",
    [
        "my toe is red like a beetroot",
        "clots the size of plums",
        "white as milk this morning",
        "my burps taste of eggs",
        "had the operation in Turkey",
        "my sugar is all over the place",
        "my hands are jerking",
        "they painted the fence green",
    ],
)
def test_what_is_only_named_is_no_food(understanding: Understanding, text: str) -> None:
    assert not _foods(understanding, text)


@pytest.mark.parametrize(
    ("text", "food"),
    [
        ("I like milk with everything", "milk"),
        ("cold turkey sandwiches for lunch", "turkey"),
        ("snacks like crisps", "crisps"),
        ("biltong and jerky all week", "beef_jerky"),
        ("greens with dinner", "spring_greens"),
    ],
)
def test_what_is_eaten_is_a_food(understanding: Understanding, text: str, food: str) -> None:
    assert food in _foods(understanding, text)
