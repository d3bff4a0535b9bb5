"""Decides of every match whether it is so, is not, was, might be, or is somebody else's.

Algorithm: cues with scopes, after NegEx (Chapman 2001) and ConText (Harkema 2009). A scope ends at a clause, at a new
subject or verb, at "just", "only" or "apart from", and runs through a list as far as the list runs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.findings import Assertion
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.people import Person, experiencer
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
_GONE = re.compile(
    r"^(?:(?:\w+ ){0,3})?(?:has|have|had|is|are|it|they|all|now|since|'s)? ?(?:gone|stopped|"
    r"resolved|cleared(?: up)?|disappeared|went away|settled|over now|stopped now)\b"
)
_PAST_BEFORE = re.compile(
    r"\b(?:used to|use to|previously|formerly|former|ex|history of|was on|were on|came off|come off|coming off|"
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
_HAD = re.compile(r"\b(?:had|was|were)(?: \w+){0,2}$")
_BEEN_TOLD = re.compile(r"\b(?:diagnosed|prescribed|put on|given|told|found|started|tested|born|always|since)\b")
_QUESTION_WORD = r"(?:should|can|could|would|will|do|does|did|is|are|might|may|shall|am|isnt|has|have)"
_QUESTION = re.compile(
    rf"^(?:(?:and|so|also|hi|hello|hey|well|please|but|or|then|ok|,|just) )*(?:(?:how|what|which|when|where|who|"
    rf"why) (?:\w+ )?)?{_QUESTION_WORD}(?: not)? "
    r"(?:i|it|this|that|they|we|you|he|she|my|the|these|there|anyone|people|someone)\b"
)
_ASKED = re.compile(rf"^(?:(?:and|so|also|but|or|then|ok|hi|hello|,) )*{_QUESTION_WORD}\b(?! not)")
"""Opens a question where the sentence ends with a question mark: "can vegans get cramps?"."""

_WH = re.compile(r"^(?:(?:and|so|also|but|ok|,) )*(?:what|which|how|who|where)(?: 's)?\b(?! long)")
_WHY = re.compile(r"\b(?:why|how come|how long|anyone else|normal (?:to|that))\b")
_DOUBT = re.compile(
    r"\b(?:if|what if|in case|whether|wonder(?:ing)?|worried (?:about|that|it|i)|scared (?:of|that|it|i)|afraid "
    r"(?:of|that|it|i)|"
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

_SUPPOSED = re.compile(r"\b(?:think|reckon|believe|guess|assume) (?:i|it|that|this|my)\b")
_OWN = re.compile(
    r"\b(?:my|these|this|the|because|since|from being|while|on top of)(?: \w+){0,2}$|\bmaking me(?: "
    r"\w+)?$"
)
_LEADS_ON = frozenset(words("think reckon believe guess suspect worried scared afraid wonder wondering suppose"))
_COMPARED = re.compile(r"\b(?:than|like|unlike|compared (?:to|with))(?: when i had| my| the| i had| a)*$")


@dataclass(frozen=True)
class Reading:
    """How one match is meant."""

    assertion: Assertion
    person: Person


def read_context(line: Line, matches: Sequence[Match], lasting: frozenset[str]) -> list[Reading]:
    """One reading for each match, in the same order.

    Args:
        line: the message.
        matches: what was found in it.
        lasting: ids of operations and conditions that a past tense does not end.
    """
    taken = frozenset(place for match in matches for place in match.places)
    readings = []
    for match in matches:
        person = experiencer(line.tokens, match.first)
        assertion: Assertion = "present"
        if _hypothetical(line, match, taken):
            assertion = "hypothetical"
        elif _negated(line, match, matches, taken):
            assertion = "past" if _ended(line, match) else "absent"
        elif _past(line, match) and (match.pattern.id not in lasting or _outgrown(line, match)):
            assertion = "past"
        readings.append(Reading("other_person" if person.other else assertion, person))
    return readings


def _clause_start(tokens: Sequence[Token], place: int) -> int:
    while place and tokens[place - 1].clause == tokens[place].clause:
        place -= 1
    return place


def _clause_end(tokens: Sequence[Token], place: int) -> int:
    while place + 1 < len(tokens) and tokens[place + 1].clause == tokens[place].clause:
        place += 1
    return place


def _negated(line: Line, match: Match, matches: Sequence[Match], taken: frozenset[int]) -> bool:
    tokens = line.tokens
    if match.negates_itself:
        return False
    before = line.words(_clause_start(tokens, match.first), match.first - 1)
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
                t for t in tokens[_clause_start(tokens, place) : place] if t.stem == NEG and t.segment == token.segment
            ]
            if not earlier:
                return False
        if token.norm in VERBS and tokens[place - 1].norm in JOINTS:
            return False
    return False


def _ended(line: Line, match: Match) -> bool:
    """A denial that says it once was so: "no longer", "not any more"."""
    around = line.words(_clause_start(line.tokens, match.first), _clause_end(line.tokens, match.last))
    return bool(re.search(r"\bno longer\b|\bany ?more\b(?! than)", around))


def _reaches(line: Line, negation: int, match: Match, taken: frozenset[int]) -> bool:
    """Whether a negating word's scope holds the match."""
    tokens = line.tokens
    after = line.words(negation + 1, match.first - 1)
    inside = line.words(negation + 1, match.last)
    if (_AFFIRMS.match(line.words(negation + 1, negation + 4)) and not after.startswith("all ")) or after.startswith(
        "'s"
    ):
        return False
    if tokens[negation].norm == "not" and negation:
        modal = tokens[negation - 1].norm
        if modal in {"can", "could"} or tokens[negation].end - tokens[negation].start > 4:
            return match.pattern.kind in _CAN_BAN and not _joined(tokens, negation, match.first)
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
    between = [t for t in tokens[negation + 1 : match.first] if not t.small and t.index not in taken]
    if len(between) > 3 or (re.search(r"\b(?:because|with|from|when|so|after|due)\b", after) and between):
        return False
    joints = [t.norm for t in tokens[negation + 1 : match.first] if t.norm in JOINTS]
    if not joints or "nor" in joints:
        return True
    if any(joint == "," for joint in joints[next((i for i, j in enumerate(joints) if j != ","), len(joints)) :]):
        return False
    if "," not in joints:
        return joints[-1] != "and" or not _describes(inside.split()[-1])
    tail = [t.norm for t in tokens[match.last + 1 : _clause_end(tokens, match.last) + 1]]
    return joints[-1] in {"or", "/"} or len(joints) > 1 or "or" in tail[:6] or "nor" in tail


