from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from rasa.core.lock_store import LockError
from redis.exceptions import RedisError

from bot.core import redis_locks
from bot.core.lock_store import MOST_WAITING, TalkLocks, TooManyWaiting, create_lock_store
from bot.core.redis_locks import RedisLocks
from bot.core.storage import Storage, talk_key
from bot.core.talks import StaleLock, Version, append
from bot.core.tracker_store import TalkStore
from bot.core.turn import FENCE
from tests.core.talking import DOMAIN, take_turn
from tests.servers import Redis

ANN = "ann"
Make = Callable[[], TalkLocks]


@pytest.fixture(params=["process", "redis"])
def make(request: pytest.FixtureRequest) -> Make:
    """Makes locks: each of Redis's is another process to the others."""
    if request.param == "process":
        return TalkLocks
    url = request.getfixturevalue("redis_server").url
    return lambda: RedisLocks(url)


@asynccontextmanager
async def opened(make: Callable[[], Any], count: int = 1) -> AsyncIterator[Any]:
    made = [make() for _ in range(count)]
    try:
        yield made if count > 1 else made[0]
    finally:
        for locks in made:
            await locks.close()


async def hold(locks: TalkLocks, held: list[Any], name: Any, seconds: float = 0.0, talk: str = ANN) -> None:
    async with locks.lock(talk):
        held.append(name)
        await asyncio.sleep(seconds)
        held.append(name)


def run(work: Awaitable[None]) -> None:
    asyncio.run(asyncio.wait_for(work, 20))


def test_a_talk_is_held_by_one_at_a_time_in_order(make: Make) -> None:
    async def check() -> None:
        async with opened(make) as locks:
            held: list[int] = []
            await asyncio.gather(*(hold(locks, held, number, 0.001) for number in range(30)))
            assert held == [number for number in range(30) for _ in range(2)]

    run(check())


def test_talks_do_not_wait_for_each_other(make: Make) -> None:
    async def check() -> None:
        async with opened(make) as locks:
            started = time.monotonic()
            await asyncio.gather(*(hold(locks, [], n, 0.2, talk=f"talk {n}") for n in range(20)))
            assert time.monotonic() - started < 1.0

    run(check())


def test_the_next_is_woken_at_once(make: Make) -> None:
    async def check() -> None:
        async with opened(make) as locks:
            started = time.monotonic()
            await asyncio.gather(*(hold(locks, [], number) for number in range(20)))
            assert time.monotonic() - started < 0.5

    run(check())


@pytest.mark.parametrize("how_many", [1, 2, 5])
def test_those_who_give_up_waiting_cost_nobody_a_turn(make: Make, how_many: int) -> None:
    async def check() -> None:
        async with opened(make) as locks:
            held: list[str] = []
            holder = asyncio.create_task(hold(locks, held, "first", 0.1))
            await asyncio.sleep(0.02)
            leaving = [asyncio.create_task(hold(locks, held, "gone")) for _ in range(how_many)]
            staying = asyncio.create_task(hold(locks, held, "last"))
            await asyncio.sleep(0.02)
            for task in leaving:
                task.cancel()
            await asyncio.gather(holder, staying, *leaving, return_exceptions=True)
            assert held == ["first", "first", "last", "last"]

    run(check())


def test_a_holder_that_fails_or_is_cancelled_frees_the_talk(make: Make) -> None:
    async def check() -> None:
        async with opened(make) as locks:
            with pytest.raises(KeyError):
                async with locks.lock(ANN):
                    raise KeyError
            held: list[str] = []
            holder = asyncio.create_task(hold(locks, held, "cancelled", 60))
            await asyncio.sleep(0.05)
            holder.cancel()
            await hold(locks, held, "next")
            assert held == ["cancelled", "next", "next"]
            assert locks._queues == {}

    run(check())


def test_a_full_line_is_refused_and_others_are_served(make: Make) -> None:
    async def check() -> None:
        async with opened(make) as locks:
            held: list[int] = []
            line = [asyncio.create_task(hold(locks, held, n)) for n in range(MOST_WAITING + 1)]
            await asyncio.sleep(0)
            with pytest.raises(TooManyWaiting):
                await hold(locks, held, -1)
            await hold(locks, [], "other", talk="another talk")
            await asyncio.gather(*line)
            assert sorted(set(held)) == list(range(MOST_WAITING + 1))
            await hold(locks, held, -2)

    run(check())


def test_processes_take_turns_without_polling(redis_server: Redis) -> None:
    async def check() -> None:
        async with opened(lambda: RedisLocks(redis_server.url), 4) as processes:
            inside, most, done = 0, 0, 0

            async def work(locks: RedisLocks) -> None:
                nonlocal inside, most, done
                for _ in range(25):
                    async with locks.lock(ANN):
                        inside += 1
                        most = max(most, inside)
                        await asyncio.sleep(0)
                        inside -= 1
                        done += 1

            started = time.monotonic()
            await asyncio.gather(*map(work, processes))
            assert (most, done) == (1, 100)
            assert time.monotonic() - started < 5

    run(check())


