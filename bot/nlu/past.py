"""Whether a match was so and is over."""

from __future__ import annotations

import re

from bot.nlu.line import Line, clause_end, clause_start
from bot.nlu.matcher import Match

_AGES_AGO = re.compile(r"\b(?:years?|decades?) (?:ago|back)(?: ,)?$")
"""Before the "I" of a statement: "ten years ago I ..."."""

_GONE = re.compile(
    r"^(?:(?:\w+ ){0,3})?(?:has|have|had|is|are|it|they|all|now|since|' ?s)? ?(?:gone|stopped|"
    r"resolved|cleared(?: up)?|disappeared|went away|settled|over now|stopped now)\b"
)

_PAST_BEFORE = re.compile(
    r"\b(?:used to|use to|previously|formerly|former|ex|"
    r"(?<!year )(?<!month )(?<!week )(?<!day )(?<!long )history of|was on|were on|came off|come off|coming off|"
    r"been off|now off|got off|stopped|quit|gave up|given up|weaned off|no longer|"
    r"was (?:a |an |taking |eating |once |also )|once had|not .{0,30}any ?more|switched from|changed from|years "
    r"ago i|in the past|had been|"
    r"as a (?:kid|child|teen|teenager|baby)|when i was(?! diagnosed)|last year i|before i)\b"
)

_STOPS = re.compile(
    r"\b(?:came off|come off|been off|now off|got off|stopped|quit|gave up|given up|weaned off|no "
    r"longer|switched from|changed from|not .{0,30}any ?more)\b"
)

_PAST_AFTER = re.compile(
    r"\b(?:as a (?:kid|child|teen|teenager|baby|student|young)|when (?:i|we|he|she) (?:was|were)|years ago|in the "
    r"past|back then|in my (?:teens|twenties|thirties|20s|30s)|"
    r"(?<!since )last year|as kids?|in childhood|years back|any ?more)\b"
)

_NOW_NOT = re.compile(
    r"but (?:not (?:now|any ?more|at the moment)|no longer|i (?:stopped|quit)|have (?:since )?stopped)\b"
)
_HAD = re.compile(r"\b(?:had|was|were)(?: \w+){0,2}$")

_BEEN_TOLD = re.compile(r"\b(?:diagnosed|prescribed|put on|given|told|found|started|tested|born|always|since)\b")


_CRISIS = frozenset({"suicidal_thoughts", "self_harm"})
_LONG_AGO = re.compile(
    r"\b(?:used to|years? (?:ago|back)|months? ago|in the past|when i was|as a|history of|previously|once|last year|"
    r"had been|in my (?:teens|twenties|thirties))\b"
)
"""What it takes for these to be over; "when I'm gone" and a bare "any more" do not."""

_NEW_CLAIM = re.compile(r"\b(?:presents?|presenting|presented|is|has|with|now|smokes|drinks|takes)\b")
_STARTS_ANEW = frozenset({"i", "now", "my", "he", "she", "his", "her"})
_TAKEN = frozenset({"medication", "supplement", "diet_habit"})
_TOOK = re.compile(
    r"\b(?:take|had|was|were|did|on)\b.* "
    r"(?:last (?:month|year|summer|winter)|(?:month|year)s? ago|until (?!now|today)\w+)\b"
)
"""A medicine that was taken at a time that has passed: "I took it last month", "on it until 2022"."""

_LASTS = re.compile(
    r"\b(?:since|for the (?:last|past)|over the (?:last|past)|started|put|began|prescribed|diagnosed)\b"
)


