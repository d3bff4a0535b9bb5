"""The benchmark of speed: what it counts, and its shortest form with the real assistant."""

from __future__ import annotations

import json
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest

from benchmarks.nlu.gold import kind_of_id
from benchmarks.nlu.score import KINDS
from benchmarks.speed import bars
from benchmarks.speed.load import Turn, closed, opened, percentile, quick, side_by_side, talk
from benchmarks.speed.measures import waits
from benchmarks.speed.page import write_page
from benchmarks.speed.run import together
from benchmarks.speed.stock_model import dialogue, named
from tests.served import Assistant

MEASURED = {
    "Nutrigap": {"1 user, p50 ms": 10.0, "1 user, p95 ms": 20.0, "10 users, turns/s": 100.0, "warm start, s": 4.0},
    "stock": {"1 user, p50 ms": 40.0, "1 user, p95 ms": 90.0, "10 users, turns/s": 50.0, "warm start, s": 20.0},
}


ANSWERS = {
    "silence": (200, b"[]"),
    "HTTP 500": (500, b"[]"),
    "JSONDecodeError": (200, b"oops"),
    "put off": (200, b'[{"text": "One moment", "custom": {"type": "waiting"}}]'),
    "": (200, b'[{"text": "Hello"}]'),
}


class Bad(BaseHTTPRequestHandler):
    """Answers by what is said: nothing, an error, no JSON, or a word that puts off."""

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["message"]
        status, body = ANSWERS[said]
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("fault", ANSWERS)
def test_what_is_no_answer_is_a_fault(fault: str) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bad)
    Thread(target=server.serve_forever, daemon=True).start()

    async def say(visitor) -> list[Turn]:  # type: ignore[no-untyped-def]
        return [await visitor.say("ann", fault)]

    [turn] = talk(f"http://127.0.0.1:{server.server_port}", say)
    server.shutdown()
    server.server_close()
    assert turn.fault == fault


def test_percentiles_and_faults_are_counted() -> None:
    turns = [Turn(n / 1000, 0.0, "silence" if n > 98 else "") for n in range(1, 101)]
    assert [round(percentile(turns, part)) for part in (50, 95, 99)] == [50, 95, 99]
    assert waits("x", turns)["x, not answered"] == 2


def test_of_several_rounds_the_median_counts_and_faults_add_up() -> None:
    rounds = [{"p50 ms": of, "x, not answered": 1.0} for of in (5.0, 9.0, 6.0)]
    assert together(rounds) == {"p50 ms": 6.0, "x, not answered": 3.0}


def test_promises_are_held_or_not() -> None:
    held = {row[0]: row[-1] for row in bars.rows(MEASURED)}
    assert held == {
        "1 user, p50 ms, ours over stock": "yes",
        "10 users, turns/s, ours over stock": "no",
        "warm start, s, ours over stock": "yes",
        "warm start, s": "yes",
    }


def test_without_the_stock_assistant_nothing_is_said_of_it() -> None:
    assert [row[0] for row in bars.rows({"Nutrigap": MEASURED["Nutrigap"]})] == ["warm start, s"]


def test_the_report_shows_all_figures(tmp_path: Path) -> None:
    write_page(tmp_path / "speed.html", MEASURED)
    page = (tmp_path / "speed.html").read_text(encoding="utf-8")
    assert all(figure in page for figure in MEASURED["Nutrigap"])
    assert page.count("<svg ") == 4


def test_the_stock_assistant_has_our_rules_and_hears_every_kind() -> None:
    made = dialogue()
    assert [story["steps"] for story in made["stories"]] == [rule["steps"] for rule in made["rules"]]
    assert len(made["rules"]) > 25
    assert {kind_of_id()[message.findings[0].id] for message in named()} == set(KINDS)


def test_in_short_every_message_is_answered_in_order(assistant: Assistant) -> None:
    url = assistant.url
    for load in (partial(closed, users=5, turns=25), partial(opened, rate=5, seconds=3)):
        turns = talk(url, load)
        assert [turn.fault for turn in turns] == [""] * len(turns)
        assert turns
    answered = talk(url, partial(quick, messages=20, apart=0.05))
    assert [turn.fault for turn in answered] == [""] * 20
    ended = [turn.ended for turn in answered]
    assert all(later > earlier - 0.05 for earlier, later in pairwise(ended))


def test_the_turns_of_a_long_talk_are_measured_beside_those_of_a_fresh_one(assistant: Assistant) -> None:
    fresh: list[float] = []
    long: list[list[float]] = [[], []]
    turns = talk(assistant.url, lambda visitor: side_by_side(visitor, (5, 25), fresh, long))
    assert [turn.fault for turn in turns] == [""] * len(turns)
    assert (len(turns), len(fresh), [len(of) for of in long]) == (50, 20, [10, 10])
