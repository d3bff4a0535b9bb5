"""The words and forms that ask, fear, plan or guess. Regular expressions over the words of a statement."""

from __future__ import annotations

import re

from bot.nlu.words import either

_START = r"^(?:(?:and|so|also|hi|hello|hey|well|please|but|or|then|ok|just|now|basically|,|:|- ?|@) )*"
_AUXILIARY = r"(?:should|can|could|would|will|do|does|did|is|are|might|may|shall|am|has|have|was|were)"

QUESTION = re.compile(
    rf"{_START}(?:(?:how|what|which|when|where|who|why) (?:[\w']+ ){{0,2}})?{_AUXILIARY}(?: not)? "
    r"(?:i|it|this|that|they|we|you|he|she|my|(?<!has )(?<!have )(?:the|these|there)|anyone|people|someone)\b|"
    rf"{_START}does (?!(?:not|n't|have|feel|get|it|this)\b)\w+ \w+|"
    rf"{_START}(?:can|could|does|would|will|should) "
    r"(?:@|too|taking|eating|having|cutting|stopping|being|low|high|an?|lack)(?= )|"
    rf"{_START}(?:is|are) (?:@ )+(?:an?|the|due|caused?|causing|related|linked|good|bad|normal|ok|safe|from|common|"
    r"serious|something|any|dangerous|why)\b"
)
"""Opens a question, with or without its mark. "Has the runs" opens none: it goes on with what "she" has."""

ASKED = re.compile(rf"{_START}(?:{_AUXILIARY}|what|which|how|who|where|any)\b(?! not)(?! long)(?! come)")
"""Opens a question where the sentence ends with a question mark: "can vegans get cramps?"."""

HABIT = re.compile(r"^(?:i )?do (?:not )?(?:get|have|take|eat|feel|drink)\b")
"""Opens none: "do get cramps"."""

CLAIMS = re.compile(
    r"\b"
    + either(
        r"""why; how come; how long; (?:any|some)(?:one|body) else; normal (?:to|that|for); when i; whenever;
        makes? me; how (?:do|can) i (?:stop|get rid|treat|help); what can i (?:do|take|eat) (?:for|about|to);
        (?:be|am i|is it right to be) (?:worried|concerned) about;
        (?:can|may|should) i (?:still )?(?:take|eat|have|drink|do|use) (?:\w+ ){1,3}if"""
    )
    + r"\b"
)
"""Questions about a thing that is there."""

SAFE_IF = re.compile(
    r"\b(?:(?:safe|ok|okay|alright|fine|dangerous|bad) (?:to|for)|(?:can|may) i (?:still )?(?:take|eat|have|drink|"
    r"do|use))\b.*\bif (?:i|he|she|you) (?:am|is|are|have|has|get|gets|take|takes|already)\b(?! to\b)[^,]*$"
)
"""Asks what is safe for somebody who has the thing: "is it ok to run if I get palpitations"."""

DOUBT = re.compile(
    r"\b"
    + either(
        r"""(?<!as )(?<!even )if; what if; in case; whether; (?<!no )wonder(?:ing|ed)?;
        worried (?:about|that|it|i|this);
        (?:scared|frightened|terrified|petrified|paranoid|afraid) (?:of|that|it|i|this|about);
        fear(?:ing)? (?:of|it|that|this)?; might(?: be| have)?; could (?:it )?be; could (?:cause|have|mean|help);
        may (?:be|have|cause); (?:maybe|perhaps|possibly)(?! \d); possible; potential; probably (?:just )?;
        suspect\w*; query; risk of; prevent; avoid getting; (?<!no )signs? of; symptoms? of; causes? of;
        (?:treatment|remedy|good|cure) for; should i; instead of; (?:someone|people|anyone|those) with;
        recommended; heard; read (?:that|about|somewhere); google\w*; apparently; side effects?;
        warn\w* (?:me )?(?:about|of|that); can (?:cause|give|lead); (?:the )?talk of; look(?:ed|ing)? into;
        tik ?tok; leaflet; convinced; mentioned; rul(?:e|es|ing) out; await\w*; waiting (?:on|for);
        (?:test|check|screen|investigat|assess)\w* (?:me |him |her )?for; end(?:ing)? up with;
        any(?:one|body) tried; thoughts on; (?:what|how) about; opinions? on; experiences? (?:with|of)"""
    )
    + r"\b"
)
PLAN = re.compile(
    r"\b"
    + either(
        r"""thinking (?:of|about); consider(?:ing)?; planning; plan to; (?<!not )want(?:s|ing)? (?:to|me|him|her);
        would like to; going to (?:start|try|take|go|ask|get|buy); about to; due to (?:start|have);
        (?:is|are|am) (?:starting|having|trying); starts? (?:next|on|tomorrow); suggest\w*; offer\w*;
        worth (?:trying|taking|a go); try(?:ing)? to get; been told to (?:take|try|start);
        need to (?:start|take|try|get); waiting (?:for|to); ask(?:ing)? (?:for|about); interested in;
        not (?:yet )?(?:started|begun)(?: taking| on)?; yet to start; tempted (?:to|by); toying with; debating;
        (?<!not )keen (?:to|on); curious about; before i (?:start|try|buy|take); bring\w* home; bought; ordered;
        advis\w*"""
    )
    + r"\b"
)
"""A plan makes a medicine or diet hypothetical, and never a symptom: "thinking of ending it" is present."""

