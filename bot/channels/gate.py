"""Who may talk, and as whom: programs, and visitors with a session we issued.

On loopback the gate stands open for programs on the same machine; see `Gate`.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.core.limits import Limiter
from bot.core.visitors import Sessions, signing_key

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PER_SENDER = 20
PER_ADDRESS = 240
"""Requests a minute: many people can share one address."""

PROGRAM, VISITOR = "program:", "visitor:"
"""What stored senders begin with, so that no program's choice of a name can be a visitor's or another channel's."""


@dataclass
class Gate:
    """Decides who is talking.

    Attributes:
        sessions: issues and reads visitors' sessions.
        public: whether strangers can reach the port.
        token: what a program must show when public; None lets no program in.
        origin: where browsers may send from (`https://host`); None: from the host that they ask.
    """

    sessions: Sessions
    public: bool
    token: str | None = None
    origin: str | None = None
    by_sender: Limiter = field(default_factory=lambda: Limiter(PER_SENDER))
    by_address: Limiter = field(default_factory=lambda: Limiter(PER_ADDRESS))

    def has_token(self, offered: str | None) -> bool:
        """Says whether the caller may do what programs may: anything on loopback, else with the token."""
        if not self.public:
            return True
        return bool(self.token) and hmac.compare_digest((offered or "").encode(), (self.token or "").encode())

    def sender(self, asked: str | None, token: str | None, session: str | None) -> str | None:
        """Gives the sender whose talk this is: a program's choice, a visitor's own, or None to refuse.

        A visitor is who the session says, whatever sender is asked for.
        """
        program = self.has_token(token)
        if program and asked is not None:
            return PROGRAM + asked
        known = self.sessions.read(session, time.time())
        if known is not None:
            return VISITOR + known.visitor
        return f"{PROGRAM}default" if program else None  # Rasa's name for who gives none

    def is_foreign(self, origin: str | None, host: str) -> bool:
        """Says whether a browser sends this for a page that is not ours.

        On loopback no session or token guards the talks, so the name that was asked for has to be this machine's:
        a page elsewhere can have its own name point here.
        """
        if not self.public and _name(host) not in LOOPBACK:
            return True
        if origin is None:
            return False
        return origin != self.origin if self.origin else origin.partition("://")[2] != host

    def wait_of_sender(self, sender: str) -> float:
        """Gives the seconds until the sender may send this message; 0: now."""
        return self.by_sender.wait(sender, time.monotonic()) if self.public else 0.0

    def wait_of_address(self, address: str) -> float:
        """Gives the seconds until a request of this address may be served; 0: now.

        A proxy on this machine has one address for everybody, so it is not held to it.
        """
        whose = household(address) if self.public else None
        return self.by_address.wait(whose, time.monotonic()) if whose else 0.0


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def household(address: str) -> str | None:
    """Gives whom an address belongs to: itself, or the first half of an IPv6 one; None for this machine's own."""
    try:
        known = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return "unknown"
    known = getattr(known, "ipv4_mapped", None) or known
    if known.is_loopback:
        return None
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


def gate_from_environment(folder: Path) -> Gate:
    """Builds the gate from `HOST`, `PUBLIC_URL` and `NUTRIGAP_TOKEN`; its key is kept in `folder`."""
    url = os.environ.get("PUBLIC_URL")
    public = bool(url) or os.environ.get("HOST", "127.0.0.1") not in LOOPBACK
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url)) if url else None
    return Gate(Sessions(signing_key(folder / "session.key")), public, os.environ.get("NUTRIGAP_TOKEN") or None, origin)
