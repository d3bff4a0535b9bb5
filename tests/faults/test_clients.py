"""Clients that hang up, repeat themselves or come out of order: what was taken is answered once, and nothing else."""

from __future__ import annotations

import json
import random
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.faults.conftest import Count
from tests.faults.ledger import stored_events
from tests.served import Assistant

CHAT = "/webhooks/rest/webhook"


def request(sender: str, text: str, message_id: str) -> bytes:
    body = json.dumps({"sender": sender, "message": text, "message_id": message_id}).encode()
    return b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n" % (CHAT.encode(), len(body)) + body


def exchanges(assistant: Assistant, sender: str) -> list[dict[str, Any]]:
    """Gives the talk so far, once nothing of it waits any more."""
    deadline = time.monotonic() + 60
    while True:
        answer = assistant.client.get("/webhooks/rest/talk", params={"sender": sender})
        messages: list[dict[str, Any]] = answer.json()["messages"]
        if all(message["state"] == "done" for message in messages):
            return messages
        assert time.monotonic() < deadline, "not all were answered"
        time.sleep(0.1)


def heard(assistant: Assistant, sender: str) -> list[str]:
    return [event["text"] for event in stored_events(assistant, sender) if event["event"] == "user"]


def test_a_client_may_hang_up_at_any_byte(assistant: Assistant, count: Count) -> None:
    sender, whole = assistant.new(), []
    for n in range(count(30, 1_000)):
        sent = request(sender, f"thanks, number {n}", f"m{n}")
        cut = len(sent) if n % 3 == 0 else random.randrange(len(sent))
        with socket.create_connection(("127.0.0.1", httpx.URL(assistant.url).port), timeout=20) as connection:
            connection.sendall(sent[:cut])
            if n % 2:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset, not closed
        if cut == len(sent) and not n % 2:
            whole.append(f"thanks, number {n}")
        assert n % 10 or assistant.client.get("/healthz").status_code == 200
    talk = [exchange["text"] for exchange in exchanges(assistant, sender)]
    assert set(whole) <= set(talk)  # of what was reset, some was taken and some was not
    assert len(set(talk)) == len(talk)
    assert heard(assistant, sender) == talk
    assert all(int(text.rpartition(" ")[2]) % 3 == 0 for text in talk)


def test_what_is_said_several_times_and_in_any_order_is_answered_once(assistant: Assistant, count: Count) -> None:
    sender, said = assistant.new(), [f"thanks, number {n}" for n in range(count(15, 300))]
    deliveries = random.sample(said * 3, 3 * len(said))

    def deliver(text: str) -> tuple[str, list[int]]:
        body = {"sender": sender, "message": text, "message_id": text.replace(" ", "_").replace(",", "")}
        while True:
            replies = assistant.client.post(CHAT, content=json.dumps(body), headers={"Prefer": "wait=20"}).json()
            if replies[0].get("custom", {}).get("type") != "waiting":
                return text, [reply["id"] for reply in replies]

    with ThreadPoolExecutor(8) as threads:
        answered = list(threads.map(deliver, deliveries))
    talk = exchanges(assistant, sender)
    assert sorted(exchange["text"] for exchange in talk[-200:]) == sorted(set(said) & {e["text"] for e in talk})
    assert sorted(heard(assistant, sender)) == sorted(said)
    for text in said:
        assert len({tuple(ids) for known, ids in answered if known == text}) == 1
    assert [exchange["text"] for exchange in talk] == heard(assistant, sender)[-len(talk) :]
