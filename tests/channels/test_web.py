"""The public port with a stand-in for the agent: what is checked, what is answered, and to whom."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channels import page
from bot.channels.wording import FAULT
from bot.core import rasa_server
from bot.core.limits import Limiter

pytestmark = pytest.mark.filterwarnings("ignore:You have set a listener")
WEBHOOK = "/webhooks/rest/webhook"
Ask = Callable[..., httpx.Response]


class FakeAgent:
    """Answers with what it heard, or as the text tells it to."""

    def __init__(self) -> None:
        self.heard: list[UserMessage] = []
        self.processor = SimpleNamespace(parse_message=self.parse)
        self.tracker_store = self.lock_store = SimpleNamespace(check=self.check)
        self.action_endpoint = SimpleNamespace(check=self.check_actions)
        self.broken_store = False

    def is_ready(self) -> bool:
        return True

    async def check(self) -> None:
        if self.broken_store:
            raise OSError("secret")

    async def check_actions(self) -> None:
        raise asyncio.TimeoutError

    async def parse(self, message: UserMessage) -> dict[str, Any]:
        return {"text": message.text, "intent": {"name": "greet"}, "entities": [], "not_understood": ["x"]}

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        if message.text == "silence":
            return
        if message.text == "break":
            raise ValueError("break, my secret words")
        await message.output_channel.send_response(
            message.sender_id,
            {
                "text": "One.\n\nTwo.",
                "buttons": [{"title": "Yes"}],
                "custom": {"type": "assessment"},
                "image": None,
            },
        )
        if message.text == "late":
            raise ValueError("late")


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
        await app._startup()
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", cookies=rest.pop("cookies", None)
        ) as client:
            return await client.request(method, path, **rest)

    return lambda *arguments, **rest: asyncio.run(send(*arguments, **rest))


def test_a_reply_is_one_item_with_its_text_whole(ask: Ask) -> None:
    answer = ask("POST", WEBHOOK, json={"sender": "ann", "message": "hi"})
    assert answer.json() == [
        {
            "recipient_id": "ann",
            "text": "One.\n\nTwo.",
            "buttons": [{"title": "Yes"}],
            "custom": {"type": "assessment"},
        }
    ]


def test_the_agent_hears_clean_text_and_how_much_was_left_unread(ask: Ask, agent: FakeAgent) -> None:
    ask("POST", WEBHOOK, json={"sender": "ann", "message": "\x00" + "a" * 4_010, "metadata": {"case": 1}})
    (message,) = agent.heard
    assert message.text == "a" * 4_000
    assert message.metadata == {"unread_chars": 10}
    assert message.sender_id == "program:ann"


def test_an_empty_message_gets_its_turn(ask: Ask, agent: FakeAgent) -> None:
    assert ask("POST", WEBHOOK, json={"sender": "ann", "message": "  "}).json()[0]["text"]
    assert agent.heard[0].text == ""


@pytest.mark.parametrize("text", ["silence", "break"])
def test_nobody_is_met_with_silence(ask: Ask, text: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = ask("POST", WEBHOOK, json={"sender": "ann", "message": text})
    assert answer.status_code == 200
    assert answer.json() == [{"recipient_id": "ann", "text": FAULT, "custom": {"type": "fault"}}]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == (
        ["A turn failed."] if text == "break" else []
    )


def test_what_was_said_before_a_fault_is_kept(ask: Ask) -> None:
    replies = ask("POST", WEBHOOK, json={"sender": "ann", "message": "late"}).json()
    assert [reply["custom"]["type"] for reply in replies] == ["assessment", "fault"]


@pytest.mark.parametrize("content", [b"hello", b'{"message": 4}', b'{"sender": "\\ud800", "message": "hi"}'])
def test_a_wrong_body_is_answered_kindly(ask: Ask, agent: FakeAgent, content: bytes) -> None:
    answer = ask("POST", WEBHOOK, content=content)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not agent.heard


def test_a_wrong_address_is_answered_in_the_same_form(ask: Ask) -> None:
    assert ask("GET", "/nowhere").status_code == 404
    assert set(ask("GET", "/nowhere").json()) == {"error"}
    assert ask("GET", WEBHOOK).status_code == 405
    assert ask("GET", "/conversations/ann/tracker").status_code == 404


def test_parse_gives_all_that_was_understood(ask: Ask) -> None:
    answer = ask("POST", "/model/parse", json={"text": "/restart", "message_id": "7"})
    assert answer.json() == {
        "text": "/restart",
        "intent": {"name": "greet"},
        "entities": [],
        "not_understood": ["x"],
    }
    assert ask("POST", "/model/parse", json={"text": 4}).status_code == 400


def test_health_and_readiness(ask: Ask, agent: FakeAgent) -> None:
    assert ask("GET", "/healthz").status_code == 200
    answer = ask("GET", "/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["action_server"])
    agent.broken_store = True
    assert ask("GET", "/readyz").json()["missing"] == ["action_server", "tracker_store", "lock_store"]
    agent.is_ready = lambda: False  # type: ignore[method-assign]
    assert ask("GET", "/readyz").json()["missing"] == ["model"]


def test_the_page_is_served_with_its_guards(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "WIDGET", tmp_path / "widget")
    assert ask("GET", "/").status_code == 404
    (tmp_path / "widget").mkdir()
    (tmp_path / "widget" / "index.html").write_text("<p>chat</p>")
    (tmp_path / "widget" / "app.js").write_text("1")
    (tmp_path / "secret.txt").write_text("no")
    answer = ask("GET", "/")
    assert answer.text == "<p>chat</p>"
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert ask("GET", "/static/app.js").text == "1"
    for path in (
        "/static/../secret.txt",
        "/static/%2e%2e%2fsecret.txt",
        "/static/..%2fsecret.txt",
    ):
        assert ask("GET", path).status_code == 404


def test_in_public_only_the_token_and_issued_sessions_get_in(
    ask: Ask, agent: FakeAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://chat.example")
    monkeypatch.setenv("NUTRIGAP_TOKEN", "right")
    said = {"sender": "ann", "message": "hi"}
    assert ask("POST", WEBHOOK, json=said).status_code == 401
    assert ask("POST", "/model/parse", json={"text": "hi"}).status_code == 401
    assert ask("POST", WEBHOOK, json=said, headers={"Authorization": "Bearer right"}).status_code == 200
    assert ask("POST", f"{WEBHOOK}?token=right", json=said).status_code == 200
    assert ask("POST", "/model/parse?token=right", json={"text": "hi"}).status_code == 200
    assert [message.sender_id for message in agent.heard] == ["program:ann", "program:ann"]

    cookie = ask("GET", "/").headers["set-cookie"]
    assert all(mark in cookie for mark in ("HttpOnly", "SameSite=Strict", "Secure"))
    session = {"nutrigap_session": cookie.split("=", 1)[1].split(";")[0]}
    assert ask("POST", WEBHOOK, json=said, cookies=session).status_code == 200
    assert agent.heard[-1].sender_id.startswith("visitor:")
    assert ask("POST", WEBHOOK, json=said, cookies={"nutrigap_session": "ann.forged"}).status_code == 401
    assert "set-cookie" not in ask("GET", "/", cookies=session).headers


def test_on_loopback_the_page_has_a_session_too(ask: Ask, agent: FakeAgent) -> None:
    cookie = ask("GET", "/").headers["set-cookie"]
    assert "Secure" not in cookie
    session = {"nutrigap_session": cookie.split("=", 1)[1].split(";")[0]}
    (reply,) = ask("POST", WEBHOOK, json={"message": "hi"}, cookies=session).json()
    (heard,) = agent.heard
    assert heard.sender_id == f"visitor:{reply['recipient_id']}"
    assert session["nutrigap_session"].startswith(reply["recipient_id"])


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}], ids=str
)
@pytest.mark.parametrize("path", [WEBHOOK, "/model/parse"])
def test_a_page_elsewhere_gets_nothing_said_in_its_name(
    ask: Ask, agent: FakeAgent, path: str, headers: dict[str, str]
) -> None:
    answer = ask("POST", path, json={"message": "hi", "text": "hi"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"]
    assert not agent.heard


def test_too_much_is_refused_with_the_time_to_wait(ask: Ask, agent: FakeAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://chat.example")
    monkeypatch.setenv("NUTRIGAP_TOKEN", "right")
    spent = {"program:default", "10.0.0.7"}
    monkeypatch.setattr(Limiter, "wait", lambda _self, key, _now: 6.5 if key in spent else 0.0)
    answer = ask("POST", f"{WEBHOOK}?token=right", json={"message": "hi"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    headers = {"X-Forwarded-For": "10.0.0.7"}
    assert ask("POST", WEBHOOK, json={"message": "hi"}, headers=headers).status_code == 401
    monkeypatch.setenv("NUTRIGAP_PROXIES", "1")
    assert ask("POST", WEBHOOK, json={"message": "hi"}, headers=headers).status_code == 429
    assert not agent.heard


def test_a_fault_of_ours_is_said_kindly_and_without_words_of_the_talk(
    ask: Ask, agent: FakeAgent, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(message: UserMessage) -> dict[str, Any]:
        raise ValueError("my secret words")

    agent.processor = SimpleNamespace(parse_message=fail)
    answer = ask("POST", "/model/parse", json={"text": "hi"})
    assert (answer.status_code, answer.json()) == (500, {"error": FAULT})
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == [
        "A request failed."
    ]


def test_a_channel_that_fails_is_named_and_the_rest_opens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHANNELS", "pigeon")
    assert rasa_server.other_channels() == []
    assert capsys.readouterr().out.startswith("pigeon is off: ")
