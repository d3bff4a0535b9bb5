"""Odd messages sent to the real assistant: every one is answered, and none is obeyed or logged."""

from __future__ import annotations

import os

import pytest

from tests.served import Assistant


@pytest.mark.parametrize(
    "odd",
    ["", "/restart", "/session_start", '/inform{"age": 3}', "a" * 10_000, "<script>alert(1)</script>", "🙂", "\ud800"],
)
def test_an_odd_message_is_answered(assistant: Assistant, odd: str) -> None:
    sender = assistant.new()
    for text in (odd, "hello"):
        replies = assistant.say(text, sender)
        assert replies
        assert all(reply.get("custom", {}).get("type") != "fault" for reply in replies)
        assert all(reply["text"].strip() for reply in replies)


@pytest.mark.parametrize("typed", ["/restart", "/session_start"])
def test_a_typed_payload_is_parsed_as_text(assistant: Assistant, typed: str) -> None:
    understood = assistant.parse(typed)
    assert understood["text"] == typed
    assert understood["intent"]["name"] != typed[1:]


def test_health_and_readiness(assistant: Assistant) -> None:
    assert assistant.client.get("/healthz").json() == {"status": "ok"}
    ready = {"ready": True, "missing": [], "waiting": 0, "dead": 0, "process": assistant.children()[1]}
    assert assistant.client.get("/readyz").json() == ready


def test_other_peoples_talks_are_not_served(assistant: Assistant) -> None:
    sender = assistant.new()
    assistant.say("hello", sender)
    assert assistant.client.get(f"/conversations/{sender}/tracker").status_code == 404


def test_the_log_holds_no_word_of_the_talk(assistant: Assistant) -> None:
    assistant.say("my xylophonemarker twitches", assistant.new())
    assert "xylophonemarker" not in assistant.log.read_text()


def test_what_is_stored_is_the_owners_alone(assistant: Assistant) -> None:
    assert os.stat(assistant.data).st_mode & 0o077 == 0
