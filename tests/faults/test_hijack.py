"""Somebody who wants other people's talks: no byte of one reaches another, and nothing is said in another's name."""

from __future__ import annotations

import json
import random
import re
import secrets
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot.channels.telegram import SECRET_HEADER
from tests.channels.standin import StandIn
from tests.faults.conftest import Count, Record
from tests.faults.ledger import HOOK, TOKEN
from tests.faults.payloads import CHAT, SLACK, SLACK_SECRET, TALK, TELEGRAM
from tests.served import Assistant
from tests.servers import free_port

PROGRAMS_TOKEN = secrets.token_urlsafe(24)
COOKIE = "nutrigap_session"
THEIR_TALK = re.compile("omeprazole|vegan|calves", re.IGNORECASE)
"""What victims talk of, and attackers do not."""

IN_ADDRESSES = ("/conversations/{}/tracker", "/static/../{}", "/static/session.key", "/webhooks/rest/talk/{}", "/{}")
Attempt = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """One in public, with every channel open."""
    api = StandIn({"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}})
    port = str(free_port())
    telegram = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": HOOK, "TELEGRAM_API_URL": api.url}
    slack = {"SLACK_TOKEN": "xoxb-x", "SLACK_SIGNING_SECRET": SLACK_SECRET, "SLACK_API_URL": f"{api.url}/"}
    public = {"PORT": port, "PUBLIC_URL": f"http://127.0.0.1:{port}", "NUTRIGAP_TOKEN": PROGRAMS_TOKEN}
    served = Assistant(tmp_path_factory.mktemp("assistant"), CHANNELS="telegram,slack", **public, **telegram, **slack)
    yield served
    served.stop()
    api.stop()


def new_session(assistant: Assistant) -> str:
    return httpx.get(assistant.url).cookies[COOKIE]


def ask(assistant: Assistant, attempt: Attempt) -> httpx.Response:
    method, path, rest = attempt
    return httpx.request(method, assistant.url + path, timeout=60, **rest)


def say(session: str, text: str, **more: Any) -> Attempt:
    return "POST", CHAT, {"cookies": {COOKIE: session}, "content": json.dumps({"message": text, **more})}


def changed(text: str) -> str:
    """Changes a character or two, or cuts or doubles something."""
    at = random.randrange(len(text))
    other = random.choice(string.ascii_letters + string.digits + "-_.%=;,")
    return random.choice([text[:at], text[at:], text[:at] + other + text[at + 1 :], text.swapcase(), text + other])


@dataclass
class Attacker:
    """Makes attempts. It knows the victims' names, and everything but their signatures.

    Attributes:
        session: one of its own, which it may have.
        victims: the victims' sessions, of which it knows the id and the time.
        ended: a session that its owner has ended.
    """

    session: str
    victims: list[str]
    ended: str

    def name(self) -> str:
        visitor = random.choice(self.victims).partition(".")[0]
        return random.choice([visitor, f"visitor:{visitor}", "victim", "program:victim", "telegram:77", "slack:U1"])

    def forged(self) -> str:
        visitor, issued, _ = random.choice(self.victims).split(".")
        own = self.session.split(".")
        guess = secrets.token_hex(32)
        forged = [
            f"{visitor}.{issued}.{random.choice([guess, own[2], '0' * 64, ''])}",
            f"{visitor}.{own[1]}.{own[2]}",
            f"{visitor}.{random.randrange(10**12)}.{guess}",
            f"{visitor}..{own[2]}",
            f"{own[0]}.{own[1]}.{own[2]}.{visitor}",
            changed(self.session.replace(own[0], visitor)),
            self.ended,
        ]
        return random.choice(forged)

    def attempt(self) -> Attempt:
        return random.choice([self.as_another, self.naming_another, self.guessing, self.elsewhere, self.as_a_service])()

    def as_another(self) -> Attempt:
        cookie = self.forged()
        if random.random() < 0.3:
            cookie = f"{cookie}; {COOKIE}={self.forged()}"
        header = {"headers": {"Cookie": f"{COOKIE}={cookie}"}}
        return random.choice(
            [
                ("GET", TALK, header),
                ("GET", "/", header),
                ("DELETE", "/session", header),
                ("POST", "/summary", {**header, "data": {"format": "html"}}),
                ("POST", CHAT, {**header, "content": json.dumps({"message": "thanks", "sender": self.name()})}),
            ]
        )

    def naming_another(self) -> Attempt:
        own, name = {"cookies": {COOKIE: self.session}}, self.name()
        return random.choice(
            [
                ("GET", TALK, {**own, "params": {"sender": name, "after": random.choice(["0", "-1", "9" * 15])}}),
                ("POST", "/summary", {**own, "data": {"format": random.choice(["html", "pdf"]), "sender": name}}),
                say(self.session, "thanks", sender=name, metadata={"sender": name, "case": 1}, message_id="known"),
            ]
        )

    def guessing(self) -> Attempt:
        token, name = changed(PROGRAMS_TOKEN), self.name()
        if random.random() < 0.5:
            return "GET", TALK, {"params": {"sender": name, "token": token}}
        return "GET", TALK, {"params": {"sender": name}, "headers": {"Authorization": f"Bearer {token}".strip()}}

    def elsewhere(self) -> Attempt:
        headers = {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "X-Forwarded-User": self.name()}
        return "GET", random.choice(IN_ADDRESSES).format(self.name()), {"headers": headers}

    def as_a_service(self) -> Attempt:
        if random.random() < 0.5:
            return (
                "POST",
                SLACK,
                {"content": '{"event_id": "E", "event": {}}', "headers": {"X-Slack-Signature": "v0=x"}},
            )
        said = {"update_id": 1, "message": {"chat": {"id": 77, "type": "private"}, "text": "thanks"}}
        return "POST", TELEGRAM, {"content": json.dumps(said), "headers": {SECRET_HEADER: secrets.token_hex(32)}}


def test_nobody_reaches_the_talk_of_another(assistant: Assistant, count: Count, record: Record) -> None:
    theirs = "my calves have been jumping for two weeks, I'm vegan and I take omeprazole"
    sessions = [new_session(assistant) for _ in range(6)]
    for session in sessions:
        assert THEIR_TALK.search(ask(assistant, say(session, theirs, message_id="known")).text)
    program = {"headers": {"Authorization": f"Bearer {PROGRAMS_TOKEN}"}}
    ask(assistant, ("POST", CHAT, {**program, "content": json.dumps({"message": theirs, "sender": "victim"})}))
    *victims, ended = sessions
    before = [ask(assistant, ("GET", TALK, {"cookies": {COOKIE: session}})).text for session in victims]
    ask(assistant, ("DELETE", "/session", {"cookies": {COOKIE: ended}}))

    statuses, leaked = Counter[int](), 0
    for number in range(count(200, 10_000)):
        if number % 20 == 0:  # each may say 20 things a minute
            attacker = Attacker(new_session(assistant), victims, ended)
        method, path, rest = attacker.attempt()
        answer = ask(assistant, (method, path, rest))
        statuses[answer.status_code] += 1
        told = str(answer.headers) + ("" if path == "/" and answer.is_success else answer.text)
        leaked += len(told) if THEIR_TALK.search(told) else 0
        assert leaked == 0, (method, path, rest, told)
    assert [ask(assistant, ("GET", TALK, {"cookies": {COOKIE: session}})).text for session in victims] == before
    assert len(ask(assistant, ("GET", f"{TALK}?sender=victim", program)).json()["messages"]) == 1
    record(attempts=statuses.total(), by_status=dict(sorted(statuses.items())), bytes_leaked=leaked)
