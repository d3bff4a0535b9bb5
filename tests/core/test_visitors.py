from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from bot.core.visitors import LIFETIME, RENEW_AFTER, Sessions, signing_key

OURS = Sessions(b"k" * 32)
NOW = 1_700_000_000


def test_a_session_is_good_until_it_expires() -> None:
    session = OURS.issue(NOW)
    read = OURS.read(session, NOW + LIFETIME - 1)
    assert read is not None
    assert read.issued == NOW
    assert OURS.read(session, NOW + LIFETIME) is None


def test_a_session_is_renewed_for_the_same_visitor() -> None:
    session = OURS.issue(NOW)
    assert OURS.renewed(session, NOW + RENEW_AFTER) is None
    later = NOW + RENEW_AFTER + 1
    renewed = OURS.renewed(session, later)
    old, new = OURS.read(session, later), OURS.read(renewed, later)
    assert old is not None
    assert new is not None
    assert (new.visitor, new.issued) == (old.visitor, later)
    somebody_new = OURS.read(OURS.renewed("forged", NOW), NOW)
    assert somebody_new is not None
    assert somebody_new.visitor != old.visitor


@pytest.mark.parametrize("forged", [None, "", "ann", "ann.", ".", "..", "ann.0000", "ann.ü", "\ud800", "a" * 100_000])
def test_what_we_did_not_issue_is_nobody(forged: str | None) -> None:
    assert OURS.read(forged, NOW) is None


def test_another_key_opens_nothing() -> None:
    assert OURS.read(Sessions(b"x" * 32).issue(NOW), NOW) is None


def test_ten_thousand_ways_to_take_another_visitors_session_fail() -> None:
    """Every part of a true session changed, cut, swapped with one's own, or made anew from what can be known."""
    dice = random.Random(5)
    theirs, mine = OURS.issue(NOW), OURS.issue(NOW)
    victim = theirs.partition(".")[0]
    letters = string.ascii_letters + string.digits + "-_. ü\x00"
    for _ in range(10_000):
        match dice.randrange(5):
            case 0:
                at = dice.randrange(len(theirs))
                tried = theirs[:at] + dice.choice(letters) + theirs[at + 1 :]
            case 1:
                tried = theirs[: dice.randrange(len(theirs))]
            case 2:
                tried = f"{victim}.{mine.partition('.')[2]}"
            case 3:
                key = dice.randbytes(32)
                tried = Sessions(key).issue(NOW, victim)
            case _:
                tried = f"{victim}.{NOW + dice.randrange(-10, 10)}.{theirs.rpartition('.')[2]}"
        read = OURS.read(tried, NOW)
        assert tried == theirs or read is None or read.visitor != victim


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "session.key"
    assert signing_key(path) == signing_key(path)
    assert path.stat().st_mode & 0o077 == 0
    assert [left.name for left in tmp_path.iterdir()] == ["session.key"]


def test_the_first_of_two_makers_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "session.key"
    first = signing_key(path)
    monkeypatch.setattr(Path, "exists", lambda _self: False)
    assert signing_key(path) == first


def test_a_key_cut_short_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / "session.key").write_bytes(b"short")
    with pytest.raises(SystemExit, match="too short"):
        signing_key(tmp_path / "session.key")
