from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.incoming import MAX_CHARACTERS, BadRequest, clean, read_message


def body(**content: object) -> bytes:
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("  hello \n", "hello"),
        ("nai\u0308ve", "naïve"),
        ("a\x00b\x07c\x9f", "abc"),
        ("one\r\ntwo\tthree", "one\ntwo\tthree"),
        ("half \ud83d a face", "half \ufffd a face"),
        ("👩‍🍳 ok", "👩‍🍳 ok"),
        ("/restart", "/restart"),
        ("", ""),
    ],
)
def test_text_is_cleaned(said: str, read: str) -> None:
    assert clean(said) == (read, 0)


def test_long_text_is_cut_and_the_rest_counted() -> None:
    assert clean("a" * 10_000) == ("a" * MAX_CHARACTERS, 6_000)


@given(st.text(st.characters(), max_size=200))
def test_cleaned_text_is_short_storable_and_stays_as_it_is(said: str) -> None:
    read, _ = clean(said)
    assert len(read) <= MAX_CHARACTERS
    read.encode()
    assert "\x00" not in read
    assert clean(read) == (read, 0)


def test_unread_characters_are_named_and_cannot_be_claimed() -> None:
    assert read_message(body(message="a" * 4_001)).metadata == {"unread_chars": 1}
    assert read_message(body(message="a", metadata={"unread_chars": 9, "case": "x"})).metadata == {}


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"hello",
        b"\xff",
        b"[" * 100_000,
        b'["message"]',
        body(sender="a"),
        body(sender="a", message=4),
        body(sender="a", message=None),
        body(sender="a", message=["hi"]),
        body(sender=7, message="hi"),
        body(sender="", message="hi"),
        body(sender="a" * 256, message="hi"),
        body(sender="\ud800", message="hi"),
        body(sender="a\x00", message="hi"),
        body(sender="a", message="hi", metadata="x"),
    ],
)
def test_a_wrong_body_is_refused(wrong: bytes) -> None:
    with pytest.raises(BadRequest):
        read_message(wrong)


def test_the_sender_may_be_left_out_as_rasa_allows() -> None:
    assert read_message(body(message="hi")).sender is None
