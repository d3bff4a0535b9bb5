"""Sessions that cannot be guessed, forged or used for another's talk.

A session is `<visitor>.<issued>.<signature>`. The visitor's id is random and names the talk; without the
signature, which only this server can make, it opens nothing. Ending a session ends it wherever a copy of it is:
the visitor's id is never accepted again.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bot.core.storage import METADATA, Connection

LIFETIME = 30 * 86_400
"""Seconds that a session is good for; `renewed` begins them anew."""

RENEW_AFTER = 86_400
KEY_BYTES = 32
ENDED = sa.Table(
    "ended_sessions",
    METADATA,
    sa.Column("visitor", sa.String(64), primary_key=True),
    sa.Column("ended_at", sa.Float, nullable=False),
)

_FORM = re.compile(r"([A-Za-z0-9_-]{32})\.([0-9]{1,12})\.([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True)
class Session:
    """A session that this server issued and that has not expired."""

    visitor: str
    issued: int


@dataclass(frozen=True)
class Sessions:
    """Issues and reads sessions; times are seconds since 1970."""

    key: bytes

    def issue(self, now: float, visitor: str | None = None) -> str:
        """Gives a session for a new visitor, or a fresh one for a visitor who has one."""
        said = f"{visitor or secrets.token_urlsafe(24)}.{int(now)}"
        return f"{said}.{self._signature(said)}"

    def read(self, offered: str | None, now: float) -> Session | None:
        """Gives what a session stands for; None when we did not issue it or it has expired."""
        form = _FORM.fullmatch(offered or "")
        if form is None:
            return None
        visitor, issued, signature = form.groups()
        right = hmac.compare_digest(signature, self._signature(f"{visitor}.{issued}"))
        return Session(visitor, int(issued)) if right and now - int(issued) < LIFETIME else None

    def renewed(self, offered: str | None, now: float) -> str | None:
        """Gives the session to hold from now on, or None when the one offered is good for long enough."""
        session = self.read(offered, now)
        if session is None:
            return self.issue(now)
        return self.issue(now, session.visitor) if now - session.issued > RENEW_AFTER else None

    def _signature(self, said: str) -> str:
        return hmac.new(self.key, said.encode(), hashlib.sha256).hexdigest()


def is_ended(connection: Connection, visitor: str) -> bool:
    """Says whether the visitor's session was ended."""
    return connection.execute(sa.select(ENDED.c.visitor).where(ENDED.c.visitor == visitor)).first() is not None


def end(connection: Connection, visitor: str, now: float) -> None:
    """Ends the visitor's session everywhere. A second time changes nothing."""
    if not is_ended(connection, visitor):
        connection.execute(ENDED.insert().values(visitor=visitor, ended_at=now))


def purge(connection: Connection, now: float) -> None:
    """Forgets ended sessions that have expired since."""
    connection.execute(ENDED.delete().where(ENDED.c.ended_at < now - LIFETIME))


def signing_key(path: Path) -> bytes:
    """Reads the key that sessions are signed with, making it where it is absent.

    It appears whole or not at all, whenever the process ends, and the first of several processes makes it.

    Raises:
        SystemExit: the file is too short to be a key.
    """
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)
        except FileExistsError:
            pass  # another process was first; its key is the one
        finally:
            part.unlink()
    key = path.read_bytes()
    if len(key) < KEY_BYTES:
        raise SystemExit(f"{path} is too short to sign sessions with. Remove it: visitors then start new talks.")
    return key
