"""Which stretches of a clause are read by meaning."""

from __future__ import annotations

from bot.nlu.text import read
from bot.nlu.windows import windows


def _said(text: str, unmatched: str) -> list[str]:
    tokens = read(text)
    places = {token.index for token in tokens if token.norm in unmatched.split()}
    return [" ".join(token.norm for token in window.tokens) for window in windows(tokens, places)]


def test_begins_and_ends_with_words_of_content() -> None:
    assert _said("my hair is in the plughole", "hair plughole") == ["hair is in the plughole"]


def test_a_single_unmatched_word_needs_others_around_it() -> None:
    assert _said("my speech", "speech") == []
    assert "lashes of my eye gone" in _said("the lashes of my eye gone", "lashes")


def test_never_crosses_a_clause() -> None:
    found = _said("boots laced tight; trousers flapping loose", "boots laced tight trousers flapping loose")
    assert found == ["boots laced tight", "trousers flapping loose"]


def test_holds_no_denial_but_what_somebody_is_unable_to_do() -> None:
    assert not any("no" in said.split() for said in _said("no odd jumps in my leg", "odd jumps"))
    assert "not feel my boots" in _said("I can not feel my boots", "boots feel")
