from __future__ import annotations

import time

import pytest

from bot.nlu.text import plain, read


@pytest.mark.parametrize("heap", [")" * 3_900, "'s" * 1_950, "(-" * 1_950], ids=["brackets", "genitives", "mixed"])
def test_a_heap_of_marks_takes_no_time_and_moves_nothing(heap: str) -> None:
    text = f"cramps{heap} and twitches"
    began = time.process_time()
    tokens = read(text)
    assert time.process_time() - began < 0.3
    assert len(plain(text)) == len(text)
    assert [text[token.start : token.end] for token in tokens if not token.mark][-1] == "twitches"
