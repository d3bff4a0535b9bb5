"""What a message holds beside findings: whom it is about, a bare answer, a question, words that nothing matched."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.findings import Finding
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.quantities import Detail
from bot.nlu.text import Token
from bot.nlu.words import BREAKS, NUMBERS, PEOPLE, words

Answer = Literal["yes", "no", "unknown", "skip"]

_WAYS: list[tuple[Answer, str]] = [
    (
        "unknown",
        r"idk|dunno|du n no|do not know|(?:i )?(?:do not|have no|not) (?:really )?(?:know|idea|sure|"
        r"remember)|no idea|no clue|not sure|not certain|unsure|cant say|maybe|possibly|hard to say|can not (?:say|"
        r"remember)|who knows|i forget|not really sure",
    ),
    (
        "skip",
        r"skip|pass|next(?: question)?|rather not|prefer not|i would rather not|move on|do not want to (?:say|"
        r"answer)|none of your",
    ),
    (
        "no",
        r"(?:no|none|never|nothing|neither|negative)(?= [^\w ]| i\b| not\b| just\b| thank| none| never| that|$)|"
        r"not (?:really|at all|that i|any|anything|me|so|yet)|i (?:do|have|am|did) not|no to (?:all|both)|none of "
        r"(?:these|those|them|the above)",
    ),
    (
        "yes",
        r"yes|ye|ya|yas|aye|sure|correct|exactly|right|definitely|absolutely|of course|i (?:do|am|have|did)$|"
        r"affirmative|true|sometimes|all of (?:them|these)|both|a (?:bit|little)$|occasionally|indeed|y$|"
        r"ok(?:ay)?$",
    ),
]
_ANSWERS = [(answer, re.compile(rf"^(?:(?:um+|er+|hmm+|well|oh|,) )*(?:{ways})\b")) for answer, ways in _WAYS]
_CLOSING = re.compile(r"(?:,|\.|\band) (yes|no)(?: [^\w ]+)*$")
_NO_OTHERS = re.compile(
    r"\b(?:no|without|not any|not have any|not got any|zero) (?:other|further|additional|more) (?:symptom|problem|"
    r"issue|complaint|sign|thing)s?\b|\bnothing else\b|"
    r"\b(?:that ' ?s|that is|thats) (?:it|all|everything|the only)\b(?! (?:that )?(?:i|he|she|we) (?:\w+ )?(?:eat|have|"
    r"drink))|\botherwise (?:fine|well|ok|healthy|good|i "
    r"am)\b|\bnone of (?:these|those|them|the above|that)\b|"
    r"\b(?:just|only) (?:that|this|the one)\b|\b(?:apart|aside) from .{1,40}(?:nothing|fine|ok|no other)\b|\bno "
    r"symptoms\b|\ball (?:fine|good) otherwise\b|\bfeel fine otherwise\b"
)
_WHOLE_DIET = re.compile(
    r"\b(?:all|everything|the only (?:thing|food)s?) (?:that )?(?:i|he|she|we) (?:\w+ )?(?:eat|have|drink)s?\b|"
    r"\b(?:i|he|she) (?:only|just) (?:ever )?eats?\b|\b(?:do|does) not eat anything else\b|\beats? nothing else\b|"
    r"\b(?:this|that) (?:is|' ?s) my (?:whole|entire|full) (?:diet|day)\b"
)
_ASKS = re.compile(
    r"^(?:(?:hi|hello|hey|so|and|ok|please|also|but|,) )*(?:what|which|why|how|where|who|tell me|explain|"
    r"(?:should|can|could|would|is|are|do|does|did|will|am) (?:i|it|this|that|they|you|there|these|my|the|he|she|"
    r"we))\b"
)
_CHATTER = frozenset(
    words(
        """hi hello hey thanks thank please help want need think know wonder tell ask say guess suppose hope try
        start stop yes ok okay sure maybe perhaps time thing way stuff lots people anyone someone something
        anything nothing everything day night week month year today tomorrow morning evening afternoon yesterday
        breakfast lunch dinner supper snack snacks brunch meal meals usual typical
        moment while ago past last first next new old good great fine well bad worse better happen happening
        happens cause causing make makes making come comes coming came look looks looking see use work works
        lately take taking taken eat eating drink drinking give gave put told doctor gp question answer really
        actually basically annoying worried normal possible mean meant means since until during after before
        because therefore notice noticed find found start started mostly mainly usually nearly almost apart
        except besides other others else symptom symptoms problem problems issue issues body feeling side type
        long short big small half kind much many meds medication medications medicine medicines tablet tablets
        pill pills supplement supplements diet vitamin vitamins food foods what cold without within whole entire
        along together skip pass sorry wait mistake dangerous away back down up out off over under again already yet
        soon live"""
    )
)


@dataclass(frozen=True)
class Heard:
    """What the phrases of the knowledge base accounted for."""

    line: Line
    matches: Sequence[Match]
    named: Sequence[Match]
    sites: Sequence[Match]
    details: Sequence[Detail]

    def unmatched(self) -> set[int]:
        """Places of the words of content that nothing accounts for, parts of the body aside."""
        used = self._used() | {place for site in self.sites for place in site.places}
        return {token.index for token in self.line.tokens if token.index not in used and _has_content(token)}

    def unknown_words(self, known: Callable[[str], bool]) -> list[list[int]]:
        """Runs of token indices, at least one content word each, in clauses where nothing was understood.

        A word that is in no dictionary counts wherever it stands: it may be the name of a medicine.
        """
        tokens = self.line.tokens
        used, unmatched = self._used(), self.unmatched()
        understood = {tokens[place].segment for match in (*self.matches, *self.named) for place in match.places}
        sites = {place for site in self.sites for place in site.places}
        matched = {tokens[place].stem for place in used}
        runs: list[list[int]] = []
        for segment in sorted({token.segment for token in tokens}):
            inside = [t for t in tokens if t.segment == segment]
            content = [t.index for t in inside if t.index in unmatched and t.stem not in matched]
            if segment in understood:
                content = [
                    i
                    for i in content
                    if not known(tokens[i].norm) and len(tokens[i].norm) > 3 and tokens[i].norm.isalpha()
                ]
                runs.extend([i] for i in content)
            elif content:
                held = [*content, *(t.index for t in inside if t.index in sites)]
                runs.append(list(range(min(held), max(held) + 1)))
        return runs

    def _used(self) -> set[int]:
        used = {place for match in (*self.matches, *self.named) for place in match.places}
        return used | {place for detail in self.details for place in range(detail.first, detail.last + 1)}


def _has_content(token: Token) -> bool:
    return not (
        token.small or token.norm in _CHATTER or token.norm in BREAKS or token.norm in NUMBERS or token.norm in PEOPLE
        or not token.norm[0].isalpha() or len(token.norm) < 3 or len(token.norm) > 40
    )  # fmt: skip


def answer_of(line: Line) -> Answer | None:
    """The answer a message begins with, or None."""
    for answer, pattern in _ANSWERS:
        if pattern.match(line.text):
            return answer
    closing = _CLOSING.search(line.text)
    return ("yes" if closing[1] == "yes" else "no") if closing else None


def says_no_other_symptoms(line: Line, findings: Sequence[Finding]) -> bool:
    """Whether the writer says that there is nothing else, and then names nothing else."""
    ends = [line.tokens[hit.last].end for hit in line.find(_NO_OTHERS)]
    felt = [f for f in findings if f.kind == "symptom" and f.assertion == "present"]
    named = {f.id for f in felt if ends and f.start < ends[0]}
    return bool(ends) and all(f.id in named for f in felt if f.start >= ends[0])


def says_whole_diet(line: Line) -> bool:
    """Whether the writer says that the foods told are all there is."""
    return bool(_WHOLE_DIET.search(line.text))


def asks(line: Line) -> bool:
    """Whether any part of the message is a question."""
    if "?" in line.text:
        return True
    return any(
        opens_question(line, t.index)
        for t in line.tokens
        if not t.index or t.segment != line.tokens[t.index - 1].segment
    )


def opens_question(line: Line, place: int) -> bool:
    """Whether the words from `place` on begin like a question."""
    return bool(_ASKS.match(line.words(place, place + 4)))


def share_english(tokens: Sequence[Token], known: Callable[[str], bool]) -> float:
    """The part of the words that are English or of the lexicon; 1 for a message without words."""
    words = [token.norm for token in tokens if not token.mark and token.norm.isalpha() and len(token.norm) > 1]
    return sum(known(word) for word in words) / len(words) if words else 1.0
