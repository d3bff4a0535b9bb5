"""Nutrients that a message names, and whether naming one says that it is taken as a supplement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.knowledge import Nutrient
from bot.nlu.lexicon import Pattern, index_by_rarest, phrase_stems
from bot.nlu.line import Line
from bot.nlu.matcher import Match, Matcher
from bot.nlu.quantities import MEASURES
from bot.nlu.text import Token

_TAKING_BEFORE = re.compile(
    r"\b(?:take|taking|takes|taken|on|started|start|stopped|stopping|stop|quit|off|supplement(?:s|ing|ed)?|popping|"
    r"using|use|try|tried|trying|buy|"
    r"bought|ius?|units?|mg|mcg|g|supplements with|(?:tablets?|pills?|capsules?) (?:of|with|containing)|dose of|daily)"
    r"(?: (?:\w+|,|and)){0,4}$"
)
_TAKING_AFTER = re.compile(
    r"^(?:\w+ )?(?:supplement|tablet|pill|capsule|gumm|spray|drops|injection|shot|jab|"
    r"powder|lozenge|daily|(?:a|every) (?:day|morning|night))|^[\d.,]+ ?(?:mg|mcg|iu|µg|g|units?)\b"
)
_NOT_TAKING = re.compile(
    r"\b(?:low (?:on|in)|high in|rich in|foods?|in my diet|level|test|tested|based on|about|"
    r"depends? on|effect on|on my|deficien\w*)(?: \w+){0,2}$"
)


def names_of(nutrient: Nutrient) -> Iterable[str]:
    """The names people use: "vitamin B12" is also "vit B12" and "B12"."""
    for name in (nutrient.name, *nutrient.also_called):
        yield name
        short = re.sub(r"(?i)^vitamin\s+", "", name)
        if short != name:
            yield f"vit {short}"
            if re.search(r"\d", short):
                yield short


class Nutrients:
    """Finds the nutrients of a knowledge base by name."""

    def __init__(self, nutrients: Mapping[str, Nutrient]) -> None:
        """Reads the names of all nutrients."""
        patterns = []
        for id_, nutrient in nutrients.items():
            for name in names_of(nutrient):
                if len(name) < 3 and name.isalpha() and name.lower() not in MEASURES:
                    continue
                stems, _ = phrase_stems(name)
                patterns.append(Pattern(id_, None, stems, ordered=len(stems) > 1))
        self.stems = frozenset(stem for pattern in patterns for stem in pattern.stems)
        self.names = sorted({name.lower() for nutrient in nutrients.values() for name in names_of(nutrient)})
        self._index = index_by_rarest(patterns)

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Every place that names a nutrient, in order; the longer name where two overlap."""
        found = [m for m in Matcher.candidates(tokens, self._index, frozenset()) if not _is_unit(tokens, m)]
        chosen: list[Match] = []
        for match in sorted(found, key=lambda m: (-len(m.places), m.first)):
            if not any(set(match.places) & set(other.places) for other in chosen):
                chosen.append(match)
        return sorted(chosen, key=lambda m: m.first)


def _is_unit(tokens: Sequence[Token], match: Match) -> bool:
    """ "mg" behind a number is a measure and not magnesium."""
    place = match.first
    return tokens[place].norm in MEASURES and place > 0 and tokens[place - 1].norm[-1].isdigit()


def is_taken(line: Line, match: Match) -> bool:
    """Whether a nutrient's name is said as a thing that one takes ("I take magnesium", "1000 iu D3 daily")."""
    tokens = line.tokens
    start = match.first
    while start and tokens[start - 1].clause == tokens[match.first].clause and match.first - start < 8:
        start -= 1
    before = line.words(start, match.first - 1)
    if _TAKING_AFTER.match(line.words(match.last + 1, match.last + 4)):
        return True
    return bool(_TAKING_BEFORE.search(before)) and not _NOT_TAKING.search(before)
