"""One shift of processes serves; another, with a new model, relieves it without anybody noticing.

Both listen on the same socket, which the supervisor holds, so that a visitor always finds somebody. The old shift goes
when the new one answers: it takes no more connections, answers what it has, and ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.core.parts import Part, stop

LEAVE_PATIENCE = 40.0
"""Seconds that the old server has to answer what it has; then it is stopped, and the new one takes up the rest."""


@dataclass(frozen=True)
class Shift:
    """The two processes of a shift."""

    reader: Part
    server: Part

    @property
    def parts(self) -> list[Part]:
        """Both."""
        return [self.reader, self.server]

    def has_ended(self) -> bool:
        """Says whether one of them has come to an end."""
        return any(part.has_ended() for part in self.parts)


class Shifts:
    """The shift that serves, and those that come and go."""

    def __init__(self, make: Callable[[], Shift], ready: Callable[[], int | None]) -> None:
        """Takes how a shift is made, and what gives the id of a server process that says it is ready."""
        self._make, self._ready = make, ready
        self._serving = make()
        self._coming: Shift | None = None
        self._leaving: list[tuple[float, Shift]] = []

    def start(self) -> None:
        """Starts the first shift."""
        for part in self._serving.parts:
            part.start()

    def has_ended(self) -> bool:
        """Says whether a part of the shift that serves has ended."""
        return self._serving.has_ended()

    def relieve(self) -> None:
        """Starts another shift, unless one is coming already."""
        if self._coming is None:
            print("Another assistant is starting beside this one ...", flush=True)
            self._coming = self._make()
            for part in self._coming.parts:
                part.start()

    def keep(self) -> None:
        """Starts again what has ended, and lets the shifts change. Call this again and again."""
        for part in self._serving.parts:
            part.keep()
        if self._coming and self._coming.has_ended():
            print("It stopped while starting; the lines above say why. This one stays.", flush=True)
            stop(self._coming.parts)
            self._coming = None
        elif self._coming and self._ready() == self._coming.server.process.pid:
            print("It has taken over.", flush=True)
            self._serving.server.process.terminate()
            self._leaving.append((time.monotonic() + LEAVE_PATIENCE, self._serving))
            self._serving, self._coming = self._coming, None
        for left in [left for left in self._leaving if left[1].server.has_ended() or time.monotonic() > left[0]]:
            self._leaving.remove(left)
            stop(left[1].parts)

    def stop(self) -> None:
        """Stops all of them."""
        every = [self._serving, *([self._coming] if self._coming else []), *(shift for _, shift in self._leaving)]
        stop([part for shift in every for part in shift.parts])
