"""The processes of the assistant, each started again when it ends or hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

DEFAULTS = {
    "OPENBLAS_NUM_THREADS": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}
"""Rasa's logs are kept to warnings: from the next level on they hold what users write. Sums as small as a sentence's
take longer when they are shared out to threads."""

STEADY = 60.0
"""Seconds after which a process counts as well again."""

LONGEST_PAUSE = 5.0
"""Seconds between two starts of a process that ends again and again; doubled up to this from a quarter."""

LOOK_EVERY = 5.0
HANGS_AFTER = 30.0
"""Seconds without an answer after which a process that did answer is ended."""

STOP_PATIENCE = 10.0


@dataclass
class Part:
    """One process.

    Attributes:
        name: what it is called in messages.
        command: what to run, with its arguments: a Python module.
        environment: what it is given beside our own.
        answers: says whether it answers now; takes two seconds at most.
        hands: open files that it is given, by their numbers.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    answers: Callable[[], bool]
    hands: Sequence[int] = ()
    process: subprocess.Popen[bytes] = field(init=False)
    _ends: int = field(init=False, default=0)
    _began: float = field(init=False, default=0.0)
    _next_look: float = field(init=False, default=0.0)
    _answered: float | None = field(init=False, default=None)

    def start(self) -> None:
        """Starts it, in a process group of its own, so that Ctrl-C reaches only this process."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command],
            stdin=subprocess.PIPE,  # see bot.core.child
            env={**DEFAULTS, **os.environ, **self.environment},
            start_new_session=True,
            pass_fds=self.hands,
        )
        self._began, self._answered = time.monotonic(), None

    def has_ended(self) -> bool:
        """Says whether it has come to an end."""
        return self.process.poll() is not None

    def keep(self) -> None:
        """Starts it again if it has ended or hangs. Call this again and again."""
        now = time.monotonic()
        if self.has_ended():
            ran = now - self._began
            self._ends = 0 if ran > STEADY else self._ends
            if ran < min(LONGEST_PAUSE, 0.25 * 2**self._ends):
                return
            self._ends += 1
            print(f"The {self.name} ended ({self.process.returncode}); it is started again.", flush=True)
            self.process.communicate()  # closes our end of its pipe
            self.start()
        elif now >= self._next_look:
            self._next_look = now + LOOK_EVERY
            if self.answers():
                self._answered = now
            elif self._answered is not None and now - self._answered > HANGS_AFTER:
                print(f"The {self.name} does not answer; it is ended.", flush=True)
                os.killpg(self.process.pid, signal.SIGKILL)


def stop(parts: Sequence[Part]) -> None:
    """Stops what was started: kindly, and after ten seconds for certain."""
    started = [part.process for part in parts if hasattr(part, "process")]
    for process in started:
        process.terminate()
    deadline = time.monotonic() + STOP_PATIENCE
    for process in started:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
