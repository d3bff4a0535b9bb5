"""What comes in from outside: checked, cleaned and cut to size before anything else sees it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

MAX_CHARACTERS = 4_000
MAX_SENDER = 255
UNREAD = "unread_chars"
"""Key in a message's metadata: how many characters at its end were left unread."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class BadRequest(Exception):
    """The request breaks the documented form; its text says how, for whoever sent it."""


@dataclass(frozen=True)
class Incoming:
    """A message fit to be read.

    Attributes:
        text: what is read of it.
        sender: who the caller says it is; None when it says nothing.
        message_id: the caller's own id of the message, the same when it is sent again; None where there is none.
        metadata: what the assistant may know of the message. All of it is ours: a caller sets none.
    """

    text: str
    sender: str | None
    message_id: str | None
    metadata: dict[str, Any]


def clean(text: str) -> tuple[str, int]:
    """Makes any string readable: composed characters, no control characters, at most `MAX_CHARACTERS`.

    Returns:
        The text to read, and how many characters after it were left unread (0 as a rule).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = _CONTROLS.sub("", _SURROGATES.sub("\ufffd", text))
    # Cut first: composing can be slow on a very long text, and never makes it longer.
    kept = unicodedata.normalize("NFC", whole[:MAX_CHARACTERS]).strip()
    return kept, max(0, len(whole) - MAX_CHARACTERS)


def read_object(body: bytes) -> dict[str, Any]:
    """Reads a JSON object.

    Raises:
        BadRequest: the body is not JSON, or not an object.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("The body is not JSON.") from None
    if not isinstance(content, dict):
        raise BadRequest("The body must be a JSON object.")
    return content


def read_text(content: dict[str, Any], key: str) -> tuple[str, int]:
    """Reads the text under `key`; see `clean` for what is returned.

    Raises:
        BadRequest: there is no such key, or it holds no string.
    """
    if not isinstance(content.get(key), str):
        raise BadRequest(f'"{key}" must be a string.')
    return clean(content[key])


def read_message(body: bytes) -> Incoming:
    """Reads the body that Rasa documents for its REST channel.

    Raises:
        BadRequest: the body does not have that form.
    """
    content = read_object(body)
    text, unread = read_text(content, "message")
    metadata = content.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise BadRequest('"metadata" must be an object.')
    message_id = metadata.get("message_id") if content.get("message_id") is None else content["message_id"]
    if message_id is not None and not (isinstance(message_id, str) and _MESSAGE_ID.fullmatch(message_id)):
        raise BadRequest('"message_id" must be a string of 1 to 64 letters, digits, or any of ". _ : -".')
    return Incoming(text, read_sender(content.get("sender")), message_id, {UNREAD: unread} if unread else {})


def read_sender(sender: Any) -> str | None:
    """Reads the name that a program gives its talk; None where it gives none.

    Raises:
        BadRequest: it is no string, or one that cannot be stored everywhere.
    """
    if sender is None:
        return None
    if not isinstance(sender, str) or not 0 < len(sender) <= MAX_SENDER:
        raise BadRequest(f'"sender" must be a string of 1 to {MAX_SENDER} characters.')
    if _SURROGATES.search(sender) or _CONTROLS.search(sender):
        raise BadRequest('"sender" must not hold control characters or lone surrogates.')
    return sender
