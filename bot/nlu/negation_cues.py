"""The words and forms that deny, and those that only look like it. Regular expressions over words."""

from __future__ import annotations

import re

from bot.nlu.statement import LIST
from bot.nlu.words import either, words

ENDS = frozenset(words("just only simply merely apart except besides excluding than instead rather unless i"))
"""Words that a negation does not reach across."""

AFFIRMS = re.compile(
    r"^(?:(?:really|actually|even|seem to|able to|be|get|to|quite) )*"
    + either(
        r"""stop; stops; know; sure; only; just; helps?; helped; helping; works?; touch(?:es)?; eases?; wonder;
        doubt; matter; idea; understand; explain; go(?:ing)? away; gone; improv\w*; get rid; stand; cope; bear;
        ignore; shift; budge; ease; let up; shake (?:off|this|it|the|these|my); all; every; everyone; as; that;
        wait; better; worse; long; until; settl\w+; quite; getting (?:better|worse); surpris\w+; uncommon;
        unusual; unlike; mention; mind; get me started; tell you; relief; used to; a (?:day|night|week|moment);
        goes by; one (?:day|night) (?:goes|without)"""
    )
    + r"\b|^the (?:\w+ ){1,2}that\b"
)
"""What a negation is followed by when the thing itself is there: "can't stop getting cramps", "not only tired"."""

HAVING = frozenset(
    words(
        """have has had got get getting feel feeling felt take taking took eat eating drink drinking use using used
        suffer suffering suffered experience experiencing experienced notice noticed noticing do doing smoke smoking
        think like want be been being seem see seen really ever any on touch touched consume consumed vape diagnosed
        tried try need give given show showed shown found find develop developed"""
    )
)
"""Verbs whose denial denies the thing: "I don't get cramps", and not "I don't know why I cramp"."""

ADVERBS = frozenset(words("really even actually usually ever always currently normally generally myself personally"))
BANNED = frozenset({"medication", "supplement", "food"})
BANS = re.compile(r"^(?:\w+ )?(?:eat|have|drink|take|use|touch|tolerate|stomach|stand|abide|manage|face|cope with)\b")
"""What "can't" denies of a food or a medicine."""

DISLIKES = re.compile(
    r"\b"
    + either(
        r"""hates?; hated; dislikes?; loathes?; (?:do|does|did) not like;
        not (?:a (?:big )?fan of|keen on|into); refus\w+; declin\w+;
        refus\w+ to (?:take|eat|drink|touch|have|give (?:me|him|her)|prescribe); turned down;
        allerg\w+ to; intolerant to; steers? clear of; avoid(?:s|ing)?"""
    )
    + rf"{LIST}$"
)
RULED_OUT = re.compile(
    r"\b"
    + either(
        r"""negative for; ruled out; free (?:of|from); clear (?:of|for); no sign of; no evidence of; denies; denied;
        unlikely to be; not a case of; nothing to do with"""
    )
    + r"(?: (?!but\b|and i\b)[\w,]+){0,4}$"
)
_NO = either(
    r"""no; none; nope; nil; never; negative; clear; absent; not present; nothing; n / a; zero; not really;
    not at all; not that i know of; not any; not so far"""
)
ANSWER_NO = re.compile(
    r"^(?:(?:[:\-–—?=]|is|are|was|were|came back|come back|test(?:s|ed)?|screen(?:ing)?|results?|count|levels?|that|"
    r"scan) )*"
    rf"(?:{_NO}|(?:is|are|was|were|been) (?:all )?(?:negative|absent|ruled out)|ruled out|free)"
    r"(?= [.,;!?)]| and\b| but\b| \w+ ?[:\-–—]|$)"
)
"""An answer behind the thing: "coeliac screen: negative", "dizziness - no"."""

NO_PROBLEM = re.compile(
    r"^(?:has|have|is|are|was|were|do|does)? ?(?:not|never)(?: \w+ly)? (?:been |be )?(?:an?|my|the|any|really a)? ?"
    r"(?:problems?|issues?|thing|trouble|concern|bother\w*|feature|worry)\b"
)
"""Dizziness "has never been a problem"."""

_NAMES = "problems? issues? trouble difficult\\w+ signs? hint trace bouts? feelings? complaints? evidence"
NAMED_AS = re.compile(rf"\b(?:{'|'.join(words(_NAMES))}) (?:with|of|on|in|about) ")
CARRIERS = frozenset(
    words("problem problems issue issues trouble difficulty difficulties sign signs hint trace bout bouts call")
)
"""Words that only carry the thing: "no trouble swallowing"."""

NOT_UNTIL = re.compile(
    r"^(?:at all |ever |before )?(?:until|till|before) (?:i|my|the|they|he|she|we|this|starting|taking|going|having|"
    r"getting|\w+ing)\b"
)
"""What was never there before and is now: "never had cramps until I started the statin"."""

NOT_SAID = re.compile(r"\b(?:would|can|could) not (?:really |honestly )?say (?:that )?(?:i|he|she|it|my)\b[^,]*$")
NOT_SO = re.compile(r"\b(?:rather than|as opposed to|instead of)(?: the| any| a)?$")
EXCEPTED = re.compile(
    r"\b(?:apart from|except(?: for)?|besides|other than|aside from|but for|nothing but|anything but)(?: \w+)?$"
)
WAVED = frozenset({"forget", "skip", "sick"})
DISMISSED = re.compile(r"\b(?:anything but|sick of|forget|skip|hold)(?: about)?(?: the| any| that)?$")
DISGUSTS = re.compile(
    r"^(?:(?:is|are|be|tastes?|smells?|just|really|so|absolutely) )*(?:disgusting|gross|vile|revolting|yuck\w*|"
    r"makes? me (?:gag|retch|heave))\b"
)
TIMED = re.compile(
    r"\b(?:since|for|in|all|over)\b.*\b(?:hour|day|night|week|month|year|yesterday|morning|today|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|weekend)s?$"
)
"""A denial that says for how long ends there: "no pee since yesterday, dizzy, dry mouth"."""
