"""The rest of the public port, and who gets in, with a stand-in for the agent."""

from __future__ import annotations

import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels import page
from bot.channels.wording import FAULT
from bot.core import rasa_server
from bot.core.limits import Limiter
from tests.channels.fake_agent import WEBHOOK, Ask, FakeAgent

pytestmark = pytest.mark.filterwarnings("ignore:You have set a listener")


def test_a_wrong_address_is_answered_in_the_same_form_and_not_repeated(ask: Ask) -> None:
    for method, path, status in (("GET", "/nowhere", 404), ("NOWHERE", WEBHOOK, 405)):
        answer = ask(method, path)
        assert answer.status_code == status
        assert set(answer.json()) == {"error"}
        assert "nowhere" not in answer.text.lower()
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
