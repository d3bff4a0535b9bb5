"""Who may talk when the assistant is public: holders of the token, and visitors with a session we issued.

On loopback the gate stands open, for programs on the same machine.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MESSAGES_PER_MINUTE = 20
MOST_SENDERS_WATCHED = 10_000


@dataclass
class Limiter:
    """Lets each sender send `MESSAGES_PER_MINUTE`, all at once or spread."""

    seen: dict[str, tuple[float, float]] = field(default_factory=dict)

    def allows(self, sender: str, now: float) -> bool:
        """Counts one message at `now` (seconds) and says whether the sender may send it."""
        left, then = self.seen.pop(sender, (float(MESSAGES_PER_MINUTE), now))
        left = min(MESSAGES_PER_MINUTE, left + (now - then) * MESSAGES_PER_MINUTE / 60)
        self.seen[sender] = (left - 1 if left >= 1 else left, now)
        if len(self.seen) > MOST_SENDERS_WATCHED:
            self.seen.pop(next(iter(self.seen)))
        return left >= 1


@dataclass
class Gate:
    """Decides who is talking.

    Attributes:
        public: whether strangers can reach the port.
        token: what a program must show when public; None lets no program in.
        key: signs the sessions.
    """

    public: bool
    token: str | None
    key: bytes
    limiter: Limiter = field(default_factory=Limiter)

    def new_session(self) -> str:
        """Issues a session that cannot be guessed, for a visitor's cookie."""
        visitor = secrets.token_urlsafe(24)
        return f"{visitor}.{self._signature(visitor)}"

    def visitor(self, session: str | None) -> str | None:
        """Gives the sender id that a session stands for; None when we did not issue it."""
        visitor, _, signature = (session or "").partition(".")
        right = self._signature(visitor)
        return visitor if hmac.compare_digest(signature.encode(), right.encode()) else None

    def has_token(self, offered: str | None) -> bool:
        """Says whether the caller may do what programs may: anything on loopback, else with the token."""
        if not self.public:
            return True
        return bool(self.token) and hmac.compare_digest((offered or "").encode(), (self.token or "").encode())

    def sender(self, asked: str, token: str | None, session: str | None) -> str | None:
        """Gives the sender whose talk this is: the one asked for, a visitor's own, or None to refuse."""
        return asked if self.has_token(token) else self.visitor(session)

    def allows(self, sender: str) -> bool:
        """Says whether the sender may send one more message now."""
        return not self.public or self.limiter.allows(sender, time.monotonic())

    def _signature(self, visitor: str) -> str:
        return hmac.new(self.key, visitor.encode(), hashlib.sha256).hexdigest()


def gate_from_environment(folder: Path) -> Gate:
    """Builds the gate from `HOST`, `PUBLIC_URL` and `NUTRIGAP_TOKEN`; its key is kept in `folder`."""
    public = bool(os.environ.get("PUBLIC_URL")) or os.environ.get("HOST", "127.0.0.1") not in LOOPBACK
    path = folder / "session.key"
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    return Gate(public, os.environ.get("NUTRIGAP_TOKEN") or None, path.read_bytes())
