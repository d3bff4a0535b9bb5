"""One message to a person, before a channel renders it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True)
class Message:
    """What to say.

    Attributes:
        text: plain words; `**bold**` for the line that matters, lines starting with "• " for lists.
        buttons: short answers; pressing one sends its words.
        custom: the contract's JSON, for the channels that carry it.
    """

    text: str
    buttons: tuple[str, ...] = ()
    custom: dict[str, Any] | None = None


def rendered(text: str, channel: str) -> str:
    """The text as a channel shows it: bold for Slack, plain words everywhere else."""
    return BOLD.sub(r"*\1*" if channel == "slack" else r"\1", text)
