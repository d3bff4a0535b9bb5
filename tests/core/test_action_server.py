"""The action server as a process of its own, asked as the assistant asks it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator

import httpx
import pytest

from bot.core.training import MODEL, train_if_stale
from tests.served import ROOT

SECRET = "only-for-this-test"
TRACKER = {
    "sender_id": "ann",
    "slots": {"case": None},
    "latest_message": {},
    "events": [],
    "paused": False,
    "followup_action": None,
    "active_loop": {},
    "latest_action_name": None,
}
CALL = {"sender_id": "ann", "tracker": TRACKER}


@pytest.fixture(scope="module")
def server() -> Iterator[httpx.Client]:
    train_if_stale()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.core.action_server", str(MODEL), str(port)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NUTRIGAP_ACTIONS_SECRET": SECRET},
    )
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {SECRET}"}) as client:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and process.poll() is None:
            try:
                client.get("/health")
                break
            except httpx.ConnectError:
                time.sleep(0.2)
        client.timeout = httpx.Timeout(30)
        yield client
    process.terminate()
    _, said = process.communicate(timeout=20)
    assert "secret words" not in said


def test_it_reads_a_message(server: httpx.Client) -> None:
    parsed = server.post("/parse", json={"text": "my calves twitch"}).json()
    assert [entity["value"] for entity in parsed["entities"]] == ["muscle_twitching"]


def test_it_runs_an_action(server: httpx.Client) -> None:
    done = server.post("/webhook", json={**CALL, "next_action": "action_start_over"}).json()
    assert [response["response"] for response in done["responses"]] == ["utter_start_over"]


@pytest.mark.parametrize("path", ["/health", "/parse", "/webhook", "/elsewhere"])
@pytest.mark.parametrize("shown", [None, "Bearer", "Bearer wrong", "Bearer \xe9"])
def test_it_answers_nobody_without_the_secret(server: httpx.Client, path: str, shown: str | None) -> None:
    headers = {} if shown is None else {"Authorization": shown.encode("latin-1")}
    request = httpx.Request("POST", server.base_url.join(path), headers=headers, json={"text": "my secret words"})
    assert server.send(request).status_code == 401


def test_it_takes_no_large_body(server: httpx.Client) -> None:
    assert server.post("/parse", content=b"x" * 1_000_001).status_code == 413


def test_it_unpacks_nothing(server: httpx.Client) -> None:
    packed = zlib.compress(b'{"text": "' + b"my secret words " * 1_000_000 + b'"}')
    answer = server.post("/parse", content=packed, headers={"Content-Encoding": "deflate"})
    assert (answer.status_code, answer.json()) == (500, {"error": "UnicodeDecodeError"})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"text": 4}'])
def test_a_wrong_body_is_an_error_and_not_the_end(server: httpx.Client, body: bytes) -> None:
    assert server.post("/parse", content=body).status_code == 500
    assert server.get("/health").status_code == 200


def test_an_unknown_action_is_said_to_be_unknown(server: httpx.Client) -> None:
    assert server.post("/webhook", json={**CALL, "next_action": "action_dance"}).status_code == 404


def test_a_failing_action_tells_its_kind_alone(server: httpx.Client) -> None:
    call = {**CALL, "next_action": "action_assess_case", "tracker": {**TRACKER, "slots": {"case": "my secret words"}}}
    answer = server.post("/webhook", json=call)
    assert answer.status_code == 500
    assert "secret" not in answer.text
