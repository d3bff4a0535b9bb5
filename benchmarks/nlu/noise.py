"""Seeded noise: a message as it comes out of hasty thumbs. The same message and seed give the same noise."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

SEED = 7
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORT = {
    "you": "u", "are": "r", "your": "ur", "please": "pls", "people": "ppl", "because": "cos", "though": "tho",
    "really": "rly", "with": "w/", "and": "n", "night": "nite", "nights": "nites", "weeks": "wks", "week": "wk",
    "months": "mths", "month": "mth", "years": "yrs", "year": "yr", "hours": "hrs", "doctor": "dr", "about": "abt",
    "something": "smth", "feeling": "feelin", "going": "goin", "thanks": "thx", "probably": "prob", "before": "bfr",
    "morning": "mornin", "medicine": "meds", "through": "thru", "what": "wot", "tablets": "tabs",
}  # fmt: skip
"""How people shorten common words when they type on a telephone. None is a number."""


@dataclass(frozen=True)
class Strength:
    """How much goes wrong.

    Attributes:
        name: "light" or "heavy".
        typo: chance of one wrong letter in a word of four letters or more; words with a figure in them stay whole.
        short: chance that a common word is shortened.
        mark: chance that a mark of punctuation is left out.
        case: chance that the whole message is in small letters; a quarter of it, that it is in capitals.
    """

    name: str
    typo: float
    short: float
    mark: float
    case: float


STRENGTHS = (
    Strength("light", typo=0.04, short=0.2, mark=0.3, case=0.4),
    Strength("heavy", typo=0.12, short=0.6, mark=0.8, case=0.8),
)


def _neighbours() -> dict[str, str]:
    """The letters beside each letter on the keyboard."""
    place = {letter: (row, column) for row, keys in enumerate(_KEYS) for column, letter in enumerate(keys)}
    return {
        letter: "".join(
            other
            for other, (r, c) in place.items()
            if other != letter and abs(r - row) <= 1 and abs(c + r / 2 - column - row / 2) <= 1
        )
        for letter, (row, column) in place.items()
    }


NEIGHBOURS = _neighbours()


def _hit_neighbour(word: str, at: int, random: Random) -> str:
    beside = NEIGHBOURS.get(word[at].lower())
    return word[:at] + random.choice(beside) + word[at + 1 :] if beside else word


def _drop(word: str, at: int, random: Random) -> str:
    return word[:at] + word[at + 1 :]


def _double(word: str, at: int, random: Random) -> str:
    return word[: at + 1] + word[at:]


def _transpose(word: str, at: int, random: Random) -> str:
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


_SLIPS: tuple[Callable[[str, int, Random], str], ...] = (_hit_neighbour, _drop, _double, _transpose)
_PIECES = re.compile(r"\s+|\S*\d\S*|[^\W\d_]+|[^\w\s]|_")
_MARKS = frozenset(".,;:!?'’\"-")


def noisy(text: str, strength: Strength, seed: int = SEED) -> str:
    """The message with noise. Numbers, and whatever is written together with one, stay as they are."""
    random = Random(f"{seed}/{strength.name}/{text}")
    made = "".join(_noisy_piece(piece, strength, random) for piece in _PIECES.findall(text))
    case = random.random()
    if case < strength.case / 4:
        return made.upper()
    return made.lower() if case < strength.case else made


def _noisy_piece(piece: str, strength: Strength, random: Random) -> str:
    if piece in _MARKS and random.random() < strength.mark:
        return " " if piece == "-" else ""
    if piece.lower() in _SHORT and random.random() < strength.short:
        return _SHORT[piece.lower()]
    if len(piece) > 3 and piece.isalpha() and random.random() < strength.typo:
        return random.choice(_SLIPS)(piece, random.randrange(1, len(piece)), random)
    return piece
