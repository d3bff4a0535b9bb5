"""The chat page, and what programs ask of the same port: health, readiness and `/model/parse`."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

import aiohttp
from rasa.core.channels.channel import UserMessage
from sanic import Blueprint, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.gate import Gate
from bot.channels.incoming import BadRequest, read_object, read_text
from bot.channels.web import SESSION_COOKIE, error, json_response, token_of

logger = logging.getLogger(__name__)
WIDGET = Path(__file__).parent.parent / "widget"
HEADERS = {
    "Content-Security-Policy": ("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


async def add_headers(_request: Request, answer: HTTPResponse) -> None:
    """Tells browsers to load nothing from elsewhere and to tell nobody where the visitor was."""
    answer.headers.update(HEADERS)


async def missing_parts(agent: Any) -> list[str]:
    """Lists what is not ready to answer: `model`, `action_server`, `tracker_store`. Empty: all is well."""
    missing: list[str] = []
    if agent is None or not agent.is_ready():
        return ["model"]
    try:
        url = agent.action_endpoint.url.rsplit("/", 1)[0] + "/health"
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(2)) as session,
            session.get(url) as answer,
        ):
            answer.raise_for_status()
    except (aiohttp.ClientError, asyncio.TimeoutError):
        missing.append("action_server")
    try:
        await agent.tracker_store.exists("readyz")
    except Exception:  # whatever is wrong with the store, the answer is the same
        logger.exception("The tracker store does not answer.")
        missing.append("tracker_store")
    return missing


async def refuse(_request: Request, fault: SanicException) -> HTTPResponse:
    """Answers a wrong address or method, or a body too large, as the routes answer theirs."""
    return error(fault.status_code, str(fault))


async def widget_file(name: str) -> HTTPResponse:
    """Gives a file of the chat page, or 404."""
    path = WIDGET / name
    return await response.file(path) if path.is_file() else error(404, "There is no such page.")


def page_blueprint(gate: Gate) -> Blueprint:
    """Gives all routes of the public port but the channels' own."""
    page = Blueprint("page")

    @page.get("/")
    async def index(request: Request) -> HTTPResponse:
        answer = await widget_file("index.html")
        if gate.public and gate.visitor(request.cookies.get(SESSION_COOKIE)) is None:
            answer.cookies[SESSION_COOKIE] = gate.new_session()
            secure = os.environ.get("PUBLIC_URL", "").startswith("https:")
            answer.cookies[SESSION_COOKIE].update({"httponly": True, "samesite": "Strict"})
            if secure:  # Sanic writes "Secure=False" too, and browsers take any Secure for yes
                answer.cookies[SESSION_COOKIE]["secure"] = True
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
        return json_response({"ready": not missing, "missing": missing}, 503 if missing else 200)

    @page.post("/model/parse")
    async def parse(request: Request) -> HTTPResponse:
        if not gate.has_token(token_of(request)):
            return error(401, "This needs the token.")
        try:
            text, _ = read_text(read_object(request.body), "text")
        except BadRequest as fault:
            return error(400, str(fault))
        return json_response(await request.app.ctx.agent.processor.parse_message(UserMessage(text)))

    return page
