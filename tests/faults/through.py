"""People who talk through a fault, and what they may expect: a word in time, and that what was answered is stored."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx

from tests.faults.ledger import stored_events
from tests.served import Assistant

TOLD_WITHIN = 5.0
RECOVERED_WITHIN = 10.0
NO_ANSWER = {"fault", "waiting"}
Fault = Callable[[], AbstractContextManager[None]]


class Talker(threading.Thread):
    """Sends one message after the other until it is stopped, and notes which were answered and how long each took."""

    def __init__(self, assistant: Assistant, sender: str, label: str = "") -> None:
        super().__init__()
        self.assistant, self.sender, self.label = assistant, sender, label or sender
        self.answered: list[str] = []
        self.slowest = 0.0
        self.going_on = True

    def run(self) -> None:
        number = 0
        with httpx.Client(base_url=self.assistant.url, timeout=30) as client:
            while self.going_on:
                number += 1
                text = f"thanks, that was number {number} of {self.label}"
                asked = time.monotonic()
                body = json.dumps({"sender": self.sender, "message": text})
                answer = client.post("/webhooks/rest/webhook", content=body)
                self.slowest = max(self.slowest, time.monotonic() - asked)
                assert answer.status_code in (200, 503), answer.text
                replies = answer.json() if answer.status_code == 200 else []
                if replies and not any((reply.get("custom") or {}).get("type") in NO_ANSWER for reply in replies):
                    self.answered.append(text)
                time.sleep(0.05)

    def stop(self) -> None:
        self.going_on = False
        self.join()


def stored_texts(assistant: Assistant, talker: Talker) -> Counter[str]:
    """Counts what the talker said in the store."""
    return Counter(event["text"] for event in stored_events(assistant, talker.sender) if event["event"] == "user")


def missing(assistant: Assistant) -> list[str]:
    ready = assistant.client.get("/readyz", timeout=10)
    parts: list[str] = ready.json()["missing"]
    return parts


def wait_until(so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def check_fault(assistant: Assistant, part: str | None, fault: Fault, seconds: float) -> None:
    """Lets three people talk through a fault, and compares what they were told with what is stored.

    What a turn takes without the fault is not the fault's: machines differ.
    """
    talkers = [Talker(assistant, assistant.new()) for _ in range(3)]
    for talker in talkers:
        talker.start()
    try:
        wait_until(lambda: all(len(talker.answered) > 3 for talker in talkers), 60)
        usual = max(talker.slowest for talker in talkers)
        with fault():
            until = time.monotonic() + seconds
            seen: set[str] = set()
            while time.monotonic() < until:
                asked = time.monotonic()
                assert assistant.client.get("/healthz").status_code == 200
                assert time.monotonic() - asked < 2 + usual  # the event loop is not held up
                seen.update(missing(assistant))
            assert part is None or part in seen
        before = {talker: len(talker.answered) for talker in talkers}
        wait_until(lambda: all(len(talker.answered) > before[talker] for talker in talkers), RECOVERED_WITHIN)
        assert missing(assistant) == []
    finally:
        for talker in talkers:
            talker.stop()
    for talker in talkers:
        assert talker.slowest < TOLD_WITHIN + usual
        stored = stored_texts(assistant, talker)
        assert {text: stored[text] for text in talker.answered} == dict.fromkeys(talker.answered, 1)
        assert set(stored.values()) == {1}
