"""Sentences with marks that say of each thing named in them whether it is so: what context is learnt from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from bot.findings import Assertion

_ASSERTIONS: tuple[Assertion, ...] = get_args(Assertion)
_MARK = re.compile(r"\[([^][]+)\]\((\w*)\)")
_BRACKETS = re.compile(r"[][]|\]\(")


@dataclass(frozen=True)
class Mark:
    """The characters of a sentence that name a thing, and what is said of it."""

    start: int
    end: int
    assertion: Assertion


@dataclass(frozen=True)
class Context:
    """A sentence without its marks, and the marks."""

    text: str
    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, marked: str) -> Context:
        """Reads "no [cramps](absent) now".

        Raises:
            ValueError: no mark, one that is not closed, or one that names no assertion.
        """
        text, marks, read = "", [], 0
        for mark in _MARK.finditer(marked):
            assertion = next((known for known in _ASSERTIONS if known == mark[2]), None)
            if assertion is None:
                raise ValueError(f"{mark[2]!r} is no assertion, in {marked!r}")
            text += marked[read : mark.start()]
            marks.append(Mark(len(text), len(text) + len(mark[1]), assertion))
            text += mark[1]
            read = mark.end()
        text += marked[read:]
        if not marks or _BRACKETS.search(text):
            raise ValueError(f"no mark, or one that is not closed, in {marked!r}")
        return cls(text, tuple(marks))
