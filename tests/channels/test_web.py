"""The REST route with a stand-in for the agent: what is checked, what is answered, and to whom."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from bot.channels.web import patience
from bot.channels.wording import ENDED, NOT_TAKEN, WORDING
from bot.core import trying
from bot.core.storage import Storage, StorageBusy
from bot.core.workers import MOMENT
from tests.channels.fake_agent import TALK, WEBHOOK, Ask, FakeAgent

pytestmark = pytest.mark.filterwarnings("ignore:You have set a listener")


def session_of(answer: httpx.Response) -> dict[str, str]:
    return {"nutrigap_session": answer.headers["set-cookie"].split("=", 1)[1].split(";")[0]}


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