TAKES_NOW = re.compile(
    r"\b(?:am (?:on|taking)|i take|i have|(?<!not )(?<!not yet )started|"
    r"been (?:on|taking)|since|now|and take|take it)\b"
)
HOW_MUCH = re.compile(r"\b(?:how (?:much|many)|(?:what|which|right|best|safe) (?:dose|dosage|amount))\b")
_LAYMAN = (
    r"(?:(?:my|our|his|her|the) )?(?:friend|mate|mum|mam|dad|sister|brother|wife|husband|partner|boyfriend|girlfriend|"
    r"gran|nan|colleague|boss|neighbour|flatmate|cousin|son|daughter|everyone|everybody|people|someone|internet|google|"
    r"trainer)s?"
)
GUESS = re.compile(
    r"\b"
    + either(
        rf"""{_LAYMAN} (?:\w+ )?(?:thinks?|reckons?|says?|said|swears?|suggest\w*|wonders?|believes?|sure|insists?|keeps? saying);
        (?:doctor|gp|nurse|consultant|he|she|they) (?:\w+ )?(?:thinks?|wonders?|suspects?|queried|is checking) (?:it|i|that|he|she) (?:might|may|could);
        (?:i|we) (?:\w+ )?(?:think|thought|reckon|believe|guess|assume[sd]?|suppose|feared|diagnosed myself)(?: that)? (?:i|it|that|this|my|he|she|of);
        of course i thought; so i thought; thought (?:it|this|i|of); looks? like; sounds? like; reads? like"""  # noqa: E501
    )
    + r"\b[^.]*$"
)
"""A layman's word for an illness."""

HEARSAY = frozenset({"heard", "read that", "read about", "read somewhere", "tik tok", "tiktok", "recommended"})
ACTED_ON = re.compile(r"^(?:[\w@']+ ){0,8}so (?:now )?(?:i|we) (?!wonder|was wondering|want|should|could|thought)\w+")
"""What was read of and then done: "I read that Brazil nuts help so I get through a bag a day"."""

OWN_LIFE = re.compile(r"\bmyself\b|\bmy (?:own )?life\b")
"""Doubt takes nothing from these: "I might as well top myself", "should I kill myself"."""

OWN = re.compile(
    r"\b(?:my|our|his|her|your|these|this|because|since|from being|while|on top of|due to|on account of|as i (?:am|"
    r"have))(?: (?:' ?)?[\w@]+){0,2}(?: ' ?s)?$|\bmak(?:es?|ing) me(?: \w+)?$|\b(?:for|with|of) (?:the|this|these|"
    r"all this)(?: \w+)?$"
)
"""What is presupposed inside a question: "is it safe for my cramps"."""

BRINGS = re.compile(
    r"\b(?:will|would|could|can|might|going to|does)\b.*\b(?:make|cause|give|turn|affect|damage|mean)\b(?: \w+){0,3}$"
)
"""Asks what may come: "will it make my hair fall out"."""

COMPARED = re.compile(r"\b(?:than|like|unlike|compared (?:to|with))(?: when i had| my| the| i had| a)*$")
WITH = re.compile(
    r"\b(?:with|while on|while taking|on|alongside|stop(?:ping)?|come off|off|mix [\w@]+ with|and|now i take|increase|"
    r"reduce|lower|change|up|swap|skip)(?: taking)?(?: the| my)?$"
)
CROWDS = frozenset({"vegans", "vegetarians", "diabetics", "coeliacs", "alcoholics", "smokers"})
"""Said of people in general: "can vegans get cramps"."""

SIGNS_OF = re.compile(r"^(?:symptoms?|signs?) of\b")
"""Opens a search rather than a complaint: "symptoms of a heart attack"."""
