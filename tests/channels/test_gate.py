from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.channels.gate import PER_ADDRESS, PER_SENDER, Gate, gate_from_environment, household
from bot.core.visitors import Sessions

OURS = Sessions(b"k" * 32)


def open_gate() -> Gate:
    return Gate(OURS, public=False)


def public_gate(token: str | None = "right", origin: str | None = None) -> Gate:
    return Gate(OURS, public=True, token=token, origin=origin)


def session() -> str:
    return OURS.issue(time.time())


def test_on_loopback_a_program_may_be_any_sender() -> None:
    assert open_gate().sender("ann", None, session()) == "program:ann"
    assert open_gate().sender(None, None, None) == "program:default"
    assert open_gate().has_token(None)


def test_in_public_the_token_opens_and_nothing_else() -> None:
    assert public_gate().sender("ann", "right", None) == "program:ann"
    assert public_gate().sender(None, "right", None) == "program:default"
    assert public_gate().sender("ann", "wrong", None) is None
    assert public_gate().sender("ann", None, None) is None
    assert not public_gate(token=None).has_token("")
    assert not public_gate(token=None).has_token(None)


@pytest.mark.parametrize("gate", [open_gate(), public_gate()], ids=["open", "public"])
def test_a_visitor_is_who_the_session_says(gate: Gate) -> None:
    mine = session()
    sender = gate.sender(None, None, mine)
    assert sender == f"visitor:{mine.partition('.')[0]}"
    assert gate.sender(None, None, session()) != sender


def test_in_public_a_visitor_may_claim_any_sender_and_stays_who_they_are() -> None:
    mine = session()
    visitor = f"visitor:{mine.partition('.')[0]}"
    for claimed in ("ann", visitor, "default", "program:ann"):
        assert public_gate().sender(claimed, None, mine) == visitor


def test_no_name_that_a_program_chooses_is_a_visitors() -> None:
    mine = session()
    visitor = open_gate().sender(None, None, mine)
    assert visitor is not None
    for chosen in (visitor, visitor.partition(":")[2], f"../{visitor}", "visitor:"):
        sender = open_gate().sender(chosen, None, None)
        assert sender is not None
        assert sender.startswith("program:")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "127.0.0.1:5005"),
        (None, "localhost:5005"),
        (None, "[::1]:5005"),
        ("http://127.0.0.1:5005", "127.0.0.1:5005"),
    ],
)
def test_on_loopback_our_own_page_and_programs_are_let_in(origin: str | None, host: str) -> None:
    assert not open_gate().is_foreign(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "127.0.0.1:5005"),
        ("http://127.0.0.1:8000", "127.0.0.1:5005"),
        ("null", "127.0.0.1:5005"),
        ("", "127.0.0.1:5005"),
        (None, "evil.example"),
        ("http://evil.example", "evil.example"),
        (None, ""),
        (None, "[::1"),
        (None, "127.0.0.1.evil.example:5005"),
    ],
)
def test_on_loopback_other_pages_are_kept_out(origin: str | None, host: str) -> None:
    assert open_gate().is_foreign(origin, host)


@pytest.mark.parametrize(
    ("allowed", "origin", "foreign"),
    [
        ("https://chat.example", "https://chat.example", False),
        ("https://chat.example", "http://chat.example", True),
        ("https://chat.example", "https://chat.example.evil", True),
        ("https://chat.example", None, False),
        (None, "http://10.0.0.7:5005", False),
        (None, "http://evil.example", True),
    ],
)
def test_in_public_the_origin_is_the_address_of_the_page(
    allowed: str | None, origin: str | None, foreign: bool
) -> None:
    assert public_gate(origin=allowed).is_foreign(origin, "10.0.0.7:5005") is foreign


def test_limits_hold_in_public_alone() -> None:
    gate = public_gate()
    assert [gate.wait_of_sender("ann") for _ in range(PER_SENDER + 1)].count(0.0) == PER_SENDER
    assert gate.wait_of_sender("bob") == 0.0
    waits = [gate.wait_of_address("10.0.0.7") for _ in range(PER_ADDRESS + 5)]
    assert not any(waits[:PER_ADDRESS])
    assert waits[-1] > 0.0
    assert not any(gate.wait_of_address("::ffff:127.0.0.1") for _ in range(PER_ADDRESS + 5))
    quiet = open_gate()
    assert not any(quiet.wait_of_sender("ann") or quiet.wait_of_address("10.0.0.7") for _ in range(PER_ADDRESS + 5))


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("[2001:db8:1:2:3:4:5:6]", "2001:db8:1:2::/64"),
        ("127.0.0.1", None),
        ("::1", None),
        ("nonsense", "unknown"),
    ],
)
def test_an_address_stands_for_a_household(address: str, whose: str | None) -> None:
    assert household(address) == whose


@pytest.mark.parametrize(
    ("environment", "public", "origin"),
    [
        ({}, False, None),
        ({"HOST": "::1"}, False, None),
        ({"HOST": "0.0.0.0"}, True, None),
        ({"PUBLIC_URL": "https://x.example/chat"}, True, "https://x.example"),
    ],
)
def test_public_means_reachable_by_strangers(
    environment: dict[str, str], public: bool, origin: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOST", "PUBLIC_URL", "NUTRIGAP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    gate = gate_from_environment(tmp_path)
    assert (gate.public, gate.origin) == (public, origin)
    assert gate_from_environment(tmp_path).sender(None, None, gate.sessions.issue(time.time()))
