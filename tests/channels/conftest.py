"""The public port with a stand-in for the agent."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from sanic import Sanic

from bot.core import rasa_server
from tests.channels.fake_agent import Ask, FakeAgent


@pytest.fixture
def agent() -> FakeAgent:
    return FakeAgent()


@pytest.fixture
def ask(agent: FakeAgent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Sends one request to the application, built with the environment as it then is."""
    monkeypatch.setenv("NUTRIGAP_DATA", str(tmp_path))
    monkeypatch.setattr(Sanic, "test_mode", True)

    async def send(method: str, path: str, **rest: Any) -> httpx.Response:
        app = rasa_server.build_app("no-model")
        app.ctx.agent = agent
        agent.storage = app.ctx.workers.storage
        await app._startup()
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", cookies=rest.pop("cookies", None)
        ) as client:
            answer = await client.request(method, path, **rest)
        await app.ctx.workers.stop()
        app.ctx.workers.storage.close()
        return answer

    return lambda *arguments, **rest: asyncio.run(send(*arguments, **rest))
