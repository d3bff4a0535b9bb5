"""Whether a match is denied: cues with scopes, after NegEx (Chapman 2001)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.line import Line, clause_end, clause_start
from bot.nlu.matcher import Match
from bot.nlu.text import NEG, Token
from bot.nlu.words import JOINTS, VERBS, words

_ENDS_NEGATION = frozenset(words("just only simply merely apart except besides excluding than i my im only"))

_AFFIRMS = re.compile(
    r"^(?:\w+ )?(?:stop|know|sure|only|just|help|helped|helping|wonder|doubt|matter|idea|understand|explain|"
    r"go(?:ing)? away|gone away|improv\w*|get rid|stand|cope|"
    r"bear|ignore|shake off|shift|all|every|everyone|wait|better|worse|long|until|going away|getting (?:better|"
    r"worse))\b"
)

_HAVING = frozenset(
    words(
        """have has had got get getting feel feeling felt take taking took eat eating drink drinking use using
        suffer suffering experience experiencing notice noticed noticing do doing smoke smoking think like want
        be been seem see really ever any on touch consume vape diagnosed"""
    )
)

_CAN_BAN = frozenset({"medication", "supplement", "food"})

_ANSWER_NO = re.compile(
    r"^(?:[:\-–?=] )*(?:no|none|nope|nil|never|negative|absent|not present|(?:is|are|was|were) "
    r"(?:negative|absent|fine|normal|ruled out)|ruled out|free)(?= [.,;!?)]| and\b| but\b|$)"
)


_RULED_OUT = re.compile(
    r"\b(?:negative for|ruled out|free (?:of|from)|clear (?:of|for))(?: (?!but\b|and i\b)[\w,]+){0,4}$"
)


_TIMED = re.compile(
    r"\b(?:since|for|in|all|over)\b.*\b(?:hour|day|night|week|month|year|yesterday|morning|today|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|weekend)s?$"
)
"""A denial that says for how long ends there: "no pee since yesterday, dizzy, dry mouth"."""

_DISLIKES = re.compile(
    r"\b(?:hate|hates|hated|dislike|dislikes|loathe|can not (?:stand|bear|abide|stomach)|(?:do|does) not like|"
    r"not (?:a (?:big )?fan of|keen on|into))\b"
)
_WAVED = frozenset({"forget", "skip", "sick"})
_DISMISSED = re.compile(r"\b(?:anything but|sick of|forget|skip|hold)(?: about)?(?: the| any| that)?$")
_DISGUSTS = re.compile(
    r"^(?:(?:is|are|be|tastes?|smells?|just|really|so|absolutely) )*(?:disgusting|gross|vile|revolting|yuck\w*|"
    r"makes? me (?:gag|retch|heave))\b"
)


def dismisses(line: Line, match: Match, matches: Sequence[Match]) -> bool:
    """Whether a match is no finding but waves a food away: "forget the mushrooms"."""
    waved = line.words(match.first, match.last)
    return match.pattern.kind == "symptom" and any(
        food.pattern.kind == "food" and _DISMISSED.search(line.words(match.first, food.first - 1))
        for food in matches
        if waved in _WAVED and 0 < food.first - match.last <= 3
    )


def is_denied(line: Line, match: Match, matches: Sequence[Match], taken: frozenset[int]) -> bool:
    """Whether a negating word's scope holds the match, an answer behind it says no, or a food is disliked."""
    tokens = line.tokens
    if match.negates_itself:
        return False
    if _answered_no(tokens, match):
        return True
    before = line.words(clause_start(tokens, match.first), match.first - 1)
    if match.pattern.kind == "food" and (
        _DISLIKES.search(before)
        or _DISMISSED.search(line.words(match.first - 4, match.first - 1))
        or _DISGUSTS.match(line.words(match.last + 1, match.last + 6))
    ):
        return True
    if _RULED_OUT.search(before):
        return True
    excepted = re.search(
        r"\b(?:apart from|except(?: for)?|besides|other than|aside from|but for|nothing but)(?: "
        r"\w+)?$",
        before,
    )
    if not excepted and _ANSWER_NO.match(line.words(match.last + 1, match.last + 6)):
        return True
    for place in range(match.first - 1, -1, -1):
        token = tokens[place]
        if token.clause != tokens[match.first].clause or token.norm in _ENDS_NEGATION:
            return False
        if token.stem == NEG and place in taken:
            if not any(m.negates_itself and place in m.places for m in matches):
                continue
            return False
        if token.stem == NEG:
            return _reaches(line, place, match, taken)
        if token.norm in VERBS and place not in taken and token.segment != tokens[match.first].segment:
            earlier = [
                t for t in tokens[clause_start(tokens, place) : place] if t.stem == NEG and t.segment == token.segment
            ]
            if not earlier:
                return False
        if token.norm in VERBS and tokens[place - 1].norm in JOINTS:
            return False
    return False


