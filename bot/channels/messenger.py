"""What the channels of other services share: settings from the environment, clean text, and text in pieces."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from bot.channels.incoming import UNREAD, clean

VARIABLE = "_variable"


class NotSet(Exception):
    """A setting that the channel needs is not in the environment; its text says which."""


def settings_from_environment(credentials: dict[str, str] | None) -> dict[str, str]:
    """Reads a channel's settings: `x_variable: NAME` gives `x` the value of the environment variable `NAME`.

    Rasa's own `${NAME}` cannot say in one plain sentence which variable is missing.

    Raises:
        NotSet: a variable is missing or empty.
    """
    named = {key.removesuffix(VARIABLE): name for key, name in (credentials or {}).items() if key.endswith(VARIABLE)}
    missing = [name for name in named.values() if not os.environ.get(name)]
    if missing:
        are = "are" if len(missing) > 1 else "is"
        raise NotSet(f"{' and '.join(missing)} {are} not set in the environment.")
    return {key: os.environ[name] for key, name in named.items()}


def pieces(text: str, most: int) -> Iterator[str]:
    """Parts text into pieces of at most `most` characters, at line ends.

    A line holds a warning together with its advice, so a line is only parted, between words, when it is too long alone.
    """
    while len(text) > most:
        end = text.rfind("\n", 1, most + 1)
        if end < 0:
            end = text.rfind(" ", 1, most + 1)
        if end < 0:
            end = most
        yield text[:end]
        text = text[end:].lstrip()
    yield text


def read(text: str) -> tuple[str, dict[str, Any]]:
    """Gives text fit to be read, and the metadata that says how much of it was left unread."""
    kept, unread = clean(text)
    return kept, {UNREAD: unread} if unread else {}
