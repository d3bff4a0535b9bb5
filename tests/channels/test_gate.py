from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.gate import MESSAGES_PER_MINUTE, MOST_SENDERS_WATCHED, Gate, Limiter, gate_from_environment

OPEN = Gate(public=False, token=None, key=b"k")
PUBLIC = Gate(public=True, token="right", key=b"k")


def test_on_loopback_anybody_may_be_any_sender() -> None:
    assert OPEN.sender("ann", None, None) == "ann"
    assert OPEN.has_token(None)
    assert all(OPEN.allows("ann") for _ in range(100))


def test_in_public_the_token_opens_and_nothing_else() -> None:
    assert PUBLIC.sender("ann", "right", None) == "ann"
    assert PUBLIC.sender("ann", "wrong", None) is None
    assert PUBLIC.sender("ann", None, None) is None
    assert not Gate(public=True, token=None, key=b"k").has_token("")
    assert not Gate(public=True, token=None, key=b"k").has_token(None)


def test_a_visitor_is_who_the_session_says_and_not_who_they_ask_for() -> None:
    session = PUBLIC.new_session()
    mine = PUBLIC.sender("ann", None, session)
    assert mine is not None
    assert mine != "ann"
    assert PUBLIC.sender("ann", None, PUBLIC.new_session()) != mine


@pytest.mark.parametrize("forged", ["", "ann", "ann.", ".", "ann.0000", "ann.ü", Gate(True, None, b"x").new_session()])
def test_a_session_that_we_did_not_issue_is_nobody(forged: str) -> None:
    assert PUBLIC.visitor(forged) is None


def test_the_limit_holds_and_lets_go_with_time() -> None:
    limiter = Limiter()
    assert [limiter.allows("ann", 0.0) for _ in range(MESSAGES_PER_MINUTE + 2)].count(True) == MESSAGES_PER_MINUTE
    assert limiter.allows("bob", 0.0)
    assert not limiter.allows("ann", 1.0)
    assert limiter.allows("ann", 61.0)


def test_the_limiter_forgets_the_longest_silent() -> None:
    limiter = Limiter()
    for number in range(MOST_SENDERS_WATCHED + 5):
        limiter.allows(str(number), 0.0)
    assert len(limiter.seen) == MOST_SENDERS_WATCHED
    assert "0" not in limiter.seen


@pytest.mark.parametrize(
    ("environment", "public"),
    [
        ({}, False),
        ({"HOST": "::1"}, False),
        ({"HOST": "0.0.0.0"}, True),
        ({"PUBLIC_URL": "https://x.example"}, True),
    ],
)
def test_public_means_reachable_by_strangers(
    environment: dict[str, str], public: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOST", "PUBLIC_URL", "NUTRIGAP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    gate = gate_from_environment(tmp_path)
    assert gate.public is public
    assert gate_from_environment(tmp_path).visitor(gate.new_session())
    assert (tmp_path / "session.key").stat().st_mode & 0o077 == 0
