"""Whether a match is denied: cues with scopes, after NegEx (Chapman 2001) and ConText (Harkema 2009)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu import negation_cues as cues
from bot.nlu.line import Line, clause_end, clause_start
from bot.nlu.matcher import Match
from bot.nlu.statement import Statement
from bot.nlu.text import NEG
from bot.nlu.words import JOINTS


def dismisses(line: Line, match: Match, matches: Sequence[Match]) -> bool:
    """Whether a match is no finding but waves a food away: "forget the mushrooms"."""
    waved = line.words(match.first, match.last)
    return match.pattern.kind == "symptom" and any(
        food.pattern.kind == "food" and cues.DISMISSED.search(line.words(match.first, food.first - 1))
        for food in matches
        if waved in cues.WAVED and 0 < food.first - match.last <= 3
    )


def is_denied(said: Statement, matches: Sequence[Match]) -> bool:
    """Whether a negating word's scope holds the match, an answer behind it says no, or a food is disliked."""
    match, tokens = said.match, said.line.tokens
    if match.negates_itself:
        return False
    if _denied_inside(said) or cues.NOT_SAID.search(said.line.words(said.first, match.first - 1)):
        return True
    before = said.before
    if match.pattern.kind in cues.BANNED and cues.DISLIKES.search(before):
        return True
    if match.pattern.kind == "food" and (
        cues.DISMISSED.search(said.line.words(match.first - 4, match.first - 1))
        or cues.DISGUSTS.match(said.line.words(match.last + 1, match.last + 6))
    ):
        return True
    if cues.RULED_OUT.search(said.line.words(said.first, match.first - 1)):
        return True
    if cues.NO_PROBLEM.match(said.after) or (match.pattern.kind == "symptom" and cues.NOT_SO.search(before)):
        return True
    for place in range(match.first - 1, said.first - 1, -1):
        token = tokens[place]
        if token.norm in cues.ENDS:
            return False
        if token.stem != NEG or token.norm in {"hardly", "barely"}:
            continue
        if place not in said.taken:
            return _reaches(said, place)
        if any(other.negates_itself and place in other.places for other in matches):
            return False
    return False


def _denied_inside(said: Statement) -> bool:
    """ "My periods aren't heavy": the negation stands between the words of the phrase."""
    inside = said.inside.split()
    return bool({"not", "never"} & set(inside)) and not {"only", "just", "stop", "stopped"} & set(inside)


def is_answered_no(said: Statement) -> bool:
    """A "no" behind the thing: "dizziness - no", "coeliac screen: negative", "fever and chills? no"."""
    match, tokens = said.match, said.line.tokens
    answer = cues.ANSWER_NO.match(said.line.words(match.last + 1, match.last + 8))
    if answer and not match.negates_itself and not cues.EXCEPTED.search(said.before):
        return True
    end = match.last
    while end + 1 < len(tokens) and tokens[end + 1].sentence == tokens[match.last].sentence:
        end += 1
    follow = [token.norm for token in tokens[end + 1 : end + 3]]
    alone = len(follow) < 2 or not follow[1][0].isalnum() or follow[1] in {"not", "none", "i"}
    return (
        tokens[end].norm == "?" and bool(follow) and follow[0] in {"no", "none", "nope", "never", "neither"} and alone
    )


def _reaches(said: Statement, negation: int) -> bool:
    """Whether a negating word's scope holds the match."""
    match, tokens, line = said.match, said.line.tokens, said.line
    after = cues.NAMED_AS.sub("", line.words(negation + 1, match.first - 1) + " ").strip()
    if tokens[negation].norm == "nobody" or cues.NOT_UNTIL.match(said.after) or _twice(said, negation):
        return False
    if (
        cues.AFFIRMS.match(line.words(negation + 1, negation + 4)) and not after.startswith("all ")
    ) or after.startswith(("'s", "' s")):
        return False
    if tokens[negation].norm == "not" and negation and not _denies_by_verb(said, negation):
        return False
    between = [
        t
        for t in tokens[negation + 1 : match.first]
        if not t.small and t.index not in said.taken and t.norm not in cues.CARRIERS
    ]
    if len(between) > 3 or (re.search(r"\b(?:because|with|from|when|so|after|due)\b", after) and between):
        return False
    joints = [t.norm for t in tokens[negation + 1 : match.first] if t.norm in JOINTS]
    if not joints or "nor" in joints:
        return True
    first, _, listed = after.partition(" , ")
    if cues.TIMED.search(first) and not re.search(r"\b(?:or|nor|any)\b", listed):
        return False
    if any(joint == "," for joint in joints[next((i for i, j in enumerate(joints) if j != ","), len(joints)) :]):
        return False
    if "," not in joints:
        return joints[-1] != "and" or not _describes(tokens[match.last].norm)
    tail = [t.norm for t in tokens[match.last + 1 : clause_end(tokens, match.last) + 1]]
    return joints[-1] in {"or", "/"} or len(joints) > 1 or "or" in tail[:6] or "nor" in tail


def _twice(said: Statement, negation: int) -> bool:
    """Two negations make none: "not a day without cramps", "there isn't a day I don't cramp"."""
    line = said.line
    before = line.words(clause_start(line.tokens, negation), negation - 1)
    without = line.tokens[negation].norm == "without" and re.search(r"\b(?:not|never|no)\b", before)
    return bool(without or re.search(r"\b(?:not|never) an? (?:day|night|week|hour)\b", before))


def _denies_by_verb(said: Statement, negation: int) -> bool:
    """Whether the verb that "not" belongs to speaks of having, taking or being the thing."""
    match, tokens = said.match, said.line.tokens
    auxiliary = tokens[negation - 1].norm
    if auxiliary in {"can", "would", "could"} and said.line.words(negation + 1, negation + 1) == "say":
        return True
    if auxiliary in {"can", "could"} or tokens[negation].end - tokens[negation].start > 4:
        joined = any(t.norm in {"and", "on", "with"} for t in tokens[negation : match.first])
        banned = cues.BANS.match(said.line.words(negation + 1, negation + 4))
        return match.pattern.kind in cues.BANNED and bool(banned) and not joined
    if auxiliary in {"do", "does", "did", "would", "will", "have", "has", "had"}:
        following = tokens[negation + 1 : match.last + 1]
        verb = next((t for t in following if not t.mark and t.norm not in cues.ADVERBS), None)
        if verb and verb.index not in said.taken and verb.norm not in cues.HAVING and not verb.small:
            return False
    return True


def _describes(word: str) -> bool:
    """An adjective about oneself ("tired"): it starts a new statement rather than go on with a list of nouns."""
    return word.endswith(("ed", "y", "an", "ous")) or word in {"weak", "numb", "sick", "low", "down", "ill", "faint"}
