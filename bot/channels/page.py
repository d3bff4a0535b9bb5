"""The chat page, and what programs ask of the same port: health, readiness and `/model/parse`."""

from __future__ import annotations

import logging
import os
import time
from functools import partial
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.entry import SESSION_COOKIE, Refused, error, json_response, let_in, set_session, token_of
from bot.channels.gate import Gate
from bot.channels.incoming import read_object, read_text
from bot.channels.wording import ENDED
from bot.core import inbox, visitors

logger = logging.getLogger(__name__)
WIDGET = Path(__file__).parent.parent / "widget"
HEADERS = {
    "Content-Security-Policy": ("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # not "no-referrer": our own forms would then say they come from nowhere
    "Cache-Control": "no-cache",
}


async def add_headers(_request: Request, answer: HTTPResponse) -> None:
    """Tells browsers to load nothing from elsewhere and to tell nobody where the visitor was."""
    answer.headers.update(HEADERS)


async def missing_parts(agent: Any) -> list[str]:
    """Lists what is not ready: `model`, `action_server`, `tracker_store`, `lock_store`. Empty: all is well."""
    missing: list[str] = []
    if agent is None or not agent.is_ready():
        return ["model"]
    try:
        await agent.action_endpoint.check()
    except Exception:  # its own log says what is wrong with it
        missing.append("action_server")
    for name in ("tracker_store", "lock_store"):
        try:
            await getattr(agent, name).check()
        except Exception:  # whatever is wrong with the store, the answer is the same
            logger.exception("The %s does not answer.", name)
            missing.append(name)
    return missing


async def widget_file(name: str) -> HTTPResponse:
    """Gives a file of the chat page, or 404."""
    found = {path.name: path for path in WIDGET.glob("*")}
    return await response.file(found[name]) if name in found else error(404, "There is no such page.")


async def session_in_use(gate: Gate, request: Request) -> str | None:
    """Gives the session that the browser shows; None where there is none, or it was ended."""
    offered: str | None = request.cookies.get(SESSION_COOKIE)
    session = gate.sessions.read(offered, time.time())
    if session is not None:
        try:
            ended = partial(visitors.is_ended, visitor=session.visitor)
            return None if await request.app.ctx.workers.storage.read(ended) else offered
        except Exception as fault:  # the page can be had all the same
            logger.warning("An ended session could not be looked up (%s).", type(fault).__name__)
    return offered


def page_blueprint(gate: Gate) -> Blueprint:
    """Gives all routes of the public port but the channels' own."""
    page = Blueprint("page")

    @page.get("/")
    async def index(request: Request) -> HTTPResponse:
        answer = await widget_file("index.html")
        session = gate.sessions.renewed(await session_in_use(gate, request), time.time())
        if session is not None:
            set_session(answer, gate, session)
        return answer

    @page.get("/static/<name:str>")
    async def static(_request: Request, name: str) -> HTTPResponse:
        return await widget_file(name)

    @page.get("/healthz")
    async def healthz(_request: Request) -> HTTPResponse:
        return json_response({"status": "ok"})

    @page.get("/readyz")
    async def readyz(request: Request) -> HTTPResponse:
        missing = await missing_parts(getattr(request.app.ctx, "agent", None))
        try:
            counted = await request.app.ctx.workers.storage.read(inbox.counts)
        except Exception:  # as above
            logger.exception("The inbox does not answer.")
            counted, missing = {}, list(dict.fromkeys([*missing, "tracker_store"]))
        return json_response(
            {"ready": not missing, "missing": missing, "process": os.getpid(), **counted}, 503 if missing else 200
        )

    @page.delete("/session")
    async def leave(request: Request) -> HTTPResponse:
        let_in(gate, request)
        session = gate.sessions.read(request.cookies.get(SESSION_COOKIE), time.time())
        if session is None:
            raise Refused(401, ENDED)
        await request.app.ctx.workers.storage.run(partial(visitors.end, visitor=session.visitor, now=time.time()))
        answer = response.empty()
        del answer.cookies[SESSION_COOKIE]
        return answer

    @page.post("/model/parse")
    async def parse(request: Request) -> HTTPResponse:
        let_in(gate, request)
        if not gate.has_token(token_of(request)):
            raise Refused(401, "This needs the token.")
        text, _ = read_text(read_object(request.body), "text")
        return json_response(await request.app.ctx.agent.processor.parse_message(UserMessage(text)))

    return page
