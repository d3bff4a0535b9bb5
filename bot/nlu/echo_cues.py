"""Ways to speak of what was named before: "I stopped it", "they've gone", "I haven't started them", "so do I"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.findings import Assertion
from bot.nlu.words import either

TAKEN = frozenset({"medication", "supplement", "diet_habit", "food"})
HAD = frozenset({"symptom", "condition"})
_ANY = TAKEN | HAD | {"lifestyle"}
_IT = r"(?:it|them|that|those|these|this|any|either|one|both|all of (?:it|them))"
_ENDS = (
    r"(?= [.,;:!?)]| (?:because|after|in|last|on|and|but|as|so|cos|then|since|within|by|myself|thankfully|though|"
    r"either|yet|straight|cold)\b|$)"
)
_ALONE = r"(?= [.,;!?)]|$)"


@dataclass(frozen=True)
class Echo:
    """A way to speak of what was named before.

    Attributes:
        assertion: what it makes of it.
        kinds: of what kinds of things it speaks.
        of_others: it adds a finding beside what was said of another person, and leaves that as it is.
    """

    assertion: Assertion
    kinds: frozenset[str]
    pattern: re.Pattern[str]
    of_others: bool = False


STOPPED = Echo(
    "past",
    TAKEN,
    re.compile(
        r"(?<!not )(?<!never )(?<!to )(?<!should i )(?<!if i )\b"
        + either(
            r"""stopped; quit; binned; ditched; dropped; gave up; given up; chucked; finished; packed in; packed;
            came off; weaned off; (?:took|taken|taking) (?:me|him|her) off; (?:am|now|been) off"""
        )
        + rf"(?: (?:taking|on|with|doing|having))?(?: {_IT}(?: in)?)?{_ENDS}"
    ),
)
_SWAPPED = Echo(
    "past",
    TAKEN,
    re.compile(
        r"\b(?:so|and|then|but|,) (?:\w+ ){0,2}?(?:swapped|switched|changed|moved)(?: (?:it|me|him|her|them|"
        r"over)){0,2} (?:to|for|onto|on to)\b"
    ),
)
_NOT_STARTED = Echo(
    "hypothetical",
    TAKEN,
    re.compile(
        rf"\bnot (?:yet )?(?:started|begun|taken|tried|collected|picked|"
        rf"opened)(?: up)?(?: {_IT})?(?: up)?(?: yet)?{_ENDS}|"
        r"\b(?:yet to start|scared to (?:take|start|try)|"
        rf"start(?:ing)? {_IT} (?:tomorrow|tonight|next|on|when|this|in)|(?:pick|collect)(?:ing)? {_IT})\b"
    ),
)
_REFUSED = Echo(
    "absent",
    TAKEN,
    re.compile(
        rf"\b(?:i|we|he|she) (?:\w+ )?(?:said no|refused|declined|turned {_IT} down|(?:did|will|would) not (?:take|"
        rf"want|touch) {_IT}|never (?:took|started|take|touched) {_IT})\b"
    ),
)
_DENIED = Echo(
    "absent",
    HAD | {"supplement", "medication"},
    re.compile(
        either(
            rf"""\bi (?:do|did|have|am|was|had) not(?: (?:have|got|get|had|feel|take|like) (?:it|any|one|that|those|them|either|anything like that))?(?: (?:either|though|myself|thankfully|thank god))?(?= [.,;
            !?)]| but| just| -|$);
            (?<=[.?!,] )(?:neither|none of (?:them|those|these|that)|no to (?:both|all)){_ALONE};
            \b(?:it|this|that) (?:is|was) not(?: (?:it|that|the case))?{_ALONE}; \bnone (?:so far|yet)\b;
            \bnot (?:for )?me{_ALONE}"""  # noqa: E501
        )
    ),
    of_others=True,
)
_GONE = Echo(
    "past",
    HAD,
    re.compile(
        r"\b(?:it|that|this|they|those|all that)(?: (?:has|have|is|are|all|' ?s|was|were|finally|since|just|now|"
        r"pretty|much|mostly|then|eventually|soon))* "
        + either(
            rf"""gone(?= [.,;!?)]| now|$); stopped(?= [.,;!?)]| now|$); resolved; cleared(?: up)?; disappeared;
            went away; settled(?: down)?; passed; vanished; over{_ALONE}; behind me; better now;
            fine (?:now|since|again); sorted"""
        )
        + r"\b|\ball (?:gone|behind me|over now|fine now|clear now)\b|\bnow gone\b|(?<!\w )\b(?:nothing|none|"
        r"not) since\b|\bnot (?:had|happened)(?: (?:any|one|it|again))? since\b"
    ),
)
_ME_TOO = Echo(
    "present",
    _ANY,
    re.compile(
        r"\b(?:so (?:do|am|have|did) i|me too|same here|me included|i (?:do|am|have) too|as (?:do|am) i|like me|"
        r"i (?:\w+ ){1,2}(?:it|them|that|those|the same) (?:too|as well|myself))\b"
    ),
    of_others=True,
)
_THEIRS = Echo(
    "other_person",
    _ANY,
    re.compile(
        rf"\b(?:my|our) [\w ]{{2,20}}? (?:(?:does|is|has|did|do|are|have|was|were){_ALONE}|"
        r"(?:has|had|have|gets?|takes?) (?:it|them|this|that|one|the same)\b)|\bhers? was\b|\bhis was\b"
    ),
    of_others=True,
)
ECHOES = (STOPPED, _SWAPPED, _NOT_STARTED, _REFUSED, _DENIED, _GONE, _ME_TOO, _THEIRS)

MANY = re.compile(r"\b(?:them|those|these|they|either|both|all|neither)\b")
RAISED = re.compile(
    r"\b(?:ask\w*|mention\w*|told|tell|said|say|says|thought|think|thinks|reckons?|wonder\w*|list|checked|tested|test|"
    r"warned|convinced|suggest\w*|if|worried|about|do|does|did|have|can)\b"
)
"""Words that raise a thing without claiming it."""

CAUSED = re.compile(r"\b(?:gave|made|got|was|caused|because|due|had|with)\b")
