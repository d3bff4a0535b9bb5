"""What every request of ours passes on its way in, and how it is answered when it does not."""

from __future__ import annotations

import json
import logging
import math
import time
from http import HTTPStatus
from typing import Any

from sanic import response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.gate import VISITOR, Gate
from bot.channels.incoming import BadRequest
from bot.channels.wording import ENDED, FAULT, NOT_TAKEN
from bot.core import visitors
from bot.core.inbox import OtherWords, TooMany
from bot.core.retry import is_outage
from bot.core.storage import Connection

SESSION_COOKIE = "nutrigap_session"

logger = logging.getLogger(__name__)


class Refused(SanicException):
    """The request cannot be served; its text says why, for whoever sent it."""

    def __init__(self, status: int, says: str, seconds: float = 0) -> None:
        """Takes the status, one sentence, and after how many seconds it may be tried again, where that helps."""
        super().__init__(says, status_code=status)
        self.headers = {"Retry-After": str(math.ceil(seconds))} if seconds else {}


def error(status: int, says: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    """Answers a request that cannot be served, in one sentence."""
    return json_response({"error": says}, status, headers)


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    """Answers with JSON in plain ASCII, which holds whatever text it is given."""
    return response.json(body, status=status, headers=headers, dumps=json.dumps)


EXPLAINED: dict[type[Exception], tuple[int, str, int]] = {
    OtherWords: (409, "A message with this message_id came before and said something else.", 0),
    TooMany: (429, "Many of your messages still wait for an answer. Please wait a minute.", 60),
}
"""What else a request may raise: the status, the sentence, and after how many seconds to try again."""


SAID_OF_OTHERS = {
    HTTPStatus.BAD_REQUEST: "This request cannot be read.",
    HTTPStatus.NOT_FOUND: "There is no such page.",
    HTTPStatus.METHOD_NOT_ALLOWED: "That cannot be done with this address.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That is more than one request may hold.",
}
"""The sentences for what is refused before it reaches us."""


async def refuse(_request: Request, fault: Exception) -> HTTPResponse:
    """Answers what cannot be served: a wrong form, address or method, a body too large, a limit, a fault of ours."""
    if isinstance(fault, BadRequest):
        return error(400, str(fault))
    if isinstance(fault, Refused):
        return error(fault.status_code, str(fault), fault.headers)
    if isinstance(fault, SanicException):  # whose own text repeats what was asked for
        kind = HTTPStatus(fault.status_code)
        return error(kind, SAID_OF_OTHERS.get(kind, kind.phrase), getattr(fault, "headers", None))
    if type(fault) in EXPLAINED:
        status, says, seconds = EXPLAINED[type(fault)]
    elif is_outage(fault):
        logger.warning("A request found a part away (%s).", type(fault).__name__)
        status, says, seconds = 503, NOT_TAKEN, 5
    else:
        logger.error("A request failed.", exc_info=fault)
        status, says, seconds = 500, FAULT, 0
    return error(status, says, {"Retry-After": str(seconds)} if seconds else None)


def token_of(request: Request) -> str | None:
    """Gives the token that a program shows: `Authorization: Bearer ...` or `?token=...`."""
    token: str | None = request.token or request.args.get("token")
    return token


def let_in(gate: Gate, request: Request) -> None:
    """Lets the request pass the gate, before anything of it is read.

    Raises:
        Refused: it is sent by somebody else's page, or its address sends too much.
    """
    if gate.is_foreign(request.headers.get("origin"), request.host):
        raise Refused(403, "This may not be sent from there. Where visitors use another address, set PUBLIC_URL.")
    if gate.public and gate.has_token(token_of(request)):
        return
    seconds = gate.wait_of_address(request.remote_addr or request.ip)
    if seconds:
        raise Refused(429, "That was a lot at once. Please wait a moment.", seconds)


def sender_of(gate: Gate, request: Request, asked: str | None) -> str:
    """Gives whose talk the request is about: the program's choice, or the visitor's own.

    Raises:
        Refused: there is neither session nor token.
    """
    sender = gate.sender(asked, token_of(request), request.cookies.get(SESSION_COOKIE))
    if sender is None:
        raise Refused(401, "Open the chat page first, or show the token.")
    return sender


def may_send(gate: Gate, sender: str) -> None:
    """Counts a message of the sender.

    Raises:
        Refused: it is one too many for now.
    """
    seconds = gate.wait_of_sender(sender)
    if seconds:
        raise Refused(429, "That was a lot at once. Please wait a minute.", seconds)


def refuse_ended(connection: Connection, sender: str) -> None:
    """Looks, in the transaction that serves a request, whether its session was ended.

    Raises:
        Refused: it was.
    """
    if sender.startswith(VISITOR) and visitors.is_ended(connection, sender.removeprefix(VISITOR)):
        raise Refused(401, ENDED)


def end_session(connection: Connection, sender: str) -> None:
    """Ends the session of a visitor whose talk was erased; other senders have none."""
    if sender.startswith(VISITOR):
        visitors.end(connection, sender.removeprefix(VISITOR), time.time())


def set_session(answer: HTTPResponse, gate: Gate, session: str) -> None:
    """Gives the visitor's browser a session, which it shows to nobody else and to no script."""
    answer.cookies[SESSION_COOKIE] = session
    answer.cookies[SESSION_COOKIE].update({"httponly": True, "samesite": "Strict", "path": "/"})
    if (gate.origin or "").startswith("https:"):  # Sanic writes "Secure=False" too, which browsers take for yes
        answer.cookies[SESSION_COOKIE]["secure"] = True
