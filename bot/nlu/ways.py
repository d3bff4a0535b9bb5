"""Finds ways of saying that no fixed phrase catches: words in order, with gaps, inside one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge import KnowledgeBase, Way
from bot.nlu.lexicon import Pattern
from bot.nlu.line import Hit, Line
from bot.nlu.matcher import Match
from bot.nlu.text import NEG
from bot.nlu.words import IRREGULAR

NEAR = 3
"""So many words away from a way of saying, what it is unlike still takes it back."""

OPENING = 4
"""So many letters of a way's first word are looked up before the way is tried; 600 ways cost 2 ms otherwise."""

_LETTERS = re.compile(rf"[a-z]{{0,{OPENING}}}")
_OWN_LIFE = frozenset({"suicidal_thoughts", "self_harm"})
_GAPS = {"..": r"(?: [^\s.!?]\S*){0,3}?", "...": r"(?: [^\s.!?]\S*){0,8}?"}
_NAME = re.compile(r"\{(\w+)\}")
LONG_AGO = re.compile(
    r"\b(?:years? (?:ago|back)|months? ago|in (?:19|20)\d\d|back in|as a (?:kid|child|teen|teenager|baby)|"
    r"when (?:i|he|she) was (?:a |\d|\w+teen|one|two|three|little|young)|used to|in my (?:teens|twenties|youth))\b"
)
"""Turns of phrase that tell of long ago are no news; the fixed phrases still say that it was so."""


@dataclass(frozen=True)
class _Compiled:
    """The expressions of one term: what says it, what looks like it."""

    id: str
    kind: str
    said: tuple[tuple[frozenset[str], re.Pattern[str]], ...]
    unlike: tuple[re.Pattern[str], ...]


class Ways:
    """Matches the ways of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Compiles all ways."""
        self._lists = {name: list(map(_spaced, entries)) for name, entries in knowledge.ways.lists.items()}
        self._ways = [self._compiled(way, knowledge.terms[way.id].kind) for way in knowledge.ways.ways]

    def _compiled(self, way: Way, kind: str) -> _Compiled:
        said = tuple((self._openings(entry), re.compile(self._expression(entry))) for entry in way.said)
        return _Compiled(way.id, kind, said, tuple(re.compile(self._expression(entry)) for entry in way.unlike))

    def _openings(self, said: str) -> frozenset[str]:
        """The letters that the first word may begin with; empty where it may be a number."""
        words = [form for word in self._words(said.split()[0]) for form in _forms(word.split("_")[0])]
        letters = [_LETTERS.match(word)[0] for word in words]  # type: ignore[index]
        return frozenset(letters) if all(letters) else frozenset()

    def _words(self, item: str) -> list[str]:
        """The alternatives of one item, those of its lists among them."""
        named = [(_NAME.fullmatch(word), word) for word in item.split("|")]
        return [word for name, own in named for word in (self._lists[name[1]] if name else [own])]

    def _expression(self, said: str) -> str:
        parts = []
        for item in said.split():
            if item in _GAPS:
                parts.append(_GAPS[item])
                continue
            parts.append((r"\b" if not parts else " ") + _either(self._words(item)))
        return "".join(parts) + r"(?!\w)"

    def find(self, line: Line) -> list[Match]:
        """What the message says in one of these ways, each thing once in a place."""
        found: list[Match] = []
        openings = {token.norm[:length] for token in line.tokens for length in range(1, OPENING + 1)}
        for way in self._ways:
            hits = [
                hit
                for letters, expression in way.said
                if not letters or not letters.isdisjoint(openings)
                for hit in line.find(expression)
            ]
            if not hits:
                continue
            vetoes = [hit for expression in way.unlike for hit in line.find(expression)]
            found += [_match(line, way, hit) for hit in _apart(hits) if not _taken_back(line, hit, vetoes)]
        return found


def _spaced(entry: str) -> str:
    return entry.replace(" ", "_").replace("_.._", "..")


def _either(words: list[str]) -> str:
    """Any of the words; `..` inside one is a gap."""
    spelt = ["_".join(f"(?:{'|'.join(_forms(part))})" for part in word.split("_")) for word in words]
    return "(?:" + "|".join(spelt).replace("*", r"\w*").replace("..", f"{_GAPS['..']} ").replace("_", " ") + ")"


def _forms(word: str) -> tuple[str, ...]:
    """A word with the irregular forms of its verb."""
    return (word, *IRREGULAR.get(word.rstrip("*"), ()))


def _apart(hits: list[Hit]) -> Iterator[Hit]:
    """The shortest of the hits that overlap."""
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit.last - hit.first, hit.first)):
        places = set(range(hit.first, hit.last + 1))
        if taken.isdisjoint(places):
            taken |= places
            yield hit


def _taken_back(line: Line, hit: Hit, vetoes: list[Hit]) -> bool:
    near = any(veto.first - NEAR <= hit.last and hit.first <= veto.last + NEAR for veto in vetoes)
    return near or bool(LONG_AGO.search(_sentence(line, hit)))


def _sentence(line: Line, hit: Hit) -> str:
    number = line.tokens[hit.first].sentence
    return " ".join(token.norm for token in line.tokens if token.sentence == number)


def _match(line: Line, way: _Compiled, hit: Hit) -> Match:
    places = tuple(i for i in range(hit.first, hit.last + 1) if not line.tokens[i].mark)
    stems = tuple(dict.fromkeys(line.tokens[i].stem for i in places))
    pattern = Pattern(way.id, way.kind, (NEG,) if NEG in stems else ())  # type: ignore[arg-type]
    return Match(pattern, places, 0)


def speaker(match: Match) -> int:
    """The token that says whose a match is: the first, or the last of "everyone would be better off without me"."""
    return match.last if match.pattern.id in _OWN_LIFE else match.first


def without_foods(matches: list[Match], told: list[Match]) -> list[Match]:
    """The matches without foods whose words a way of saying needs: no coffee in "like coffee grounds"."""
    used = {place for match in told for place in match.places}
    return [match for match in matches if match.pattern.kind != "food" or used.isdisjoint(match.places)]
