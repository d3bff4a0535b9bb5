"""Telegram, against a stand-in of its API on loopback."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.channels.telegram import LONGEST_TEXT, SECRET_HEADER, Telegram
from bot.core.rasa_server import other_channels
from tests.channels.standin import StandIn
from tests.served import Assistant

TOKEN = "123456:a-token-for-tests"
HOOK = "https://example.org/webhooks/telegram/webhook"
UPDATES = itertools.count(1)
PERSON = {"id": 77, "type": "private"}
FIRST_TALK = "my calves have been jumping for two weeks, I'm vegan and I take omeprazole"


@pytest.fixture(scope="module")
def api() -> Iterator[StandIn]:
    standin = StandIn({"ok": True, "result": {"message_id": 1, "date": 0, "chat": PERSON}})
    yield standin
    standin.stop()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, api: StandIn) -> Iterator[Assistant]:
    """An assistant on Telegram, which was also asked to be on Slack but got no token for that."""
    assistant = Assistant(
        tmp_path_factory.mktemp("telegram"),
        CHANNELS="telegram,slack",
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_WEBHOOK_URL=HOOK,
        TELEGRAM_API_URL=api.url,
        SLACK_TOKEN="",
    )
    yield assistant
    assistant.stop()


def update(served: Assistant, content: dict[str, Any], secret: str | None = None) -> httpx.Response:
    right = Telegram(TOKEN, HOOK).secret
    headers = {SECRET_HEADER: right if secret is None else secret}
    return served.client.post("/webhooks/telegram/webhook", content=json.dumps(content), headers=headers)


def message(text: str) -> dict[str, Any]:
    return {"update_id": next(UPDATES), "message": {"message_id": 1, "chat": PERSON, "text": text}}


def say(served: Assistant, api: StandIn, text: str) -> dict[str, Any]:
    """Sends a message as Telegram does and gives the last message that came back."""
    before = len(api.sent("sendMessage"))
    assert update(served, message(text)).text == ""
    return api.wait_for("sendMessage", before + 1)


def keys(message: dict[str, Any]) -> list[str]:
    rows = json.loads(message["reply_markup"]).get("keyboard", [])
    return [key["text"] for row in rows for key in row]


def test_the_first_talk(served: Assistant, api: StandIn) -> None:
    question = say(served, api, FIRST_TALK)
    assert question["chat_id"] == "77"
    assert {"None of these", "Just tell me"} <= set(keys(question))
    say(served, api, "None of these")
    answer = say(served, api, "Just tell me")
    assert "vitamin B12" in answer["text"]
    assert "magnesium" in answer["text"]
    assert "**" not in answer["text"]
    assert "Keep taking" in answer["text"]
    assert "Why do you think so?" in keys(answer)
    thanks = say(served, api, "thanks")
    assert json.loads(thanks["reply_markup"]) == {"remove_keyboard": True}


def test_what_telegram_sends_again_is_answered_once(served: Assistant, api: StandIn) -> None:
    before = len(api.sent("sendMessage"))
    content = message("thanks")
    for _ in range(3):
        assert update(served, content).status_code == 200
    update(served, message("goodbye"))
    api.wait_for("sendMessage", before + 2)
    say(served, api, "goodbye")
    assert len(api.sent("sendMessage")) == before + 3


def test_what_telegram_does_not_take_comes_again_and_in_order(served: Assistant, api: StandIn) -> None:
    before = len(api.sent("sendMessage"))
    api.refusals += [
        (429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 1}}, {}),
        (502, {"ok": False, "description": "Bad Gateway"}, {}),
    ]
    for words in ("thanks", "which foods have iron?"):
        update(served, message(words))
    api.wait_for("sendMessage", before + 2)
    first, second = api.sent("sendMessage")[before:]
    assert "iron" not in first["text"]
    assert "iron" in second["text"].lower()


def test_who_blocks_the_bot_holds_up_nobody(served: Assistant, api: StandIn) -> None:
    before = len(api.sent("sendMessage"))
    api.refusals.append((403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}, {}))
    update(served, message("thanks"))
    update(served, message("which foods have iron?"))
    assert "iron" in api.wait_for("sendMessage", before + 1)["text"].lower()


def test_out_of_scope_is_answered_in_words_alone(served: Assistant, api: StandIn) -> None:
    before = len(api.calls)
    say(served, api, "what's the capital of France")
    assert [method for method, _ in api.calls[before:]] == ["sendMessage"]


def test_opening_the_chat_is_greeted(served: Assistant, api: StandIn) -> None:
    assert "Hello" in say(served, api, "/start")["text"]


def test_telegram_was_told_the_address_and_the_secret(served: Assistant, api: StandIn) -> None:
    assert api.sent("setWebhook") == [
        {"url": HOOK, "secret_token": Telegram(TOKEN, HOOK).secret, "allowed_updates": '["message"]'}
    ]


@pytest.mark.parametrize("secret", ["", "wrong", "\u00e9"])
def test_a_forged_update_is_refused(served: Assistant, api: StandIn, secret: str) -> None:
    before = len(api.calls)
    forged = {"update_id": 1, "message": {"message_id": 1, "chat": PERSON, "text": "hello"}}
    headers = {SECRET_HEADER.encode(): secret.encode()}
    answer = served.client.post("/webhooks/telegram/webhook", content=json.dumps(forged), headers=headers)
    assert answer.status_code == 401
    assert len(api.calls) == before


@pytest.mark.parametrize(
    "content",
    [
        {"my_chat_member": {"chat": PERSON}},
        {"edited_message": {"chat": PERSON, "text": "hello"}},
        {"channel_post": {"chat": {"id": -1, "type": "channel"}, "text": "hello"}},
        {"message": {"chat": {"id": -2, "type": "group"}, "text": "hello"}},
        {"message": None},
        {"message": ["odd"]},
        {"message": {"chat": "odd", "text": "hello"}},
        {"message": {"chat": {"id": "odd", "type": "private"}, "text": "hello"}},
        {"update_id": None, "message": {"chat": PERSON, "text": "hello"}},
    ],
)
def test_other_updates_are_acknowledged_and_ignored(served: Assistant, api: StandIn, content: dict[str, Any]) -> None:
    before = len(api.calls)
    assert update(served, {"update_id": next(UPDATES)} | content).status_code == 200
    assert len(api.calls) == before


def test_a_missing_token_is_said_and_the_page_still_starts(served: Assistant) -> None:
    said = served.log.read_text().splitlines()
    assert "slack is off: SLACK_TOKEN and SLACK_SIGNING_SECRET are not set in the environment." in said
    assert served.client.get("/").status_code == 200


def test_the_missing_token_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CHANNELS", "telegram")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", HOOK)
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    assert other_channels() == []
    assert capsys.readouterr().out == "telegram is off: TELEGRAM_TOKEN is not set in the environment.\n"


def test_long_text_is_parted_at_line_ends() -> None:
    warning = "Please don't take potassium. " + "Ask your doctor this week. " * 60
    lines = ["word " * 500, "\n", warning.strip(), "w" * 5_000]

    texts = [part["text"] for part in Telegram(TOKEN, HOOK).parts({"text": "\n".join(lines)})]
    assert len(texts) == 4
    assert all(len(text) <= LONGEST_TEXT for text in texts)
    assert texts[1] == warning.strip()
    assert "".join("".join(texts).split()) == "".join("".join(lines).split())
