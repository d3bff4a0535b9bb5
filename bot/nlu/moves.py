"""The user's moves: what a message sounds like, and what was found in it, decide together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.findings import Finding
from bot.nlu.line import Line
from bot.nlu.mentions import asks, opens_question
from bot.nlu.move_model import LONGEST, OUT_OF_SCOPE, Guess, MoveModel
from bot.nlu.text import plain, read
from bot.nlu.understanding import Understood
from bot.nlu.words import words

LEAST_CONFIDENCE = 0.22
"""Below this a part without findings is not understood; measured in tests/nlu/test_moves.py."""

OUTSIDE = 0.5
"""From this on a message is out of scope, where it asks for something or tells nothing."""

SURELY_OUTSIDE = 0.85
"""From this on anything is: what tells without asking, a question about a symptom, a sentence among others."""

SURE = 0.7
"""From this on a statement with findings is a question all the same ("b12 foods for veggies")."""

SURE_LINK = 0.9
"""Below this a finding was linked by meaning and may be a mistake."""

MOST_PARTS = 12
LONGEST_WORD = 40
_CORRECTS = re.compile(
    r"\b(?:i meant?|correction|that'?s (?:not right|wrong)|made a mistake|should have said|didn'?t say|scrap that)\b"
)
_COMMAND = re.compile(r"^/\s*\w+\s*(?:\{.*)?$", re.DOTALL)
_TELLER = re.compile(r"\b(?:i|i'?m|i'?ve|we|he|she|they)\b")
_SOMEBODY = re.compile(rf"{_TELLER.pattern}|\b(?:me|my|our|his|her|their)\b")
_WHILE_TELLING = frozenset({"correct_finding", "express_fear", "delete_my_data", "start_over"})
_QUESTIONS = frozenset(
    words(
        """ask_supplement_safety ask_medication_change ask_when_to_seek_care express_fear ask_tests ask_my_intake
        ask_food_sources compare_nutrients ask_could_it_be ask_about_nutrient ask_what_would_change ask_doctor_summary
        ask_why_question ask_why_answer ask_self_help correct_finding"""
    )
)
_ORDER = words(
    """delete_my_data start_over correct_finding just_tell_me ask_supplement_safety ask_medication_change
    ask_when_to_seek_care express_fear ask_tests ask_my_intake ask_food_sources compare_nutrients ask_could_it_be
    ask_about_nutrient ask_what_would_change ask_doctor_summary ask_why_question ask_why_answer
    report_findings ask_self_help skip_question answer_unknown answer_no answer_yes ask_who_are_you ask_help insult
    thank goodbye greet out_of_scope other_language not_understood"""
)
"""Which of several moves names the message: what must not be missed first, courtesies last."""


@dataclass(frozen=True)
class Move:
    """One thing that the writer does with a message; what is out of scope has a topic."""

    intent: str
    confidence: float
    text: str
    topic: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain JSON."""
        topic = {"topic": self.topic} if self.topic else {}
        return {"intent": self.intent, "confidence": round(self.confidence, 3), "text": self.text[:LONGEST], **topic}


def parts(text: str) -> list[tuple[int, int]]:
    """Start and end of the sentences of a message; a question behind a comma is a part of its own."""
    tokens = read(text)
    line = Line(tokens)
    bounds: list[tuple[int, int]] = []
    begin = 0
    for token in tokens[1:]:
        previous = tokens[token.index - 1]
        opens = token.segment != previous.segment and opens_question(line, token.index)
        if token.sentence != previous.sentence or (opens and previous.norm in {",", "and", "but", "so"}):
            bounds.append((begin, token.index - 1))
            begin = token.index
    if line.tokens:
        bounds.append((begin, len(tokens) - 1))
    return [(tokens[first].start, tokens[last].end) for first, last in bounds]


