"""The words that name people, and what they do. Closed lists of everyday English."""

from __future__ import annotations

import re

from bot.nlu.numerals import NUMBER
from bot.nlu.words import either, words

MALE = frozenset(
    words(
        """dad father brother grandad grandpa grandfather uncle husband boyfriend man gentleman male nephew son boy
        grandson bf hubby fiance he his him himself"""
    )
)
FEMALE = frozenset(
    words(
        """mum mother sister gran nan nana granny grandma grandmother aunt auntie aunty wife girlfriend woman lady
        female niece daughter girl granddaughter gf she her hers herself"""
    )
)
PRONOUNS = frozenset(words("he his him himself she her hers herself"))
FIRST_PERSON = frozenset(words("i my me we our mine myself"))
GENERIC = frozenset(
    words("man woman lady gentleman male female patient boy girl child infant baby toddler teenager newborn mother")
)
BABIES = frozenset(words("baby newborn infant toddler"))
ENDS_PHRASE = frozenset(["i", "and", ",", "am", "my", "our", "his", "her", "their"])
ACQUAINTANCES = frozenset(words("friend mate cousin colleague neighbour neighbor flatmate"))
CROWD = ACQUAINTANCES | frozenset(words("people vegans family parents someone somebody relative twins boss"))
"""Hardly ever the one a talk is about when only a relative's word stands there; "a friend" needs more."""

ROLES = frozenset(words("doctor gp nurse pharmacist consultant dietitian physio dentist specialist"))
TAKES = frozenset(
    words("take took taken taking eat ate eaten eating drink drank drinking swallow swallowed use used using borrowed")
)
ONE = frozenset(["a", "an", "one"])
OWNERS = frozenset(["my", "our", "his", "her", "their", "the"])
MINE = frozenset(words("on do am take took have feel felt get eat drink not no never also got tired smoke"))
"""Openings of a list item that drops the "I": an aside about a relative ends there."""

AGED = re.compile(
    rf"^(?:my|our|an?|this|the) (?:\w+ ){{0,2}}?(?P<n>{NUMBER})(?: -| )*(?:yo\b|"
    r"(?P<unit>year|month|week|day)s?(?: -| )*old\b)"
)
SPEAKS = re.compile(
    r"^(?:(?:am|was|have|had|do|did|just|really|also|not|would|can|could|should|will|only|so|very|got|been|must|"
    r"always|bit|a|keep|still|now) )*"
    + either(
        r"""think; thought; notic; see\b; saw; know; knew; believ; worr; scared; concern; afraid; ask; writ; wonder;
        guess; hope; giv; gave; feed; fed\b; breast; nurs; tell; told; sa[iy]; found; call; read; heard; help;
        sure; mean; look(?:ing)? after; suspect; watch; her\b; his\b;
        (?:need|want)(?:ed)? to (?:give|know|help|ask);
        (?:take|took|put|start(?:ed)?|bring|brought) (?:him|her|my)\b;
        (?:get|lift|hold|keep|press|rouse|wake|hear) (?:him|her|it|any|the)\b"""
    )
)
"""What an "I" does that says nothing of the writer's body: "I think he ...", "can I give her ..."."""

REPORTS = re.compile(
    r"^(?:(?:has|have|had|is|was|also|always|just|keeps?|kept|all|both) )*"
    + either(
        r"""says?; said; saying; reports?; reported; reckons?; thinks?; thought; noticed; notices; told; tells?;
        telling; swears?; suggest\w*; wants?; insists?; worr\w+; asked; found; wonders?; believes?; convinced;
        recommends?; recommended; mentioned; points? out; pointed out; nags?; made me"""
    )
    + r"\b"
)
"""What a relative does that is about somebody else: "my sister thinks I'm low in iron"."""

FAMILY = re.compile(r"^family history\b")
RUNS = re.compile(
    r"\b(?:runs?|common) in (?:the|my|our|his|her) family\b|\bin (?:my|our|the) family\b|\b(?:dad|mum|father|mother|"
    r"family)(?: ?' ?s)? side\b"
)