def _describes(word: str) -> bool:
    """An adjective about oneself ("tired"): it starts a new statement rather than go on with a list of nouns."""
    return word.endswith(("ed", "y", "an", "ous")) or word in {"weak", "numb", "sick", "low", "down", "ill", "faint"}


def _joined(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(t.norm in {"and", "on", "with"} for t in tokens[first:last])


def _outgrown(line: Line, match: Match) -> bool:
    """Even a lasting condition is over when people say so outright."""
    around = line.words(_clause_start(line.tokens, match.first), _clause_end(line.tokens, match.last))
    return bool(
        re.search(
            r"\b(?:used to (?:have|be|get)|as a (?:kid|child|teen|teenager|baby)|no longer|resolved|"
            r"cleared up|in childhood)\b",
            around,
        )
    )


def _past(line: Line, match: Match) -> bool:
    tokens = line.tokens
    start = _clause_start(tokens, match.first)
    while start < match.first and any(
        t.norm in {"i", "now"} and t.segment > tokens[start].segment for t in tokens[start + 1 : match.first]
    ):
        start += 1
    before = line.words(start, match.first - 1)
    after = line.words(match.last + 1, _statement_end(line, match))
    if _STOPS.search(line.words(match.first, match.last)):
        return False
    cue = None
    for cue in _PAST_BEFORE.finditer(before):
        pass
    if cue and not (
        _STOPS.fullmatch(cue[0]) and re.search(r"\b(?:no|not|never|if|should i)\b(?: \w+)?$", before[: cue.start()])
    ):
        rest = before[cue.end() :]
        told = _BEEN_TOLD.search(before) if cue[0].startswith("was") else None
        moved_on = cue[0].endswith("ed from") and re.search(r"\bto\b", rest)
        if (
            not told
            and not moved_on
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
            r"\b(?:have|has|'ve) had\b|have "
            r"been",
            before,
        )
    )
    return (bool(had) and match.pattern.kind in {"condition", "diet_habit"}) or (
        bool(re.search(r"\b(?:was|were) (?:on|taking)\b", before)) and not _BEEN_TOLD.search(before)
    )


def _statement_end(line: Line, match: Match) -> int:
    """Index of the last token of the statement: to the clause's end, a new subject, or the comma after the match."""
    tokens = line.tokens
    end = _clause_end(tokens, match.last)
    for place in range(match.last + 1, end + 1):
        if tokens[place].norm == "," or (
            tokens[place].norm == "i" and tokens[place - 1].norm not in {"when", "before"}
        ):
            return place - 1
        if tokens[place].norm == "and":
            return place - 1
    if end + 1 < len(tokens) and line.words(end + 1, end + 2).startswith("when i"):
        return _clause_end(tokens, end + 1)
    return end


def _hypothetical(line: Line, match: Match, taken: frozenset[int]) -> bool:
    tokens = line.tokens
    start = _clause_start(tokens, match.first)
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
    whole = line.words(start, match.last)
    doubt = None
    for doubt in _DOUBT.finditer(before):
        pass
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
    if tokens[first].norm in {"which", "what", "how", "best"}:
        return tokens[first + 1].norm not in {"a", "happens"} if first + 1 < len(tokens) else False
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