def test_tokens_only_rise_even_when_redis_forgets(redis_server: Redis) -> None:
    async def check() -> None:
        tokens = []
        async with opened(lambda: RedisLocks(redis_server.url), 2) as processes:
            for turn in range(10):
                async with processes[turn % 2].lock(f"talk {turn}"):
                    tokens.append(FENCE.get())
                if turn == 5:
                    await processes[0]._redis.flushall()
            assert tokens == sorted(set(tokens))
            assert FENCE.get() == 0

    run(check())


def test_a_living_holder_keeps_its_talk(redis_server: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_locks, "TIME_TO_LIVE", 0.3)

    async def check() -> None:
        async with opened(lambda: RedisLocks(redis_server.url), 2) as (one, two):
            held: list[str] = []
            await asyncio.gather(hold(one, held, "long", 1.2), hold(two, held, "other", 0.4))
            assert held[0] == held[1]

    run(check())


def test_a_holder_that_died_frees_its_talk(redis_server: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_locks, "TIME_TO_LIVE", 1.0)
    script = f"""
import asyncio
from bot.core import redis_locks
redis_locks.TIME_TO_LIVE = 1.0
async def main():
    async with redis_locks.RedisLocks({redis_server.url!r}).lock({ANN!r}):
        print("held", flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""
    dying = subprocess.Popen([sys.executable, "-c", PREPARED + script], stdout=subprocess.PIPE)
    assert dying.stdout
    assert dying.stdout.readline() == b"held\n"
    dying.send_signal(signal.SIGKILL)
    dying.communicate()

    async def check() -> None:
        async with opened(lambda: RedisLocks(redis_server.url)) as locks:
            await asyncio.wait_for(hold(locks, [], "next"), 3)

    run(check())


PREPARED = "from bot.core import without_tensorflow\nwithout_tensorflow.install()\n"


def test_who_lost_a_lock_does_not_free_that_of_another(redis_server: Redis) -> None:
    key = redis_locks._PREFIX + talk_key(ANN)

    async def check() -> None:
        async with opened(lambda: RedisLocks(redis_server.url), 2) as (sleeper, other), AsyncExitStack() as later:
            async with sleeper.lock(ANN):
                await sleeper._redis.delete(key)  # as if it had expired
                await later.enter_async_context(other.lock(ANN))
            assert await other._redis.exists(key)

    run(check())


def test_a_holder_that_slept_too_long_cannot_write(storage: Storage, redis_server: Redis) -> None:
    store = TalkStore(storage, DOMAIN)

    async def outpaced(sleeper: RedisLocks, other: RedisLocks) -> None:
        async with sleeper.lock(ANN):
            await sleeper._redis.delete(redis_locks._PREFIX + talk_key(ANN))  # as if it had expired
            async with other.lock(ANN):
                await take_turn(store, ANN, "by the other")
            await take_turn(store, ANN, "too late")  # on top of what the other wrote

    async def check() -> None:
        await take_turn(store, ANN, "first")
        async with opened(lambda: RedisLocks(redis_server.url), 2) as (sleeper, other):
            with pytest.raises(StaleLock):
                await outpaced(sleeper, other)
            async with sleeper.lock(ANN):
                await take_turn(store, ANN, "handled again")

    run(check())


def test_a_talk_that_saw_a_token_of_the_future_is_not_stuck(storage: Storage, redis_server: Redis) -> None:
    store, tomorrow = TalkStore(storage, DOMAIN), int((time.time() + 86_400) * 1e6)

    async def turn(locks: RedisLocks) -> None:
        async with locks.lock(ANN):
            await take_turn(store, ANN, "hello")

    async def check() -> None:
        await storage.run(lambda connection: append(connection, ANN, Version(), [[]], 1, tomorrow))
        async with opened(lambda: RedisLocks(redis_server.url)) as locks:
            with pytest.raises(StaleLock):
                await turn(locks)
            await turn(locks)

    run(check())


def test_redis_that_stops_is_told_and_comes_back(redis_server: Redis) -> None:
    async def check() -> None:
        async with opened(lambda: RedisLocks(redis_server.url), 2) as (locks, other):
            await hold(locks, [], "before")
            async with locks.lock(ANN):  # ends without Redis
                redis_server.stop()
            for attempt in (locks.check, lambda: hold(locks, [], "without")):
                started = time.monotonic()
                with pytest.raises((LockError, RedisError)):
                    await attempt()
                assert time.monotonic() - started < 3
            redis_server.start()
            await locks.check()
            held: list[str] = []
            await asyncio.wait_for(asyncio.gather(hold(locks, held, 1, 0.1), hold(other, held, 2, 0.1)), 10)
            assert held[0] == held[1]

    run(check())


def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(create_lock_store()) is TalkLocks
    monkeypatch.setenv("NUTRIGAP_REDIS_URL", "redis://127.0.0.1:9/0")
    assert type(create_lock_store()) is RedisLocks
