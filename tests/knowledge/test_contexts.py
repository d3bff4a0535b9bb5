"""Sentences with marks, and what is refused."""

from __future__ import annotations

import pytest

from bot.knowledge import Context, Mark


def test_marks_are_cut_out_of_the_sentence() -> None:
    context = Context.of("no [cramps](absent) now, mum has [gout](other_person)")
    assert context.text == "no cramps now, mum has gout"
    assert context.marks == (Mark(3, 9, "absent"), Mark(23, 27, "other_person"))


@pytest.mark.parametrize(
    "marked", ["no marks at all", "[cramps](gone)", "[cramps(absent)", "no [cramps](absent) nor [pain]", "[](absent)"]
)
def test_a_sentence_without_whole_marks_is_refused(marked: str) -> None:
    with pytest.raises(ValueError, match=r"mark|assertion"):
        Context.of(marked)
