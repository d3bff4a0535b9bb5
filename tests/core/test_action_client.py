from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from rasa.core.channels.channel import UserMessage

from bot.core import action_client
from bot.core.action_client import ActionServer, Refused

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def ask(handler: Handler, *questions: Callable[[ActionServer], Awaitable[Any]]) -> list[Any]:
    """Asks a server that answers so; gives what each question came to, errors included."""

    async def run() -> list[Any]:
        app = web.Application()
        app.router.add_route("*", "/{path}", handler)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = site._server.sockets[0].getsockname()[:2]
        server = ActionServer(f"http://{host}:{port}", "sesame")
        answers = [await asyncio.gather(question(server), return_exceptions=True) for question in questions]
        await server.close()
        await runner.cleanup()
        return [answer for [answer] in answers]

    return asyncio.run(run())


def test_it_shows_the_secret_and_keeps_its_connection() -> None:
    seen = []

    async def answer(request: web.Request) -> web.StreamResponse:
        seen.append((request.path, request.headers["Authorization"], request.transport))
        return web.json_response({"got": await request.json() if request.can_read_body else None})

    got = ask(answer, lambda s: s.parse(UserMessage(" hi ")), lambda s: s.run({"a": 1}), lambda s: s.check())
    assert got == [{"got": {"text": "hi"}}, {"got": {"a": 1}}, None]
    assert [path for path, *_ in seen] == ["/parse", "/webhook", "/health"]
    assert {secret for _, secret, _ in seen} == {"Bearer sesame"}
    assert len({id(transport) for *_, transport in seen}) == 1


def test_a_connection_that_is_found_closed_is_opened_once_more() -> None:
    calls = []

    async def answer(request: web.Request) -> web.StreamResponse:
        calls.append(request.path)
        if len(calls) in (1, 3, 4):
            assert request.transport is not None
            request.transport.close()
        return web.json_response({})

    first, second = ask(answer, lambda s: s.run({}), lambda s: s.run({}))
    assert first == {}
    assert isinstance(second, aiohttp.ServerDisconnectedError)
    assert len(calls) == 4


@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_refusal_is_told_by_its_status(status: int) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text="my secret words")

    [refusal] = ask(answer, lambda s: s.run({}))
    assert isinstance(refusal, Refused)
    assert (refusal.status, str(refusal)) == (status, str(status))


def test_garbage_counts_as_nobody_there() -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>my secret words")

    [garbage] = ask(answer, lambda s: s.run({}))
    assert isinstance(garbage, aiohttp.ClientError)


def test_it_waits_no_longer_than_its_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_client, "PATIENCE", 0.1)

    async def answer(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.json_response({})

    [late] = ask(answer, lambda s: s.run({}))
    assert isinstance(late, asyncio.TimeoutError)