def is_over(line: Line, match: Match) -> bool:
    """Whether the match lies in the past: "used to", "came off", "as a kid", "has gone"."""
    tokens = line.tokens
    start = clause_start(tokens, match.first)
    if _NOW_NOT.match(line.words(clause_end(tokens, match.last) + 1, len(tokens))):
        return True
    while start < match.first and any(
        t.norm in _STARTS_ANEW and t.segment > tokens[start].segment for t in tokens[start + 1 : match.first]
    ):
        start += 1
    if _AGES_AGO.search(line.words(clause_start(tokens, match.first), start - 1)):
        return True
    before = line.words(start, match.first - 1)
    after = line.words(match.last + 1, _statement_end(line, match))
    if _STOPS.search(line.words(match.first, match.last)) or match.negates_itself:
        return False
    if match.pattern.id in _CRISIS and not _LONG_AGO.search(f"{before} {after}"):
        return False
    if match.pattern.kind in _TAKEN and _TOOK.search(f"{before} {after}") and not _LASTS.search(f"{before} {after}"):
        return True
    cue = next(reversed(list(_PAST_BEFORE.finditer(before))), None)
    if cue and not (
        _STOPS.fullmatch(cue[0]) and re.search(r"\b(?:no|not|never|if|should i)\b(?: \w+)?$", before[: cue.start()])
    ):
        rest = before[cue.end() :]
        told = _BEEN_TOLD.search(before) if cue[0].startswith("was") else None
        moved_on = cue[0].endswith("ed from") and re.search(r"\bto\b", rest)
        if cue[0] == "history of" and _NEW_CLAIM.search(rest):
            return False
        listed = match.pattern.kind != "symptom" or "," not in rest.split()
        if (
            not told
            and not moved_on
            and (listed or not _STOPS.fullmatch(cue[0]))
            and not re.search(
                r"(?:,|\band|\bthen) (?:\w+ )?(?:am|have|take|get|feel|now|"
                r"go|started|on)\b|\bnow\b",
                rest,
            )
        ):
            return True
    if _GONE.match(after) and not re.search(r"\b(?:not|never)\b", after.split(" gone")[0].split(" stopped")[0]):
        return match.pattern.kind != "medication" or "stopped" not in after
    if _PAST_AFTER.search(after) and (
        _HAD.search(before)
        or re.search(r"\b(?:had|was|were|did|took|stopped|got)\b", before)
        or not re.search(r"\b(?:for|since|started)\b", after)
    ):
        return not re.search(r"\b(?:diagnosed|prescribed|started|began)\b", f"{before} {after}")
    had = (
        _HAD.search(before)
        and not _BEEN_TOLD.search(before)
        and not re.search(
            r"\b(?:have|has|'ve|' ?s) had\b|have "
            r"been",
            before,
        )
    )
    return (bool(had) and match.pattern.kind in {"condition", "diet_habit"}) or (
        bool(re.search(r"\b(?:was|were) (?:on|taking)\b", before)) and not _BEEN_TOLD.search(before)
    )


def has_ended(line: Line, match: Match) -> bool:
    """A denial that says it once was so: "no longer", "not any more"."""
    around = line.words(clause_start(line.tokens, match.first), clause_end(line.tokens, match.last))
    return bool(re.search(r"\bno longer\b|\bany ?more\b(?! than)", around))


def is_outgrown(line: Line, match: Match) -> bool:
    """Even a lasting condition is over when people say so outright."""
    around = line.words(clause_start(line.tokens, match.first), clause_end(line.tokens, match.last))
    return bool(
        re.search(
            r"\b(?:used to (?:have|be|get)|as a (?:kid|child|teen|teenager|baby)|no longer|resolved|"
            r"cleared up|in childhood)\b",
            around,
        )
    )


def _statement_end(line: Line, match: Match) -> int:
    """Index of the last token of the statement: to the clause's end, a new subject, or the comma after the match."""
    tokens = line.tokens
    end = clause_end(tokens, match.last)
    for place in range(match.last + 1, end + 1):
        if tokens[place].norm == "," or (
            tokens[place].norm == "i" and tokens[place - 1].norm not in {"when", "before"}
        ):
            return place - 1
        if tokens[place].norm == "and":
            return place - 1
    if end + 1 < len(tokens) and line.words(end + 1, end + 2).startswith("when i"):
        return clause_end(tokens, end + 1)
    return end
