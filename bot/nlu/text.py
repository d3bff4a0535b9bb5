"""Cuts a message into tokens with forms, stems, sentences and clauses. Offsets are into the original text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
import spacy

from bot.nlu.words import BREAKS, CHAT, CLINICAL, FORMS, JOINTS, NEGATIONS, SMALL, SUBJECTS, TIMES, WHOLE, words

NEG = "<neg>"
"""The stem of every negating word, so that "no energy" and "haven't got any energy" are one phrase."""

LONGEST_WORD = 40
LONGEST_TEXT = 20_000

_SPELLING = [
    (re.compile(pattern), new)
    for pattern, new in [
        (r"aem", "em"), (r"oe(?=[^s]..)", "e"), (r"ae(?=...)", "e"), (r"our(?=s|$|ed$|ing$|less)", "or"),
        (r"is(?=e[ds]?$|ing$|ation)", "iz"),
        (r"ys(?=e[ds]?$|ing$)", "yz"), (r"(?:(?<=[aeiou].[aeiou])|(?<=[aeiou]..[aeiou]))ll(?=ed$|ing$)", "l"),
        (r"tre(?=s?$)", "ter"), (r"sulph", "sulf"),
        (r"grey", "gray"),
    ]
]  # fmt: skip
_SPLIT = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|\S")
_NO_CHARACTERS = re.compile(r"[\ud800-\udfff\x00]")
_HEAP_OF_MARKS = re.compile(r"(?:[^\w\s]s?){40,}")
"""Nobody means anything by so many, and spaCy takes time for them that grows with their square: seconds for 3,000."""
_STEMMER = snowballstemmer.stemmer("english")
_CODE = re.compile(r"^[a-z]{1,3}\d{1,2}$")
_SPACED_CODE = re.compile(r"(?i)^([bdk])[-\u2010\u2011 ](\d{1,2})$")
"""A vitamin written with a hyphen or a space: "B-12", "B 12"."""
_DASHES = frozenset("-\u2010\u2011\u2013\u2014")
_HYPHENS = frozenset("-\u2010\u2011")
_TOKENIZER = spacy.blank("en").tokenizer
_STARTS_ASIDE = JOINTS | frozenset(
    words(
        """if when whenever that because what how why whether as than where which while since once until before
        after should can could would will do does did is are am was were have has had may might shall not"""
    )
)
"""Words before a subject that keep it in the same part: "should I", "when I"."""


@dataclass(frozen=True)
class Token:
    """One word or mark.

    Attributes:
        norm: lower-case everyday form ("nite" gives "night").
        stem: what phrases are compared by; `NEG` for negating words, empty for marks.
        clause: number of the clause; a phrase never crosses it.
        segment: number of the list item or part between commas and "and".
        mark: a punctuation mark or emoji.
    """

    index: int
    start: int
    end: int
    norm: str
    stem: str
    sentence: int
    clause: int
    segment: int
    mark: bool = False

    @property
    def small(self) -> bool:
        """Carries no content of its own."""
        return self.mark or self.norm in SMALL or self.stem == NEG


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The form that inflections and British and American spellings share: twitch, twitches, twitching, twitchy."""
    if word in NEGATIONS:
        return NEG
    word = FORMS.get(word, word)
    if len(word) < 4 or word in WHOLE or _CODE.match(word) or len(word) > LONGEST_WORD:
        return word
    word = folded(word)
    root: str = _STEMMER.stemWord(word[:-4] if word.endswith("ness") else word)
    if len(root) < 3:
        return word
    return root[:-1] if len(root) > 3 and root[-1] in "ie" else root


def folded(word: str) -> str:
    """British and American spellings of a word made one."""
    for pattern, new in _SPELLING if len(word) > 4 else ():
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=50_000)
def same_word(phrase: str, word: str) -> bool:
    """Whether a word with the same stem is a form of a phrase's only word.

    Stems alone are too coarse there: "pasty" is not in "in the past", nor "pooped" in "poop".
    """
    phrase, word = folded(FORMS.get(phrase, phrase)), folded(FORMS.get(word, word))
    if phrase == word or word.startswith(phrase):
        return True
    if phrase.endswith("y"):
        return word.startswith(phrase[:-1] + "i")
    if phrase.endswith("ed"):
        return word.startswith(phrase[:-2]) and word.endswith("ing")
    if phrase.endswith("e"):
        return word.startswith(phrase[:-1]) and (len(phrase) > 6 or word[len(phrase) - 1 :] not in {"", "s"})
    for ending, least in (("ing", 4), ("ness", 4), ("iness", 4), ("s", 5)):
        if phrase.endswith(ending) and len(phrase) - len(ending) >= least and word.startswith(phrase[: -len(ending)]):
            return True
    return phrase[:6] == word[:6] and len(word) > 5


