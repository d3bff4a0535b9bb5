"""People who talk: one after the other (closed loop), as they come (open loop), and one who types quickly."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import aiohttp

SCRIPT = (
    "hi",
    "my calves have been jumping for two weeks, I'm vegan and I take omeprazole",
    "none of these",
    "which foods have iron?",
    "I also get tired in the afternoon, no headaches though",
    "my mum takes metformin",
    "just tell me",
    "why do you think so?",
    "is magnesium safe with my tablets?",
    "thanks",
)
"""What is said, again and again."""

NO_ANSWER = frozenset({"waiting", "fault"})
PATIENCE = 120
THINKS = 6.0
"""Seconds between two messages of one talk in the open loop."""


@dataclass(frozen=True)
class Turn:
    """One message and its fate.

    Attributes:
        waited: seconds from when it was due to be sent until the reply was there.
        ended: when that was, by the monotonic clock.
        fault: why it counts as not answered; empty where it was.
    """

    waited: float
    ended: float
    fault: str = ""


class Visitor:
    """Talks with a server over connections that stay open, as programs do."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        """Takes where the server is."""
        self._url, self._session = f"{url}/webhooks/rest/webhook", session

    async def say(self, sender: str, text: str, due: float | None = None) -> Turn:
        """Sends one message; an error, an empty answer, or one that only puts off, is a fault."""
        due = due or time.monotonic()
        try:
            async with self._session.post(self._url, json={"sender": sender, "message": text}) as answer:
                replies = await answer.json()
                fault = "" if answer.status == 200 else f"HTTP {answer.status}"
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            replies, fault = [], type(error).__name__
        if not fault:
            put_off = any(((reply.get("custom") or {}).get("type") in NO_ANSWER) for reply in replies)
            fault = "put off" if put_off else "" if replies else "silence"
        ended = time.monotonic()
        return Turn(ended - due, ended, fault)


def talk(url: str, talking: Callable[[Visitor], Awaitable[list[Turn]]]) -> list[Turn]:
    """Runs a load and gives its turns."""

    async def run() -> list[Turn]:
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(PATIENCE),
            headers={"Prefer": "wait=60"},
        )
        async with session:
            return await talking(Visitor(url, session))

    return asyncio.run(run())


def somebody() -> str:
    """A sender who has never talked."""
    return uuid.uuid4().hex


async def closed(visitor: Visitor, users: int, turns: int) -> list[Turn]:
    """So many users at once, each sending the next message when the last is answered, up to so many turns."""
    left = iter(range(turns))

    async def user() -> list[Turn]:
        sender, had = somebody(), []
        for _ in left:
            if len(had) % len(SCRIPT) == 0:
                sender = somebody()
            had.append(await visitor.say(sender, SCRIPT[len(had) % len(SCRIPT)]))
        return had

    return [turn for had in await asyncio.gather(*(user() for _ in range(users))) for turn in had]


async def opened(visitor: Visitor, rate: float, seconds: float, seed: int = 1) -> list[Turn]:
    """Messages that come at random, so many a second on average, whether those before are answered or not.

    The wait counts from when a message was due, so that a server which falls behind cannot hide it.
    """
    chance, due, number = random.Random(seed), time.monotonic(), 0
    at_once, until = max(1, round(rate * THINKS)), due + seconds
    senders, under_way = [somebody() for _ in range(at_once)], []
    while (due := due + chance.expovariate(rate)) < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        place, said = number % at_once, number // at_once % len(SCRIPT)
        if said == 0:
            senders[place] = somebody()
        under_way.append(asyncio.create_task(visitor.say(senders[place], SCRIPT[said], due)))
        number += 1
    return list(await asyncio.gather(*under_way))


async def quick(visitor: Visitor, messages: int, apart: float) -> list[Turn]:
    """One talk whose messages come without waiting for answers; the turns are in the order of the messages."""
    sender, under_way = somebody(), []
    for number in range(messages):
        under_way.append(asyncio.create_task(visitor.say(sender, SCRIPT[number % len(SCRIPT)])))
        await asyncio.sleep(apart)
    return list(await asyncio.gather(*under_way))


async def side_by_side(
    visitor: Visitor, lengths: Sequence[int], fresh: list[float], long: list[list[float]]
) -> list[Turn]:
    """One long talk, and a fresh one beside it wherever its length is one that is asked for.

    Ten turns around each length are had in turns with the first ten of a fresh talk: both share the machine's moods.
    Their waits in milliseconds go to `fresh` and, for each length, to `long`.
    """
    sender, had = somebody(), []
    windows = {turn: place for place, length in enumerate(lengths) for turn in range(length - 4, length + 6)}
    beside = somebody()
    for number in range(1, max(lengths) + 6):
        said = SCRIPT[(number - 1) % len(SCRIPT)]
        if number in windows and number - 1 not in windows:
            beside = somebody()
        had.append(await visitor.say(sender, said))
        if number in windows:
            long[windows[number]].append(1000 * had[-1].waited)
            had.append(await visitor.say(beside, said))
            fresh.append(1000 * had[-1].waited)
    return had


def percentile(turns: Sequence[Turn], part: int) -> float:
    """The wait in milliseconds that so many in a hundred turns do not exceed."""
    waits = sorted(1000 * turn.waited for turn in turns)
    return waits[-1] if len(waits) < 2 else statistics.quantiles(waits, n=100, method="inclusive")[part - 1]
