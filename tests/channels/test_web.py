"""The public port with a stand-in for the agent: what is checked, what is answered, and to whom."""

from __future__ import annotations

import asyncio
import itertools
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
from bot.channels.web import patience
from bot.channels.wording import ENDED, FAULT, NOT_TAKEN, WORDING
from bot.core import rasa_server, records, trying
from bot.core.limits import Limiter
from bot.core.storage import Storage, StorageBusy, talk_key
from bot.core.turn import run_with_the_turn
from bot.core.workers import MOMENT

pytestmark = pytest.mark.filterwarnings("ignore:You have set a listener")
WEBHOOK = "/webhooks/rest/webhook"
TALK = "/webhooks/rest/talk"
Ask = Callable[..., httpx.Response]


class FakeAgent:
    """Answers with what it heard, or as the text tells it to."""

    storage: Storage

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
        await self.answer(message)
        await run_with_the_turn(self.storage, self.erase if message.text == "delete" else lambda connection: None)

    def erase(self, connection: Any) -> None:
        records.erase(connection, talk_key(self.heard[-1].sender_id))

    async def answer(self, message: UserMessage) -> None:
        if message.text == "silence":
            return
        if message.text == "break":
            raise ValueError("break, my secret words")
        if message.text == "slow":
            await asyncio.sleep(30)
        await message.output_channel.send_response(
            message.sender_id,
            {
                "text": "One.\n\nTwo.",
                "buttons": [{"title": "Yes"}],
                "custom": {"type": "assessment"},
                "image": None,
            },
        )


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


@pytest.mark.parametrize(("text", "said"), [("silence", WORDING.silence), ("break", WORDING.refusal)])
def test_nobody_is_met_with_silence(
    ask: Ask, text: str, said: dict[str, Any], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "delays", lambda _first, _most: itertools.repeat(0.0))
    answer = ask("POST", WEBHOOK, json={"sender": "ann", "message": text})
    assert answer.status_code == 200
    assert answer.json() == [{"recipient_id": "ann", **said}]
    assert answer.json()[0]["custom"] == {"type": "fault"}
    assert "secret" not in " ".join(record.getMessage() for record in caplog.records)


def test_a_message_that_is_sent_again_gets_the_same_replies_and_one_turn(ask: Ask, agent: FakeAgent) -> None:
    said = {"sender": "ann", "message": "hi", "message_id": "m-1"}
    first = ask("POST", WEBHOOK, json=said).json()
    assert first[0]["id"] > 0
    assert ask("POST", WEBHOOK, json=said).json() == first
    assert ask("POST", WEBHOOK, json={**said, "message_id": None, "metadata": {"message_id": "m-1"}}).json() == first
    assert len(agent.heard) == 1
    assert agent.heard[0].message_id == "m-1"
    assert ask("POST", WEBHOOK, json={**said, "message": "other words"}).status_code == 409
    assert ask("POST", WEBHOOK, json={**said, "sender": "bob"}).json()[0]["recipient_id"] == "bob"


def test_who_waits_is_told_and_finds_the_answer_later(ask: Ask, agent: FakeAgent) -> None:
    said = {"sender": "ann", "message": "slow"}
    (told,) = ask("POST", WEBHOOK, json=said, headers={"Prefer": "respond-async, wait=0"}).json()
    assert told["text"] == WORDING.moment["text"]
    assert "emergency number" in told["text"]
    waiting = {"message_id": told["custom"]["message_id"], "text": "slow", "state": "waiting", "replies": []}
    assert ask("GET", f"{TALK}?sender=ann").json() == {"messages": [waiting]}
    assert ask("GET", f"{TALK}?sender=bob").json() == {"messages": []}


def test_the_talk_so_far_is_there_for_who_comes_back(ask: Ask, agent: FakeAgent) -> None:
    for text in ("one", "two"):
        ask("POST", WEBHOOK, json={"sender": "ann", "message": text, "message_id": text})
    one, two = ask("GET", f"{TALK}?sender=ann").json()["messages"]
    assert (one["text"], one["state"], two["message_id"]) == ("one", "done", "two")
    assert one["replies"][0]["buttons"] == [{"title": "Yes"}]
    assert ask("GET", f"{TALK}?sender=ann&after={one['replies'][-1]['id']}").json() == {"messages": [two]}
    assert ask("GET", f"{TALK}?sender=ann&after={two['replies'][-1]['id']}").json() == {"messages": []}
    for wrong in ("-1", "x", "9" * 16, "\u0663"):
        assert ask("GET", TALK, params={"sender": "ann", "after": wrong}).status_code == 400


