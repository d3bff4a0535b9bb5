"""What is measured: each measure loads one running system and gives figures by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from statistics import median

from benchmarks.speed.load import Turn, closed, opened, percentile, quick, side_by_side, talk
from benchmarks.speed.systems import System

Figures = dict[str, float]

TOGETHER = 0.05
"""Seconds between two replies that count as come at the same time: each comes over a connection of its own."""


@dataclass(frozen=True)
class Size:
    """How much of everything.

    Attributes:
        starts: how often each system is started cold and warm.
        rounds: how often every other measure is made of each system; the median counts.
        turns: messages of a closed loop.
        users: how many people at once, one loop each.
        seconds: how long an open loop lasts.
        rates: messages a second of an open loop, one loop each.
        lengths: of one talk.
        stock_length: the longest that the stock assistant is asked for; it slows down too much for more.
    """

    starts: int
    rounds: int
    turns: int
    users: Sequence[int]
    seconds: float
    rates: Sequence[float]
    lengths: Sequence[int]
    stock_length: int


SHORT = Size(1, 1, 100, (1, 10, 50), 15, (5, 20), (5, 50, 200, 1000), 200)
FULL = Size(3, 5, 1000, (1, 10, 50), 120, (5, 20, 50), (5, 50, 200, 1000), 1000)


def waits(name: str, turns: Sequence[Turn]) -> Figures:
    """How long people waited, in milliseconds, and in how many turns they got no answer."""
    figures = {f"{name}, p{part} ms": round(percentile(turns, part), 1) for part in (50, 95, 99)}
    return {**figures, f"{name}, not answered": sum(bool(turn.fault) for turn in turns)}


def users_at_once(system: System, users: int, size: Size) -> Figures:
    """A closed loop."""
    before = system.stored_bytes()
    turns = talk(system.url, lambda visitor: closed(visitor, users, size.turns))
    name = f"{users} user" if users == 1 else f"{users} users"
    began = min(turn.ended - turn.waited for turn in turns)
    a_second = len(turns) / (max(turn.ended for turn in turns) - began)
    stored = (system.stored_bytes() - before) / len(turns)
    return {**waits(name, turns), f"{name}, turns/s": round(a_second, 1), f"{name}, stored bytes/turn": round(stored)}


def as_they_come(system: System, rate: float, size: Size) -> Figures:
    """An open loop."""
    turns = talk(system.url, lambda visitor: opened(visitor, rate, size.seconds))
    return waits(f"{rate:g} messages/s", turns)


def one_long_talk(system: System, size: Size) -> Figures:
    """How long the turns of a long talk take, beside those of a fresh one."""
    most = size.stock_length if system.name == "stock" else max(size.lengths)
    lengths = [length for length in size.lengths if length <= most]
    fresh: list[float] = []
    long: list[list[float]] = [[] for _ in lengths]
    turns = talk(system.url, lambda visitor: side_by_side(visitor, lengths, fresh, long))
    figures = {f"turn {length} of a talk, ms": round(median(of), 1) for length, of in zip(lengths, long, strict=True)}
    last = f"turn {lengths[-1]} over the same turns of a fresh talk"
    ratio = {last: round(median(long[-1]) / median(fresh[-len(long[-1]) :]), 2)}
    return {**figures, **ratio, "long talk, not answered": sum(bool(turn.fault) for turn in turns)}


def quick_messages(system: System, messages: int, _size: Size) -> Figures:
    """Messages of one person within a second."""
    turns = talk(system.url, lambda visitor: quick(visitor, messages, 1 / messages))
    answered = [turn for turn in turns if not turn.fault]
    name = f"{messages} quick messages"
    ended = max(turn.ended for turn in turns) - min(turn.ended - turn.waited for turn in turns)
    return {
        f"{name}, s until the last": round(ended, 2),
        f"{name}, not answered": messages - len(answered),
        f"{name}, out of order": sum(later.ended < earlier.ended - TOGETHER for earlier, later in pairwise(answered)),
    }


def loads(size: Size) -> list[Callable[[System], Figures]]:
    """Every measure of a running system, in order."""
    return [
        *(partial(users_at_once, users=users, size=size) for users in size.users),
        *(partial(as_they_come, rate=rate, size=size) for rate in size.rates),
        *(partial(quick_messages, messages=messages, _size=size) for messages in (20, 100)),
        partial(one_long_talk, size=size),
    ]


def starts(system: System) -> Figures:
    """A cold start, a warm one, and the first reply after it; the memory of all processes then. It stays started."""
    system.stop()
    system.forget_files()
    cold = system.start()
    system.stop()
    warm = system.start()
    [first] = talk(system.url, lambda visitor: closed(visitor, 1, 1))
    return {
        "cold start, s": round(cold, 1),
        "warm start, s": round(warm, 1),
        "first reply after it, ms": round(1000 * first.waited, 1),
        "memory after the first reply, MB": round(system.memory_mb()),
    }


def growth(system: System, turns: int) -> Figures:
    """What memory grows by over so many turns; the first tenth warms up."""
    talk(system.url, lambda visitor: closed(visitor, 4, turns // 10))
    before = system.memory_mb()
    had = talk(system.url, lambda visitor: closed(visitor, 4, turns))
    grown = 100 * (system.memory_mb() / before - 1)
    return {
        "memory before, MB": round(before),
        f"memory growth over {turns} turns, %": round(grown, 1),
        "growth, not answered": sum(bool(turn.fault) for turn in had),
    }


def sustained(system: System, rate: float, seconds: float) -> Figures:
    """A steady stream for a long time."""
    turns = talk(system.url, lambda visitor: opened(visitor, rate, seconds))
    return waits(f"{rate:g} messages/s for {seconds / 60:g} min", turns)
