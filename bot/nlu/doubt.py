"""Whether a match is asked about, feared, planned or somebody's guess, and not claimed."""

from __future__ import annotations

import re

from bot.nlu import doubt_cues as cues
from bot.nlu.line import Line
from bot.nlu.statement import FINITE, Statement

_TAKEN = frozenset({"supplement", "medication", "food", "diet_habit"})
_NAMED = frozenset({"condition"})
_CRISIS = frozenset({"suicidal_thoughts", "self_harm"})


def is_unclaimed(said: Statement) -> bool:
    """Whether the match is in a question, a fear, a plan or a guess. "Why do my legs cramp?" claims the cramps."""
    line, match, before = said.line, said.match, said.before
    kind = match.pattern.kind
    whole = line.words(said.first, match.last)
    if cues.COMPARED.search(before) or (match.pattern.id in _CRISIS and cues.OWN_LIFE.search(whole)):
        return False
    if cues.SIGNS_OF.match(whole):
        return True
    if (kind in _TAKEN and cues.HOW_MUCH.search(before)) or line.tokens[match.first].norm in cues.CROWDS:
        return True
    if cues.SAFE_IF.search(before) or cues.CLAIMS.search(before):
        return False
    doubt = next(reversed(list(cues.DOUBT.finditer(before))), None)
    behind = line.words(match.last + 1, match.last + 16)
    if doubt and not (doubt[0] in cues.HEARSAY and cues.ACTED_ON.search(behind)):
        return _reaches(said, before[doubt.end() :])
    if kind in _TAKEN and cues.PLAN.search(before) and not cues.TAKES_NOW.search(before):
        return True
    if kind in _NAMED and cues.GUESS.search(before):
        return True
    if not _is_question(said):
        return kind in _NAMED | _TAKEN and _is_bare_question(said)
    if cues.OWN.search(before) and not cues.BRINGS.search(before):
        return False
    return not _known(said, before)


def _reaches(said: Statement, rest: str) -> bool:
    """Whether a doubt holds the match that follows it after the `rest`."""
    if (
        re.search(r"\b(?:because|since|but)\b|\bso (?:i|now)\b|, (?:now|but|so)\b", rest)
        or "not sure why" in said.before
    ):
        return False
    if said.match.pattern.kind in {"symptom", "medication", "supplement", "diet_habit"}:
        return not (re.search(r"\b(?:my|these|this)(?: [\w@]+){0,2}$", rest) or _known(said, rest))
    return True


def _known(said: Statement, before: str) -> bool:
    """What the words before take for granted: "could it be the statin", "is it safe with warfarin"."""
    kind = said.match.pattern.kind
    the = kind in {"medication", "supplement", "symptom"} and before.endswith(("the", "these", "those"))
    return the or (kind == "medication" and bool(cues.WITH.search(before)) and not before.endswith("i take"))


def _is_question(said: Statement) -> bool:
    """Whether the statement of a match asks something."""
    line = said.line
    text = line.words(said.first, said.match.last)
    if cues.QUESTION.match(f"{said.masked(said.first, said.match.last)} x"):
        return not cues.HABIT.match(text)
    return bool(_ends_asking(line, said.match.last) and cues.ASKED.match(text))


def _is_bare_question(said: Statement) -> bool:
    """A name and a question mark: "long covid?", "allopurinol or cherries?", "?anaemia"."""
    tokens, match = said.line.tokens, said.match
    sentence = [t for t in tokens if t.sentence == tokens[match.first].sentence]
    mark = tokens[match.first - 1] if match.first else None
    queried = mark is not None and mark.norm == "?" and mark.end == tokens[match.first].start
    goes_on = any(t.norm == "," and t.index > match.last for t in sentence)
    told = goes_on or any(t.norm in FINITE or t.norm in {"i", "my"} for t in sentence)
    return queried or (sentence[-1].norm == "?" and not told and len(sentence) < 8)


def _ends_asking(line: Line, place: int) -> bool:
    tokens = line.tokens
    return any(t.norm == "?" for t in tokens[place : place + 40] if t.sentence == tokens[place].sentence)