def moves_of(text: str, understood: Understood, model: MoveModel) -> list[Move]:
    """The moves of a message in order; never empty."""
    text = plain(text)
    if understood.mentions["language"] != "en":
        return [Move("other_language", 1.0, text)]
    if _COMMAND.match(text.strip()) and not understood.findings:
        return [Move(OUT_OF_SCOPE, 1.0, text, "machine")]
    spans = parts(text)
    said = [text[start:end] for start, end in spans[:MOST_PARTS]]
    ranked = model.rank([text, *said] if len(said) > 1 else said)
    alarming = bool(understood.mentions["alarms"])
    if ranked and not alarming and not _is_noise(text) and _is_outside(ranked[0], understood, text.lower()):
        outside = next(guess for guess in ranked[0] if guess.intent == OUT_OF_SCOPE)
        return [Move(OUT_OF_SCOPE, outside.confidence, text, outside.topic)]
    found: list[Move] = []
    for (start, end), part, ranking in zip(spans, said, ranked[-len(said) :], strict=False):
        move = _move(part, [f for f in understood.findings if start <= f.start < end], ranking)
        if not (found and found[-1].intent == move.intent == "report_findings"):
            found.append(move)
    if len(spans) > MOST_PARTS and any(f.start >= spans[MOST_PARTS][0] for f in understood.findings):
        found.append(Move("report_findings", 1.0, text[spans[MOST_PARTS][0] :]))
    if alarming:
        found.append(Move("report_findings", 1.0, understood.mentions["alarms"][0]["said"]))
    return found or [Move("not_understood", 1.0, text)]


def _is_outside(ranking: Sequence[Guess], understood: Understood, said: str) -> bool:
    """Whether to refuse the whole message: never where somebody tells of a symptom, or tells without asking."""
    outside = next((guess.confidence for guess in ranking if guess.intent == OUT_OF_SCOPE), 0.0)
    told = [finding for finding in understood.findings if finding.assertion != "hypothetical"]
    ill = any(finding.kind == "symptom" and finding.confidence >= SURE_LINK for finding in told)
    asks_nothing = bool(told) and not understood.mentions["questions"]
    if (ill and (asks_nothing or _SOMEBODY.search(said))) or (asks_nothing and _TELLER.search(said)):
        return False
    return outside >= (SURELY_OUTSIDE if ill or asks_nothing else OUTSIDE)


def _is_noise(said: str) -> bool:
    return not any(map(str.isalpha, said)) or any(len(word) > LONGEST_WORD and word.isalpha() for word in said.split())


def _move(said: str, findings: Sequence[Finding], ranking: Sequence[Guess]) -> Move:
    """The move of one sentence of a message that is not out of scope as a whole."""
    if _is_noise(said):
        tells = findings or (any(map(str.isdigit, said)) and not any(map(str.isalpha, said)))
        return Move("report_findings" if tells else "not_understood", 1.0, said)
    top = ranking[0]
    asking = asks(Line(read(said)))
    told = any(finding.assertion != "hypothetical" for finding in findings)
    if top.intent == OUT_OF_SCOPE and (top.confidence < SURELY_OUTSIDE or not asking):
        top = ranking[1]
    if findings and _CORRECTS.search(said.lower()):
        return Move("correct_finding", 1.0, said)
    if findings and (asking or not told):
        top = next(guess for guess in ranking if guess.intent in _QUESTIONS)
        return Move(top.intent, top.confidence, said)
    if findings:
        aside = top.intent in _WHILE_TELLING and top.confidence > 0.5
        asked = top.intent in _QUESTIONS and top.confidence >= SURE and not _TELLER.search(said.lower())
        if aside or asked:
            return Move(top.intent, top.confidence, said)
        return Move("report_findings", 1.0, said)
    if top.confidence < LEAST_CONFIDENCE or top.intent == "other_language":
        return Move("not_understood", 1 - top.confidence, said)
    return Move(top.intent, top.confidence, said, top.topic)


def main_move(moves: Sequence[Move]) -> Move:
    """The move that names the whole message."""
    return min(moves, key=lambda move: _ORDER.index(move.intent) if move.intent in _ORDER else len(_ORDER))
