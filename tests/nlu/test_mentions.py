"""What a message holds beside findings."""

from typing import Any

import pytest

from bot.nlu.understanding import Understanding


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("yes", "answer", "yes"),
        ("none. its more annoying than anything", "answer", "no"),
        ("3 yrs, and no", "answer", "no"),
        ("idk", "answer", "unknown"),
        ("skip", "answer", "skip"),
        ("my calves twitch", "answer", None),
        ("3 yrs, and no", "durations", [1095.0]),
        ("actually I meant my eyelid", "body_sites", ["eyelid"]),
        ("could it be magnesium?", "nutrients", ["magnesium"]),
        ("signs of low B12", "nutrients", ["vitamin_b12"]),
        ("is vit d any good", "nutrients", ["vitamin_d"]),
        ("omeprazole 40mg", "nutrients", []),
        ("eyelid twitching, no other symptoms", "no_other_symptoms", True),
        ("eyelid twitching", "no_other_symptoms", False),
        ("my son is 6 and has leg cramps", "subject", "child"),
        ("A 48-year-old woman presents with cramps", "subject", "other"),
        ("my mum takes metformin, I feel tired", "subject", "self"),
        ("hola, tengo calambres en las piernas por la noche", "language", "es"),
        ("j'ai des crampes la nuit et je suis fatiguée", "language", "fr"),
        ("ich habe nachts Krämpfe in den Waden", "language", "de"),
        ("no cramps", "language", "en"),
        ("omeprazole lisinopril metformin", "language", "en"),
        ("should I take potassium", "questions", True),
        ("my legs twitch", "questions", False),
    ],
)
def test_mentions(understanding: Understanding, text: str, key: str, value: Any) -> None:
    assert understanding.understand(text).mentions[key] == value


def test_words_that_nothing_matched_are_named(understanding: Understanding) -> None:
    understood = understanding.understand("I take flurbazine and my legs twitch")
    assert understood.not_understood == ("flurbazine",)
    assert understanding.understand("my legs twitch at night").not_understood == ()