@lru_cache(maxsize=50_000)
def same_thing(phrase: str, word: str) -> bool:
    """Whether a word names the thing that a phrase's only word names: its singular or plural, and nothing else.

    What is said in the plural alone stays so: "greens" are no "green".
    """
    return _singular(phrase) == _singular(word) and (word.endswith("s") or not phrase.endswith("s"))


def _singular(word: str) -> str:
    word = folded(FORMS.get(word, word)).rstrip("s")
    return (word[:-2] + "y" if word.endswith("ie") else word).rstrip("e")


def normal(word: str) -> str:
    """The everyday form of one word."""
    if word in CLINICAL:
        return CLINICAL[word]
    word = _SPACED_CODE.sub(r"\1\2", word.lower())
    word = CHAT.get(word, word)
    if re.search(r"([^\W\d])\1\1", word):
        word = re.sub(r"([^\W\d])\1{2,}", r"\1", word)
    return CHAT.get(word, word)


def plain(text: str) -> str:
    """The text with heaps of marks and what is no character (lone surrogates, NUL) as spaces, cut at `LONGEST_TEXT`.

    Offsets stay.
    """
    kept = _NO_CHARACTERS.sub(" ", text[:LONGEST_TEXT])
    return _HEAP_OF_MARKS.sub(lambda heap: " " * len(heap.group()), kept)


def _pieces(text: str) -> list[tuple[int, int, bool]]:
    """Start, end and "a line ended before this" of every word and mark."""
    pieces: list[tuple[int, int, bool]] = []
    line = False
    for token in _TOKENIZER(text):
        if token.is_space:
            line = line or "\n" in token.text
            continue
        parts = [(token.idx, token.idx + len(token.text))]
        raw = token.text.lower()
        if (
            len(raw) <= LONGEST_WORD
            and raw not in CHAT
            and not _CODE.match(raw)
            and not _SPACED_CODE.match(raw)
            and not re.fullmatch(r"[^\W\d_]+", raw)
        ):
            parts = [(token.idx + m.start(), token.idx + m.end()) for m in _SPLIT.finditer(token.text)]
        for start, end in parts:
            last = pieces[-1] if pieces else (0, 0, False)
            if text[last[0] : last[1]].lower() == "b" and _SPACED_CODE.match(text[last[0] : end]):
                pieces[-1] = (last[0], end, last[2])
            else:
                pieces.append((start, end, line))
            line = False
    return pieces


def _inside_word(text: str, dash: Token, start: int) -> bool:
    """Whether a dash joins two parts of one word: "b-complex", and not "tired - no cramps"."""
    return dash.norm in _HYPHENS and dash.end == start and dash.start > 0 and text[dash.start - 1].isalnum()


def read(text: str) -> list[Token]:
    """Tokens of a message, in order. An empty message gives an empty list."""
    tokens: list[Token] = []
    sentence = clause = segment = 0
    pieces = _pieces(plain(text))
    for number, (start, end, line) in enumerate(pieces):
        norm = normal(text[start:end])
        if (start and text[start - 1].isspace() and text[start:end].lower() in {"m", "d", "s"}) or (
            not start and end == 1
        ):
            norm = text[start:end].lower()
        if norm == "a" and tokens and tokens[-1].norm in {"vitamin", "vitamins", "vit"}:
            after = pieces[number + 1] if number + 1 < len(pieces) else (0, 0, False)
            norm = norm if text[after[0] : after[1]].lower() in TIMES else "A"  # the letter, not the article
        mark = not any(ch.isalnum() for ch in norm)
        before = tokens[-1].norm if tokens else ""
        if line or (before in {".", "!", "?", "…"} and norm not in {".", "!", "?"}):
            sentence, clause, segment = sentence + 1, clause + 1, segment + 1
        elif (
            norm in BREAKS
            or before in {";", ":", "(", ")", "..", "..."}
            or (before in _DASHES and not _inside_word(text, tokens[-1], start))
            or (mark and ord(norm[0]) > 0x2190)
        ):
            clause, segment = clause + 1, segment + 1
        elif (
            before in JOINTS
            or norm in {"also", "and", "when", "whenever", "if"}
            or (norm in SUBJECTS and before and before not in _STARTS_ASIDE)
        ):
            segment += 1
        tokens.append(Token(len(tokens), start, end, norm, "" if mark else stem(norm), sentence, clause, segment, mark))
    return tokens
