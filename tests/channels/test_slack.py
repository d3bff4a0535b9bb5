"""Slack, against a stand-in of its API on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from bot.channels.slack import LONGEST_TEXT, Slack, blocks
from bot.core.rasa_server import other_channels
from tests.channels.standin import StandIn
from tests.served import Assistant

SECRET = "a-signing-secret-for-tests"
FIRST_TALK = "my calves have been jumping for two weeks, I'm vegan and I take omeprazole"


@pytest.fixture(scope="module")
def api() -> Iterator[StandIn]:
    standin = StandIn({"ok": True})
    yield standin
    standin.stop()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, api: StandIn) -> Iterator[Assistant]:
    """An assistant on Slack, which was also asked to be on Telegram but cannot reach it."""
    assistant = Assistant(
        tmp_path_factory.mktemp("slack"),
        CHANNELS="slack,telegram",
        SLACK_TOKEN="xoxb-for-tests",
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=api.url,
        TELEGRAM_TOKEN="123456:a-token-for-tests",
        TELEGRAM_WEBHOOK_URL="https://example.org/webhooks/telegram/webhook",
        TELEGRAM_API_URL="http://127.0.0.1:9",
    )
    yield assistant
    assistant.stop()


def post(served: Assistant, body: str, kind: str = "application/json", secret: str = SECRET) -> httpx.Response:
    now = str(int(time.time()))
    signature = hmac.new(secret.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={signature}"}
    return served.client.post("/webhooks/slack/webhook", content=body, headers=headers)


def event(text: str, **more: Any) -> str:
    said = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": text, "ts": "1.2"}
    event_id = more.pop("event_id", f"Ev{uuid.uuid4().hex}")
    return json.dumps({"type": "event_callback", "event_id": event_id, "event": said | more})


def press(words: str) -> str:
    payload = {
        "type": "block_actions",
        "user": {"id": "U1"},
        "channel": {"id": "D1"},
        "message": {"ts": "1.2"},
        "actions": [{"type": "button", "value": words, "action_ts": uuid.uuid4().hex}],
    }
    return urlencode({"payload": json.dumps(payload)})


def answer_to(served: Assistant, api: StandIn, body: str, kind: str = "application/json") -> dict[str, Any]:
    """Sends what Slack would send and gives the message that comes back."""
    before = len(api.calls)
    assert post(served, body, kind).status_code == 200
    return api.wait_for("chat.postMessage", before + 1)


def buttons(message: dict[str, Any]) -> list[str]:
    return [
        element["value"] for block in message["blocks"] for element in block.get("elements", []) if "value" in element
    ]


def test_the_first_talk(served: Assistant, api: StandIn) -> None:
    question = answer_to(served, api, event(FIRST_TALK), "application/json; charset=utf-8")
    assert question["channel"] == "D1"
    assert {"None of these", "Just tell me"} <= set(buttons(question))
    answer_to(served, api, press("None of these"), "application/x-www-form-urlencoded")
    answer = answer_to(served, api, press("Just tell me"), "application/x-www-form-urlencoded")
    shown = "\n".join(block["text"]["text"] for block in answer["blocks"] if block["type"] == "section")
    assert shown == answer["text"]
    assert "vitamin B12" in shown
    assert "magnesium" in shown
    assert "Keep taking" in shown
    assert shown.startswith("*")
    assert "**" not in shown
    assert "Why do you think so?" in buttons(answer)


def channel() -> Slack:
    """The channel as its credentials make it, with the environment as it then is."""
    variables = {"slack_token_variable": "SLACK_TOKEN", "slack_signing_secret_variable": "SLACK_SIGNING_SECRET"}
    return Slack.from_credentials(variables)


def test_what_is_repeated_calls_nobody(api: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"API_URL": api.url, "TOKEN": "xoxb-for-tests", "SIGNING_SECRET": SECRET}.items():
        monkeypatch.setenv(f"SLACK_{name}", value)
    asyncio.run(channel().send("D1", {"text": "<!channel> & co"}))
    sent = api.sent("chat.postMessage")[-1]
    assert sent["text"] == sent["blocks"][0]["text"]["text"] == "&lt;!channel&gt; &amp; co"


def test_what_slack_sends_again_is_answered_once(served: Assistant, api: StandIn) -> None:
    before = len(api.calls)
    for body in [event("thanks", event_id="Ev1")] * 3 + [press("hello")] * 2:
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        assert post(served, body, kind).status_code == 200
    api.wait_for("chat.postMessage", before + 2)
    answer_to(served, api, event("goodbye"))
    assert len(api.calls) == before + 3


def test_what_slack_does_not_take_comes_again_and_in_order(served: Assistant, api: StandIn) -> None:
    before = len(api.calls)
    api.refusals += [(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}), (503, {"ok": False}, {})]
    for words in ("thanks", "which foods have iron?"):
        post(served, event(words))
    api.wait_for("chat.postMessage", before + 2)
    assert "iron" not in api.calls[before][1]["text"]
    assert "iron" in api.calls[before + 1][1]["text"].lower()


def test_out_of_scope_is_answered_in_words_alone(served: Assistant, api: StandIn) -> None:
    answer = answer_to(served, api, event("what's the capital of France"))
    assert answer["text"]
    assert "type" not in answer


def test_slack_is_shown_that_it_is_us(served: Assistant) -> None:
    assert post(served, json.dumps({"type": "url_verification", "challenge": "c"})).json() == "c"


def test_a_forged_event_is_refused(served: Assistant, api: StandIn) -> None:
    before = len(api.calls)
    assert post(served, event("hello"), secret="wrong").status_code == 401
    assert len(api.calls) == before


@pytest.mark.parametrize(
    "more", [{"bot_id": "B1"}, {"channel_type": "channel"}, {"type": "app_mention", "channel_type": ""}]
)
def test_bots_and_channels_are_ignored(
    served: Assistant, more: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_TOKEN", "xoxb-for-tests")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    assert post(served, event("ignored", **more)).status_code == 200
    assert channel().message(json.loads(event("ignored", **more)), "") is None


def test_an_unreachable_telegram_does_not_stop_the_start(served: Assistant) -> None:
    assert "telegram is not connected (NetworkError): check TELEGRAM_TOKEN and the network." in served.log.read_text()
    assert served.client.get("/").status_code == 200


def test_the_missing_token_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CHANNELS", "slack")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    monkeypatch.delenv("SLACK_TOKEN", raising=False)
    assert other_channels() == []
    assert capsys.readouterr().out == "slack is off: SLACK_TOKEN is not set in the environment.\n"


def test_long_text_is_parted_at_line_ends() -> None:
    warning = "Please don't take potassium. " + "Ask your doctor this week. " * 60
    texts = [block["text"]["text"] for block in blocks(f"{'word ' * 500}\n{warning}\n{'w' * 4_000}", [])]
    assert all(len(text) <= LONGEST_TEXT for text in texts)
    assert texts[1] == warning
