"""Stores what several callers want stored in one transaction of SQLite, because each costs a wait for the disk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa

MOST_TOGETHER = 50

Work = Callable[[Any], Any]


class Batches:
    """Work that waits for the one writer. Each piece is stored whole or not at all, whatever the others do."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        """Takes the engine of a SQLite file."""
        self._engine = engine
        self._waiting: deque[tuple[Work, Future[Any]]] = deque()

    def add(self, work: Work) -> Future[Any]:
        """Puts work in line. Whoever does so has to have `run` called after it, in the writer's thread."""
        future: Future[Any] = Future()
        self._waiting.append((work, future))
        return future

    def run(self) -> None:
        """Does what waits, in order, and tells each caller once it is on the disk."""
        line = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_TOGETHER))]
        line = [(work, future) for work, future in line if future.set_running_or_notify_cancel()]
        if not line:
            return
        try:
            with self._engine.begin() as connection:
                outcomes = [_attempt(connection, work) for work, _ in line]
        except Exception as error:  # nothing was stored of anybody's
            for _, future in line:
                future.set_exception(error)
            return
        for (_, future), (result, fault) in zip(line, outcomes, strict=True):
            if fault:
                future.set_exception(fault)
            else:
                future.set_result(result)


def _attempt(connection: Any, work: Work) -> tuple[Any, Exception | None]:
    """Does a piece of work, and undoes it alone when it fails."""
    connection.exec_driver_sql("SAVEPOINT piece")
    result, fault = None, None
    try:
        result = work(connection)
    except Exception as error:
        if not connection.connection.in_transaction:
            raise  # SQLite has undone everything, as it does when the disk is full
        connection.exec_driver_sql("ROLLBACK TO piece")
        fault = error
    connection.exec_driver_sql("RELEASE piece")
    return result, fault