@pytest.mark.parametrize(
    ("preference", "seconds"),
    [
        ("", MOMENT),
        ("wait=20", 20),
        ("respond-async, wait=7", 7),
        ("wait=999", 60),
        ("wait=-1", MOMENT),
        ("await=9", MOMENT),
    ],
)
def test_a_caller_may_say_how_long_to_wait(preference: str, seconds: float) -> None:
    assert patience(SimpleNamespace(headers={"prefer": preference})) == seconds  # type: ignore[arg-type]


def session_of(answer: httpx.Response) -> dict[str, str]:
    return {"nutrigap_session": answer.headers["set-cookie"].split("=", 1)[1].split(";")[0]}


def test_a_visitor_who_erases_all_begins_as_somebody_new(ask: Ask, agent: FakeAgent) -> None:
    old = session_of(ask("GET", "/"))
    ask("POST", WEBHOOK, json={"message": "my secret"}, cookies=old)
    erased = ask("POST", WEBHOOK, json={"message": "delete", "message_id": "d"}, cookies=old)
    assert erased.json()[0]["text"] == "One.\n\nTwo."
    new = session_of(erased)
    for method, path in (("POST", WEBHOOK), ("GET", TALK)):
        refused = ask(method, path, json={"message": "hi"} if method == "POST" else None, cookies=old)
        assert (refused.status_code, refused.json()) == (401, {"error": ENDED})
    assert ask("GET", TALK, cookies=new).json() == {"messages": []}
    assert ask("POST", WEBHOOK, json={"message": "hi"}, cookies=new).status_code == 200
    assert new["nutrigap_session"].partition(".")[0] != old["nutrigap_session"].partition(".")[0]


def test_a_program_that_erases_all_goes_on_under_its_name(ask: Ask, agent: FakeAgent) -> None:
    ask("POST", WEBHOOK, json={"sender": "ann", "message": "my secret"})
    assert "set-cookie" not in ask("POST", WEBHOOK, json={"sender": "ann", "message": "delete"}).headers
    assert ask("GET", f"{TALK}?sender=ann").json() == {"messages": []}
    assert ask("POST", WEBHOOK, json={"sender": "ann", "message": "hi"}).status_code == 200


def test_a_session_is_ended_everywhere(ask: Ask, agent: FakeAgent) -> None:
    session = session_of(ask("GET", "/"))
    assert ask("DELETE", "/session", cookies=session).status_code == 204
    assert ask("DELETE", "/session", cookies=session).status_code == 204
    assert ask("POST", WEBHOOK, json={"message": "hi"}, cookies=session).status_code == 401
    assert ask("POST", "/summary", data={"format": "html"}, cookies=session).status_code == 401
    assert ask("DELETE", "/session").status_code == 401
    assert not agent.heard
    somebody_new = session_of(ask("GET", "/", cookies=session))
    assert ask("POST", WEBHOOK, json={"message": "hi"}, cookies=somebody_new).status_code == 200


def test_a_store_that_is_away_is_said_within_five_seconds(
    ask: Ask, agent: FakeAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_arguments: Any) -> Any:
        raise StorageBusy

    monkeypatch.setattr(Storage, "run", away)
    answer = ask("POST", WEBHOOK, json={"sender": "ann", "message": "hi"})
    assert (answer.status_code, answer.json()) == (503, {"error": NOT_TAKEN})
    assert "emergency number" in NOT_TAKEN
    assert int(answer.headers["retry-after"]) > 0
    assert not agent.heard


@pytest.mark.parametrize("content", [b"hello", b'{"message": 4}', b'{"sender": "\\ud800", "message": "hi"}'])
def test_a_wrong_body_is_answered_kindly(ask: Ask, agent: FakeAgent, content: bytes) -> None:
    answer = ask("POST", WEBHOOK, content=content)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not agent.heard


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
