"""Finds the phrases of the lexicon in a message: any word order inside a small window of one clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.nlu.lexicon import Lexicon, Pattern
from bot.nlu.placing import Match, lay
from bot.nlu.text import NEG, Token
from bot.nlu.words import JOINTS

__all__ = ["Match", "Matcher"]

SITE_REACH = 6
"""How many tokens away the muscle of a `needs_site` word may be."""

_KINDS: tuple[str, ...] = (
    "symptom",
    "medication",
    "supplement",
    "condition",
    "diet_habit",
    "lifestyle",
    "food",
    "profile",
)


class Matcher:
    """Matches one lexicon. Never gives the same words twice, except what a list shares ("numb and tingling feet")."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Uses the lexicon's indices."""
        self._lexicon = lexicon

    def sites(self, tokens: Sequence[Token]) -> list[Match]:
        """Body sites, longest first where they overlap."""
        candidates = self.candidates(tokens, self._lexicon.sites_by_rarest, frozenset())
        chosen: list[Match] = []
        used: set[int] = set()
        for match in sorted(candidates, key=lambda m: (-len(m.places), m.gap, m.first)):
            if used.isdisjoint(match.places):
                chosen.append(match)
                used.update(match.places)
        return sorted(chosen, key=lambda m: m.first)

    def terms(self, tokens: Sequence[Token], sites: Sequence[Match]) -> list[Match]:
        """Findings, most specific first where they overlap; in the order of the message."""
        site_at = {place: site for site in sites for place in site.places}
        candidates = self.candidates(tokens, self._lexicon.by_rarest, frozenset(site_at))
        vetoes = [m for m in candidates if m.pattern.vetoes]
        candidates = [
            m
            for m in candidates
            if not m.pattern.vetoes
            and not any(_denies(veto, m) for veto in vetoes)
            and (not m.pattern.needs_site or self._beside_muscle(tokens, m, sites))
        ]
        chosen: list[Match] = []
        owner: dict[int, list[Match]] = defaultdict(list)
        for match in sorted(candidates, key=_rank):
            rivals = {id(m): m for place in match.places for m in owner[place]}.values()
            if all(self._apart(match, rival) and _shares(tokens, match, rival, site_at) for rival in rivals):
                chosen.append(match)
                for place in match.places:
                    owner[place].append(match)
        for match in list(chosen):
            if match.pattern.id in self._lexicon.eats:
                chosen += _named_in(match, candidates, "food")
            elif match.pattern.id == "overdose":
                chosen += _named_in(match, candidates, "medication", "supplement")
        return sorted(chosen, key=lambda m: (m.first, m.last))

    def _apart(self, match: Match, rival: Match) -> bool:
        """The match does not say less exactly what the rival said."""
        return not self._lexicon.is_kind_of(rival.pattern.id, match.pattern.id)

    def _beside_muscle(self, tokens: Sequence[Token], match: Match, sites: Sequence[Match]) -> bool:
        return any(
            site.pattern.id in self._lexicon.muscles
            and tokens[site.first].clause == tokens[match.first].clause
            and min(abs(site.first - match.last), abs(match.first - site.last)) <= SITE_REACH
            and not set(site.places) & set(match.places)
            for site in sites
        )

    @staticmethod
    def candidates(tokens: Sequence[Token], index: dict[str, list[Pattern]], sites: frozenset[int]) -> list[Match]:
        """Every way a pattern of the index fits, overlapping ones too."""
        telling: dict[str, list[int]] = defaultdict(list)
        every: dict[str, list[int]] = defaultdict(list)
        for token in tokens:
            if token.stem:
                every[token.stem].append(token.index)
                if not token.small or token.stem == NEG:
                    telling[token.stem].append(token.index)
        found: list[Match] = []
        for stem in every:
            for pattern in index.get(stem, ()):
                places = every if pattern.ordered else telling
                if all(other in places for other in pattern.stems):
                    found.extend(lay(tokens, pattern, stem, places, sites))
        return found


def _named_in(whole: Match, candidates: Sequence[Match], *kinds: str) -> list[Match]:
    """What the words of a phrase name besides: a food in "a pint of milk a day", the tablets of an overdose."""
    found: list[Match] = []
    inside = [m for m in candidates if m.pattern.kind in kinds and set(m.places) <= set(whole.places)]
    for match in sorted(inside, key=_rank):
        if not any(set(match.places) & set(other.places) for other in found):
            found.append(match)
    return found


def _denies(veto: Match, match: Match) -> bool:
    """Whether a phrase that is not about a term holds the words that a match takes for it."""
    return (
        veto.pattern.vetoes == match.pattern.id
        and len(veto.places) >= len(match.places)
        and not set(veto.places).isdisjoint(match.places)
    )


def _rank(match: Match) -> tuple[float, ...]:
    content = sum(stem != NEG for stem in match.pattern.stems)
    kind = _KINDS.index(match.pattern.kind) if match.pattern.kind in _KINDS else len(_KINDS)
    return (
        -content - match.pattern.negated,
        match.pattern.needs_site,
        match.gap,
        match.last - match.first,
        match.first,
        kind,
    )


def _shares(tokens: Sequence[Token], match: Match, rival: Match, site_at: dict[int, Match]) -> bool:
    """Whether two phrases may use the same word: a body site, or what the items of a list have in common."""
    common = set(match.places) & set(rival.places)
    own = [p for p in match.places if p not in common]
    others = [p for p in rival.places if p not in common]
    if not own or not others:
        return False
    if all(tokens[place].stem == NEG for place in common):
        return True
    if all(place in site_at for place in common):
        return not all(place in site_at for place in own)
    return any(
        tokens[i].norm in JOINTS
        for a in own for b in others
        for i in range(min(a, b) + 1, max(a, b))
    )  # fmt: skip
