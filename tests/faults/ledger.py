"""People who note what they said and what they were told, and what is stored of that: none missing, none twice."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import threading
import time
from collections import defaultdict
from typing import Any

import httpx
import sqlalchemy as sa

from bot.channels.telegram import SECRET_HEADER, Telegram
from bot.channels.wording import WORDING
from bot.core import inbox, records, talks
from bot.core.engines import postgresql_engine, sqlite_engine
from bot.core.inbox import DONE, INBOX, Message
from bot.core.packed import unpack
from bot.core.storage import Storage, talk_key
from tests.channels.standin import StandIn
from tests.served import Assistant

TOKEN = "123456:a-token-for-tests"
HOOK = "https://example.org/webhooks/telegram/webhook"
NUTRIENTS = ("iron", "zinc", "magnesium", "calcium", "iodine", "selenium", "copper", "potassium", "folate")
UPDATES = itertools.count(1)


def stored(assistant: Assistant, ending: str) -> tuple[list[dict[str, Any]], list[Message]]:
    """Gives the events of the talk whose sender ends so, and the messages that came in, as they are in the database."""
    url = assistant.environment.get("NUTRIGAP_DATABASE_URL")
    storage = Storage(postgresql_engine(url) if url else sqlite_engine(assistant.data / "talks.sqlite"))

    def read(connection: Any) -> tuple[list[bytes], list[Message]]:
        mine = [talk_key(sender) for sender in records.senders(connection) if sender.endswith(ending)]
        came = sa.select(INBOX).where(INBOX.c.talk.in_(mine)).order_by(INBOX.c.number)
        return [turn for key in mine for turn in talks.turns(connection, key)], list(
            map(inbox.read, connection.execute(came))
        )

    turns, messages = asyncio.run(storage.read(read))
    storage.close()
    return [event for turn in turns for event in unpack(turn)], messages


def stored_events(assistant: Assistant, ending: str) -> list[dict[str, Any]]:
    """Gives the events alone."""
    return stored(assistant, ending)[0]


class Talker(threading.Thread):
    """Sends one message after the other until it is stopped; each until it is taken, as it was sent at first.

    Attributes:
        said: the messages, in order. All were taken, once it has stopped.
        refused: how many of them were given up. It was told so.
        slowest: the most seconds that it was not answered in any way by a server that was there.
    """

    def __init__(self, assistant: Assistant, sender: str) -> None:
        super().__init__()
        self.assistant, self.sender = assistant, sender
        self.said: list[str] = []
        self.refused = 0
        self.slowest = 0.0
        self.going_on = True

    def run(self) -> None:
        while self.going_on:
            text = f"which foods have {NUTRIENTS[len(self.said) % len(NUTRIENTS)]}? This is number {len(self.said)}."
            self.say(text)
            self.said.append(text)
            time.sleep(random.uniform(0, 0.2))

    def say(self, text: str) -> None:
        raise NotImplementedError

    def until_taken(self, path: str, body: Any, headers: dict[str, str]) -> httpx.Response:
        while True:
            asked = time.monotonic()
            try:
                answer = httpx.post(self.assistant.url + path, content=json.dumps(body), headers=headers, timeout=30)
            except httpx.TransportError:  # nobody was there, or was killed
                time.sleep(0.1)
                continue
            self.slowest = max(self.slowest, time.monotonic() - asked)
            if answer.status_code == 200:
                return answer
            assert answer.status_code == 503, answer.text
            time.sleep(0.1)

    def stop(self) -> None:
        self.going_on = False
        self.join()

    def check(self) -> int:
        """Checks that all is stored once and in order, and was answered; gives how many replies came twice."""
        events, messages = stored(self.assistant, self.sender)
        assert [message.text for message in messages] == self.said
        heard = [event["text"] for event in events if event["event"] == "user"]
        assert heard == [message.text for message in messages if message.state == DONE]
        assert len(heard) + self.refused == len(self.said)
        return 0


class PageTalker(Talker):
    """Somebody on the page, or a program: knows replies by their ids, and now and then sends an old message again."""

    def __init__(self, assistant: Assistant, sender: str) -> None:
        super().__init__(assistant, sender)
        self.told: defaultdict[str, set[tuple[int, ...]]] = defaultdict(set)

    def say(self, text: str) -> None:
        self.say_once(text)
        if random.random() < 0.1 and self.said:
            self.say_once(random.choice(self.said))

    def say_once(self, text: str) -> None:
        number = text.rpartition(" ")[2]
        body = {"sender": self.sender, "message": text, "message_id": f"number-{number}"}
        while True:
            replies = self.until_taken("/webhooks/rest/webhook", body, {}).json()
            kinds = {(reply.get("custom") or {}).get("type") for reply in replies}
            if "waiting" not in kinds:
                break
            time.sleep(0.1)
        self.refused += "fault" in kinds and not self.told[text]
        self.told[text].add(tuple(reply["id"] for reply in replies))

    def check(self) -> int:
        super().check()
        assert [text for text in self.said if len(self.told[text]) != 1] == []
        seen = httpx.get(self.assistant.url + "/webhooks/rest/talk", params={"sender": self.sender}, timeout=30)
        for exchange in seen.json()["messages"]:
            assert self.told[exchange["text"]] == {tuple(reply["id"] for reply in exchange["replies"])}
        return 0


class TelegramTalker(Talker):
    """Telegram, for one person: sends an update until it is acknowledged, and cannot know a reply again."""

    def __init__(self, assistant: Assistant, api: StandIn, chat: int) -> None:
        super().__init__(assistant, f"telegram:{chat}")
        self.api, self.chat = api, chat

    def say(self, text: str) -> None:
        message = {"message_id": 1, "chat": {"id": self.chat, "type": "private"}, "text": text}
        update = {"update_id": next(UPDATES), "message": message}
        self.until_taken("/webhooks/telegram/webhook", update, {SECRET_HEADER: Telegram(TOKEN, HOOK).secret})

    def sent(self) -> list[str]:
        return [fields["text"] for fields in self.api.sent("sendMessage") if fields["chat_id"] == str(self.chat)]

    def expected(self) -> list[str]:
        """Gives what has to have been sent: the replies of each turn, and for what was given up that it was."""
        events, messages = stored(self.assistant, self.sender)
        replies: list[list[str]] = []
        for event in events:
            if event["event"] == "user":
                replies.append([])
            elif event["event"] == "bot":
                replies[-1].append(event["text"])
        turns = iter(replies)
        refusal = [WORDING.refusal["text"]]
        return [text for message in messages for text in (next(turns) if message.state == DONE else refusal)]

    def check(self) -> int:
        expected, deadline = self.expected(), time.monotonic() + 60
        self.refused = expected.count(WORDING.refusal["text"])
        super().check()
        while self.sent()[-1:] != expected[-1:]:
            assert time.monotonic() < deadline, "the last reply was not sent"
            time.sleep(0.1)
        doubled = at = 0
        for text in self.sent():
            if expected[at : at + 1] == [text]:
                at += 1
            else:
                assert text == expected[at - 1]
                doubled += 1
        assert at == len(expected)
        return doubled
