"""The words and forms that say that a thing is over. Regular expressions over the words of a statement."""

from __future__ import annotations

import re

from bot.nlu.statement import LIST
from bot.nlu.words import either, words

LONG_AGO_DAYS = 28
"""A point in time from which on what happened is over; until then it may come again."""

TAKEN = frozenset({"medication", "supplement", "diet_habit", "food", "lifestyle"})
_YOUNG = either(
    r"""as an? (?:kid|child|teen|teenager|baby|student|infant); as kids?; when (?:i|he|she) was (?!diagnosed);
    (?:in|during) (?:my|his|her) (?:teens|twenties|thirties|20s|30s|40s|youth|childhood); in childhood"""
)
_OUTGREW = r"recover\w* from; got over; grew out of; grown out of; outgrew; overcame; cured of"
STOPPED = re.compile(
    r"\b"
    + either(
        r"""came off; come off; been off; now off; (?:am|is) off; got off; stopped; stops; quit; gave up; given up;
        weaned off; tapered off; no longer; (?:switched|swapped|changed|moved) from; ditched; binned; dropped;
        chucked; taken off; (?:took|taken|taking) (?:me|him|her) off; finished; completed; done with; sworn off;
        packed in; kicked; not [^,]{0,30}any ?more"""
    )
    + rf"(?: (?:getting|having|taking|eating|drinking|using|being|a|the|courses?|round|my|of|on|old|daily|weekly|"
    rf"all))*{LIST}"
    r"(?: \w+)?$"
)
FAILS_TO_STOP = re.compile(r"\b(?:no|not|never|if|should i|will|would|can|could|have|to)\b(?: \w+)?$")
ONCE = re.compile(
    r"\b"
    + either(
        rf"""used to; use to; previously; formerly; former; previous; ex; past; once had; survived; in the past;
        {_OUTGREW}; (?:last|previous) pregnancy; {_YOUNG}; years ago i; last year i; last had; last took; i last;
        (?<!year )(?<!month )(?<!week )(?<!day )(?<!long )(?<!family )history of(?=(?: @| of| and| or| ,)*$)"""
    )
    + r"\b(?!.*(?:\bnow\b|(?:,|\band|\bthen) (?:\w+ )?(?:am|have|take|get|feel|go|started|on|is|has)\b))"
)
WAS_ON = re.compile(
    r"\b(?:was|were|had been|been) (?:once |also |briefly |a |an |on |taking |using |eating )+(?!.*\bnow\b)[^,]*$|"
    r"\b(?:was|were|had been)(?: once| also| briefly)?$|\btried(?: \w+){0,2}$"
)
TOLD = re.compile(
    r"\b(?:diagnosed|prescribed|put on|given|told|found|started|tested|born|always|since|(?:have|has) been|been|"
    r"have tried)\b"
)
SWAPPED = re.compile(r"\b(?:swapped|switched|changed|replaced|traded|exchanged|went)(?: from)?(?: my| the| being)*$")
FOR_ANOTHER = re.compile(r"^(?:for|with|to|over to)\b")
COURSE = re.compile(
    r"\b(?:(?:did|had|took|finished|completed|given|on) (?:(?:a|one|two|three|my|the|another|several|short|long|"
    r"full|week|\d+) )*(?:courses?|rounds?|weeks?|months?) of|(?:was|were|been) (?P<given>given))(?: [\w@,]+){0,2}$"
)
BRIEFLY = re.compile(
    r"^(?:[\w,]+ ){0,2}?for (?:(?:about|only|just) )?(?:an?|one|two|three|four|five|six|\d+|few|couple of) (?:day|"
    r"week|month|night)s?\b|^(?:in|last|back)\b"
)
BEFORE_THAT = re.compile(
    r"^(?:(?:right )?up )?(?:until|till|before) (?:i|they|we|he|she|my) (?:\w+ )?(?:cut|stopped|started|quit|gave|"
    r"came|went|had|got|changed|switched|moved|began|took)\b"
)
NOW_OTHER = re.compile(r"^,? ?(?:but |and )?(?:now|these days|nowadays)\b")
GONE = re.compile(
    r"^(?:(?:(?:from|in|with|around|on|of|at) )?[\w@]+ ){0,3}?(?:(?:has|have|had|is|are|it|they|all|now|since|"
    r"finally|then|' ?s|but|and|,|pretty|much|mostly|that|which) )*"
    + either(
        r"""gone(?! (?:from|to|on|up|down|numb|dead|white|blue|off|into|like|worse|tingly|back)); is over; behind me;
        subsided; stopped(?! (?:me|working|being));
        (?:was|were|been|is|are) (?:stopped|discontinued|withdrawn|replaced|swapped);
        (?:was|were|been) (?:changed|switched) to; resolved; cleared(?: up)?; disappeared; went away; died down;
        wore off; faded; settled; vanished; lifted; eased off completely; calmed down; passed(?! on| it| out);
        (?:over|better|fine|ok) now"""
    )
    + r"\b"
)
NOT_GONE = re.compile(r"\b(?:i|not|never|nearly|almost|until|once|if|when|will|would|wish)\b")
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
THEN = re.compile(
    r"\b"
    + either(
        rf"""(?:years|months) (?:ago|back); in the past; back (?:then|in|when); any ?more; at (?:school|uni|college);
        at the time; when (?:i|we|he|she) (?:was|were); (?<!since )last (?:year|winter|summer|spring|autumn);
        (?:until|till) (?:last|recently|about|(?:19|20)\d\d|(?:a|two|three|\d+) (?:year|month|week)s?|{_MONTH});
        (?:until|till) (?:i|he|she|we) (?:was|were|stopped|quit|moved|had|got|turned|went|met);
        (?:in|during|with) my (?:first|last|second|previous)?(?: ?pregnancy)"""
    )
    + r"\b"
)
AS_A_CHILD = re.compile(rf"\b{_YOUNG}\b")
FRAME = re.compile(
    rf"\b(?:{_YOUNG}|when i had|back when|back in|in (?:19|20)\d\d|years ago|last (?:year|winter|summer)|(?:first|"
    rf"last|previous) pregnancy|"
    r"during (?:my|the) (?:first |last )?pregnancy)\b(?! so i)(?!.*\b(?:now|still|since|but)\b)[^.]{0,30}?(?:,| i|"
    r" my)(?! (?:now|still|am|have|has|is|are))(?! \w+ (?:is|are|am)\b)[^.]{0,30}$"
)
"""A time that has passed, before the statement: "when I was pregnant I craved ice"."""

