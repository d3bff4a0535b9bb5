from __future__ import annotations

from bot.core.limits import MOST_WATCHED, Limiter

LIMIT = 20


def test_the_limit_holds_and_lets_go_with_time() -> None:
    limiter = Limiter(LIMIT)
    waits = [limiter.wait("ann", 0.0) for _ in range(LIMIT + 2)]
    assert waits.count(0.0) == LIMIT
    assert waits[-1] == 3.0
    assert limiter.wait("bob", 0.0) == 0.0
    assert limiter.wait("ann", 2.9) > 0.0
    assert limiter.wait("ann", 3.1) == 0.0


def test_a_clock_that_steps_back_gives_and_takes_nothing() -> None:
    limiter = Limiter(LIMIT)
    assert [limiter.wait("ann", now) for now in (100.0, 50.0, 10.0)] == [0.0] * 3


def test_the_longest_silent_is_forgotten() -> None:
    limiter = Limiter(LIMIT)
    for number in range(MOST_WATCHED + 5):
        limiter.wait(str(number), 0.0)
    assert len(limiter.left) == MOST_WATCHED
    assert "0" not in limiter.left
