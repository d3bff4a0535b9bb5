"""The web channel: Rasa's REST route over the inbox, and the talk so far for whoever comes back to it."""

from __future__ import annotations

import re
import time
import uuid
from functools import partial
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.entry import json_response, let_in, may_send, refuse_ended, sender_of, set_session
from bot.channels.gate import VISITOR, Gate
from bot.channels.incoming import BadRequest, read_message, read_sender
from bot.channels.wording import WORDING
from bot.core import outbox
from bot.core.answering import ERASED
from bot.core.inbox import Message
from bot.core.outbox import Exchange, Reply
from bot.core.storage import Connection, talk_key
from bot.core.workers import MOMENT, Workers

LONGEST_WAIT = 60
_WAIT = re.compile(r"(?:^|,)\s*wait\s*=\s*([0-9]{1,3})\s*(?:,|;|$)", re.ASCII)


def patience(request: Request) -> float:
    """Gives how many seconds the caller wants to wait for an answer: `Prefer: wait=60`, else `MOMENT`."""
    preferred = _WAIT.search(request.headers.get("prefer", ""))
    return min(LONGEST_WAIT, int(preferred.group(1))) if preferred else MOMENT


def last_seen(request: Request) -> int:
    """Gives the id of the last reply that the caller has seen: `?after=...`, else 0.

    Raises:
        BadRequest: it is no such id.
    """
    after = request.args.get("after", "0")
    if not re.fullmatch("[0-9]{1,15}", after, re.ASCII):
        raise BadRequest('"after" must be the id of a reply.')
    return int(after)


def shown(exchange: Exchange) -> dict[str, Any]:
    """Gives a message and its replies as the caller sees them."""
    said = exchange.message
    return {
        "message_id": said.message_id,
        "text": said.text,
        "state": said.state,
        "replies": exchange.replies,
    }


def addressed(sender: str, replies: list[Reply], with_ids: bool = False) -> list[Reply]:
    """Gives replies in the form that Rasa documents; ids are for callers who know what to do with them."""
    name = sender.partition(":")[2]
    hidden = () if with_ids else ("id",)
    return [{"recipient_id": name, **{key: reply[key] for key in reply if key not in hidden}} for reply in replies]


class WebInput(InputChannel):
    """`/webhooks/rest/webhook`, for the chat page and for programs, and `/webhooks/rest/talk`."""

    def __init__(self, gate: Gate) -> None:
        """Takes the gate that decides who may talk."""
        self.gate = gate

    @classmethod
    def name(cls) -> str:
        """Gives the name that Rasa's own has."""
        return "rest"

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """Gives the routes."""
        webhook = Blueprint("web_channel")

        @webhook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            began = time.monotonic()
            let_in(self.gate, request)
            incoming = read_message(request.body)
            sender = sender_of(self.gate, request, incoming.sender)
            may_send(self.gate, sender)
            message_id = incoming.message_id or uuid.uuid4().hex
            message = Message(sender, self.name(), message_id, incoming.text, incoming.metadata)
            workers: Workers = request.app.ctx.workers
            accepted = await workers.accept(message, partial(refuse_ended, sender=sender))
            outcome = await workers.outcome(accepted, max(0.0, began + patience(request) - time.monotonic()))
            if outcome is None:
                custom = {"type": "waiting", "message_id": message_id}
                return json_response(addressed(sender, [{**WORDING.moment, "custom": custom}]))
            answer = json_response(addressed(sender, outcome.replies, incoming.message_id is not None))
            if outcome.state == ERASED and sender.startswith(VISITOR):
                set_session(answer, self.gate, self.gate.sessions.issue(time.time()))
            return answer

        @webhook.get("/talk")
        async def talk(request: Request) -> HTTPResponse:
            let_in(self.gate, request)
            sender = sender_of(self.gate, request, read_sender(request.args.get("sender")))
            after = last_seen(request)

            def read(connection: Connection) -> list[Exchange]:
                refuse_ended(connection, sender)
                return outbox.exchanges(connection, talk_key(sender), after)

            exchanges = await request.app.ctx.workers.storage.read(read)
            return json_response({"messages": [shown(exchange) for exchange in exchanges]})

        return webhook
