"""Hostile requests to every public route: none ends a process, or is answered with a fault that is not explained."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from sanic import Sanic

from bot.core import rasa_server
from tests.channels.standin import StandIn
from tests.faults.conftest import Count, Record
from tests.faults.ledger import HOOK, TOKEN
from tests.faults.payloads import CORPUS, ROUTES, SLACK_SECRET, Payload, payloads
from tests.served import Assistant

UNREAD = 60_000
CHANNELS = {
    "CHANNELS": "telegram,slack",
    "TELEGRAM_TOKEN": TOKEN,
    "TELEGRAM_WEBHOOK_URL": HOOK,
    "SLACK_TOKEN": "xoxb-for-tests",
    "SLACK_SIGNING_SECRET": SLACK_SECRET,
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """One with all channels open. Nobody takes its replies: who asked for them does not exist."""
    api = StandIn({"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}})
    urls = {"TELEGRAM_API_URL": api.url, "SLACK_API_URL": f"{api.url}/"}
    served = Assistant(tmp_path_factory.mktemp("assistant"), **CHANNELS, **urls)
    yield served
    served.stop()
    api.stop()


def test_every_public_route_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CHANNELS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NUTRIGAP_DATA", str(tmp_path))
    monkeypatch.setattr(Sanic, "test_mode", True)
    app = rasa_server.build_app("no-model")
    served = {f"/{route.path}".replace("<name:str>", "app.js") for route in app.router.routes}
    app.ctx.workers.storage.close()
    assert set(ROUTES) == served


def test_nothing_sent_ends_it(assistant: Assistant, count: Count, record: Record) -> None:
    children, statuses, slowest = assistant.children(), Counter[int](), 0.0
    client = httpx.Client(timeout=60, limits=httpx.Limits(max_keepalive_connections=0))

    def send(payload: Payload) -> None:
        nonlocal slowest
        asked = time.monotonic()
        try:
            url = httpx.URL(assistant.url + payload.path)
        except httpx.InvalidURL:  # too long for the client: never sent
            return
        request = httpx.Request(payload.method, url, headers=payload.headers, content=payload.body)
        try:
            answer = client.send(request)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            assert len(payload.body) > UNREAD  # it has hung up on a body that it did not want to read
            return
        slowest = max(slowest, time.monotonic() - asked)
        statuses[answer.status_code] += 1
        too_slow = payload.path == "/model/parse" and answer.status_code == 503
        assert answer.status_code < 500 or too_slow, answer.text

    made_up = given(payloads())(send)
    every = settings(max_examples=count(300, 100_000), deadline=None, suppress_health_check=list(HealthCheck))
    for payload in CORPUS:
        send(payload)
    settings(every, database=None)(made_up)()
    client.close()
    assert assistant.children() == children
    assert assistant.say("hello", assistant.new())
    log = assistant.log.read_text()
    assert "Traceback" not in log
    assert "ended (" not in log
    record(payloads=statuses.total(), by_status=statuses, crashes=0, slowest_s=round(slowest, 1))