def _answered_no(tokens: Sequence[Token], match: Match) -> bool:
    """A question that the writer answers: "fever and chills? no"."""
    end = match.last
    while end + 1 < len(tokens) and tokens[end + 1].sentence == tokens[match.last].sentence:
        end += 1
    follow = [token.norm for token in tokens[end + 1 : end + 3]]
    alone = len(follow) < 2 or not follow[1][0].isalnum() or follow[1] in {"not", "none", "i"}
    return (
        tokens[end].norm == "?" and bool(follow) and follow[0] in {"no", "none", "nope", "never", "neither"} and alone
    )


def _reaches(line: Line, negation: int, match: Match, taken: frozenset[int]) -> bool:
    """Whether a negating word's scope holds the match."""
    tokens = line.tokens
    after = line.words(negation + 1, match.first - 1)
    inside = line.words(negation + 1, match.last)
    if (_AFFIRMS.match(line.words(negation + 1, negation + 4)) and not after.startswith("all ")) or after.startswith(
        ("'s", "' s")
    ):
        return False
    if tokens[negation].norm == "not" and negation:
        modal = tokens[negation - 1].norm
        if modal in {"can", "could"} or tokens[negation].end - tokens[negation].start > 4:
            return match.pattern.kind in _CAN_BAN and not _joined(tokens, negation, match.first)
        if modal in {"have", "has", "had"}:
            verb = next((t for t in tokens[negation + 1 : match.last + 1] if not t.mark), None)
            if verb and verb.index not in taken and verb.norm not in _HAVING and not verb.small:
                return False
        if modal in {"do", "does", "did", "would", "will"}:
            verb = next(
                (
                    t
                    for t in tokens[negation + 1 : match.last + 1]
                    if not t.mark and t.norm not in {"really", "even", "actually", "usually", "ever"}
                ),
                None,
            )
            if verb and verb.index not in match.places and verb.norm not in _HAVING and not verb.small:
                return False
    if tokens[negation].norm in {"barely", "hardly"} and negation and tokens[negation - 1].norm in {"can", "could"}:
        return False
    between = [t for t in tokens[negation + 1 : match.first] if not t.small and t.index not in taken]
    if len(between) > 3 or (re.search(r"\b(?:because|with|from|when|so|after|due)\b", after) and between):
        return False
    joints = [t.norm for t in tokens[negation + 1 : match.first] if t.norm in JOINTS]
    if not joints or "nor" in joints:
        return True
    first, _, listed = after.partition(" , ")
    if _TIMED.search(first) and not re.search(r"\b(?:or|nor|any)\b", listed):
        return False
    if any(joint == "," for joint in joints[next((i for i, j in enumerate(joints) if j != ","), len(joints)) :]):
        return False
    if "," not in joints:
        return joints[-1] != "and" or not _describes(inside.split()[-1])
    tail = [t.norm for t in tokens[match.last + 1 : clause_end(tokens, match.last) + 1]]
    return joints[-1] in {"or", "/"} or len(joints) > 1 or "or" in tail[:6] or "nor" in tail


def _describes(word: str) -> bool:
    """An adjective about oneself ("tired"): it starts a new statement rather than go on with a list of nouns."""
    return word.endswith(("ed", "y", "an", "ous")) or word in {"weak", "numb", "sick", "low", "down", "ill", "faint"}


def _joined(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(t.norm in {"and", "on", "with"} for t in tokens[first:last])