COMPARED = re.compile(r"\b(?:than|like|as)(?: (?:the|my|those|any))?(?: \w+)?$")
RELATIVE = re.compile(r"^(?:that |which )?(?:(?:i|he|she|we) (?:had|used to|got)|(?:ever )?(?:were|was|used to be))\b")
"""What a thing is compared with: "worse than the migraines I had"."""

STATES = frozenset(
    words("tired exhausted depressed stressed bloated confused constipated cramped dehydrated inflamed swollen blocked")
)
"""Forms on -ed that say how somebody is, and not what happened."""

GOES_ON = re.compile(r"\b(?:since|still|now|ever)\b")
HAD = re.compile(r"\b(?:had|was|were|did|took|got|suffered|went|ate|drank|gave|came)\b")
PERFECT = re.compile(r"\b(?:have|has|'ve|' ?s) (?:\w+ )?had\b|\bhave been\b")
LASTS = re.compile(
    r"\b(?:since|for the (?:last|past)|over the (?:last|past)|started|put|began|prescribed|diagnosed|on and off|"
    r"still|always|worse|noticed|born|every)\b"
)
NOW_NOT = re.compile(
    r"^(?:but|although|though|,|and) "
    + either(
        r"""not (?:now|any ?more|at the moment|lately|since); no longer; i (?:stopped|quit);
        (?:have )?(?:since )?stopped;
        (?:(?:it|that|they|i|all)(?: ' ?s| has| have| is| are| was| am)*(?: \w+){0,2}? )?(?:gone|fine|ok|sorted|stopped|cleared|settled|better)(?: up)?(?: now| since| again| these days)+;
        (?:it|that)(?: ' ?s| has)* been fine;
        (?:it|that|they)(?: ' ?s| has| have)* (?:gone|stopped|cleared|settled)"""  # noqa: E501
    )
    + r"\b"
)
NO_LONGER = re.compile(r"\b(?:no longer|no more|any ?more(?! than))\b")
SINCE = re.compile(
    r"^(?:(?:for|in) (?:(?:about|over|nearly|the last|the past|many) )?(?:[\da-z]+ (?:year|month|week)s?|years|"
    r"months|ages|decades|a (?:long )?(?:while|time))|(?:(?:ever|again|at all) )?since)\b"
)
FOR_LIFE = frozenset({"sex_female", "sex_male"})
CRISIS = frozenset({"suicidal_thoughts", "self_harm"})
LONG_AGO = re.compile(
    r"\b(?:used to|years? (?:ago|back)|months? ago|in the past|when i was|as a|history of|previously|once|last year|"
    r"had been|in my (?:teens|twenties|thirties))\b"
)
"""What it takes for these to be over; "when I'm gone" and a bare "any more" do not."""

OUTGROWN = re.compile(
    r"\b"
    + either(rf"used to (?:have|be|get); {_YOUNG}; no longer; resolved; cleared up; {_OUTGREW}; removed; reversed")
    + r"\b"
)

AGES_AGO = re.compile(r"\b(?:years?|decades?) (?:ago|back)(?: ,)?$")
"""Before the "I" of a statement: "ten years ago I ..."."""

REPORT = re.compile(
    r"(?:^|[.] )(?:(?:an?|the|this|our) (?:[\w-]+ ){0,4}?)?\d+ ?-? ?(?:years?|months?|weeks?|days?) ?-? ?old "
    r"(?:[\w-]+ ){0,4}?(?:man|woman|male|female|boy|girl|lady|gentleman|patient)\b[^.]*"
    r"\b(?:presented|was|were|had|described|reported|complained|came|developed|took|drank|ate|used|smoked)\b"
)
"""How a case report begins: "A 50-year-old woman presented with ..."."""
