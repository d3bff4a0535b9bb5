"""Whether a match is asked about, feared or planned, and not claimed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.line import Line, clause_start
from bot.nlu.matcher import Match
from bot.nlu.text import NEG, Token
from bot.nlu.words import SUBJECTS, words

_QUESTION_WORD = r"(?:should|can|could|would|will|do|does|did|is|are|might|may|shall|am|isnt|has|have)"

_QUESTION = re.compile(
    rf"^(?:(?:and|so|also|hi|hello|hey|well|please|but|or|then|ok|,|just) )*(?:(?:how|what|which|when|where|who|"
    rf"why) (?:\w+ )?)?{_QUESTION_WORD}(?: not)? "
    r"(?:i|it|this|that|they|we|you|he|she|my|(?<!has )the|these|there|anyone|people|someone)\b"
)
"""Opens a question. "Has the runs" opens none: it goes on with what "she" has."""

_ASKED = re.compile(rf"^(?:(?:and|so|also|but|or|then|ok|hi|hello|,) )*{_QUESTION_WORD}\b(?! not)")
"""Opens a question where the sentence ends with a question mark: "can vegans get cramps?"."""

_DROPPED_SUBJECT = re.compile(
    r"^(?:is|are|was|has|have|had|been) (?:\w+(?:ing|ed)|passed|sick|dizzy|weak|numb|drowsy|blue|pale|floppy|"
    r"stiff|hot|cold|unconscious)\b"
    r"(?! (?:a|an|the|caused|linked|due|related|normal|common|bad|dangerous|serious|from|because))"
)
"""A statement about "he", "she" or "I" that leaves the word out: "is vomiting blood", "has passed out"."""

_WH = re.compile(r"^(?:(?:and|so|also|but|ok|,) )*(?:what|which|how|who|where)(?: ' ?s)?\b(?! long)")

_WHY = re.compile(r"\b(?:why|how come|how long|anyone else|normal (?:to|that))\b")

_DOUBT = re.compile(
    r"\b(?:(?<!as )if|what if|in case|whether|wonder(?:ing)?|worried (?:about|that|it|i)|scared (?:of|that|it|i)|"
    r"afraid (?:of|that|it|i)|"
    r"might(?: be| have)?|could (?:it )?be|could have|may be|may have|maybe|perhaps|possibly|possible|suspect|risk "
    r"of|prevent|avoid getting|signs? of|symptoms? of|cause of|"
    r"(?:treatment|remedy|good|cure) for|should i|instead of|someone with|people with|about to start|recommended|"
    r"suggested|heard that|read that|google says)\b"
)

_INTENDED = re.compile(
    r"\b(?:thinking (?:of|about)|considering|planning|plan to|want(?:ing)? to|going to (?:start|"
    r"try|take))\b"
)
"""A plan makes a medicine or diet hypothetical, and never a symptom: "thinking of ending it" is present."""

_HOW_MUCH = re.compile(r"\b(?:how (?:much|many)|(?:what|which|right|best|safe) (?:dose|dosage|amount))\b")
_TAKEN = frozenset({"supplement", "medication", "food"})

_SUPPOSED = re.compile(r"\b(?:think|reckon|believe|guess|assume) (?:i|it|that|this|my)\b")

_HEARSAY = frozenset({"read that", "heard that", "google says"})
_ACTED_ON = re.compile(r"^(?:\w+ ){0,8}so (?:now )?(?:i|we) (?!wonder|was wondering|want|should|could|thought)\w+")
"""What was read of and then done: "I read that Brazil nuts help so I get through a bag a day"."""

_CRISIS = frozenset({"suicidal_thoughts", "self_harm"})
_OWN_LIFE = re.compile(r"\bmyself\b|\bmy (?:own )?life\b")
"""Doubt takes nothing from these: "I might as well top myself", "should I kill myself"."""

_OWN = re.compile(
    r"\b(?:my|our|his|her|these|this|the|because|since|from being|while|on top of)(?: (?:' ?)?\w+){0,2}(?: ' ?s)?$|"
    r"\bmaking me(?: \w+)?$"
)

_LEADS_ON = frozenset(words("think reckon believe guess suspect worried scared afraid wonder wondering suppose"))

_COMPARED = re.compile(r"\b(?:than|like|unlike|compared (?:to|with))(?: when i had| my| the| i had| a)*$")


def is_unclaimed(line: Line, match: Match, taken: frozenset[int]) -> bool:
    """Whether the match is in a question, a fear or a plan. "Why do my legs cramp?" claims the cramps."""
    tokens = line.tokens
    start = clause_start(tokens, match.first)
    for place in range(match.first - 1, start, -1):
        if (
            tokens[place].norm in {"i", "my"}
            and tokens[place].segment != tokens[place - 1].segment
            and tokens[place - 1].norm not in _LEADS_ON
        ):
            start = place
            break
    before = line.words(start, match.first - 1)
    if _COMPARED.search(before):
        return False
    if _WHY.search(before):
        return False
    if match.pattern.kind in _TAKEN and _HOW_MUCH.search(before):
        return True
    whole = line.words(start, match.last)
    if match.pattern.id in _CRISIS and _OWN_LIFE.search(whole):
        return False
    doubt = next(reversed(list(_DOUBT.finditer(before))), None)
    if doubt and doubt[0] in _HEARSAY and _ACTED_ON.search(line.words(match.last + 1, match.last + 16)):
        return False
    if doubt and not re.search(r"\b(?:because|since|but)\b", before[doubt.end() :]):
        if match.pattern.kind in {"symptom", "medication", "diet_habit"} and re.search(
            r"\b(?:my|these|this)(?: "
            r"\w+){0,2}$|\b(?:stop|stopping|off)(?: \w+){0,2}$",
            before,
        ):
            return False
        return "not sure why" not in before
    if match.pattern.kind in {"diet_habit", "profile"} and before.endswith("for"):
        return True
    if (match.pattern.kind != "symptom" and _INTENDED.search(before)) or (
        match.pattern.kind == "condition" and _SUPPOSED.search(before)
    ):
        return True
    asked = bool(_opens_with_question(line, match, taken))
    for begin in _segment_starts(tokens, start, match.first):
        text = line.words(begin, match.last)
        asked = (
            asked
            or bool(_QUESTION.match(text))
            or bool(_ends_asking(line, match.last) and (_WH.match(text) or _ASKED.match(text)))
        )
    if not asked:
        return False
    if re.search(r"\bdo (?:not )?(?:get|have|take|eat|feel|drink)\b", whole) and re.match(r"^(?:i )?do\b", whole):
        return False
    own = _OWN.search(before)
    if own and not re.match(r"the$|the \w+$", own[0]):
        return False
    if match.pattern.kind == "medication" and re.search(
        r"\b(?:with|while on|on|alongside|stop|stopping|off|the|"
        r"taking|mix \w+ with)(?: taking)?(?: the| my)?$",
        before,
    ):
        return bool(re.search(r"\b(?:should|can|could) i take$", before))
    return not re.search(r"\bthe$", before)


def _opens_with_question(line: Line, match: Match, taken: frozenset[int]) -> bool:
    """A sentence that begins "which antibiotic", "is magnesium", "does a low ...", without its question mark."""
    tokens = line.tokens
    first = match.first
    while first and tokens[first - 1].sentence == tokens[first].sentence:
        first -= 1
    if tokens[first].clause != tokens[match.first].clause or any(
        t.norm in {"i", "my"} for t in tokens[first : match.first]
    ):
        return False
    if tokens[first].norm in {"symptoms", "signs"} and line.words(first + 1, first + 1) == "of":
        return True
    if tokens[first].norm in {"does", "do"} and first + 1 < len(tokens) and not tokens[first + 1].small:
        return True
    if tokens[first].norm in {"which", "what", "how", "best"}:
        told = {"a", "happens", *SUBJECTS}
        return tokens[first + 1].norm not in told if first + 1 < len(tokens) else False
    if _DROPPED_SUBJECT.match(line.words(first, first + 2)) and not _ends_asking(line, match.last):
        return False
    return (
        bool(_ASKED.match(tokens[first].norm + " "))
        and tokens[first + 1].stem != NEG
        and (
            first + 1 in taken
            or tokens[first + 1].norm in {"a", "an", "there", "too", "taking", "eating", "low", "being"}
        )
    )


def _ends_asking(line: Line, place: int) -> bool:
    tokens = line.tokens
    return any(t.norm == "?" for t in tokens[place : place + 40] if t.sentence == tokens[place].sentence)


def _segment_starts(tokens: Sequence[Token], start: int, place: int) -> list[int]:
    return [start] + [i for i in range(start + 1, place + 1) if tokens[i].segment != tokens[i - 1].segment]
