"""The assistant, each of whose processes is forked from one that has loaded everything: killed, it is back at once.

`python -m tests.faults.forked` starts it as `bot.core.serve` does. What is forked runs the same code as in life.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from bot.core import child, serve, without_tensorflow
from bot.core.shifts import Shift

SERVERS = {"bot.core.rasa_server": without_tensorflow.UNUSED_BY_THE_SERVER, "bot.core.action_server": ()}


def through_here(shift_of: Callable[..., Shift], *arguments: Any) -> Shift:
    """Has the parts started by this module."""
    shift = shift_of(*arguments)
    for part in shift.parts:
        part.command = ["tests.faults.forked", *part.command]
    return shift


def loaded(name: str, arguments: list[str]) -> Any:
    """Imports a server; of the one that keeps nothing, also loads what it serves."""
    without_tensorflow.install(*SERVERS[name])
    server = importlib.import_module(name)
    if name == "bot.core.action_server":
        app = server.build_app(Path(arguments[0]), os.environ["NUTRIGAP_ACTIONS_SECRET"])
        server.build_app = lambda *_: app
    return server


def keep_forking(server: Any) -> None:
    """Runs the server in a child, and in another one whenever that is killed."""
    served = 0

    def end(_signal: int, _frame: FrameType | None) -> None:
        os.kill(served, signal.SIGTERM)
        os.waitpid(served, 0)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    while True:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        served = os.fork()
        if not served:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        if not served:
            child.begin()
            return server.main()
        os.waitpid(served, 0)


if __name__ == "__main__":
    if sys.argv[1:]:
        child.begin()
        del sys.argv[0]
        keep_forking(loaded(sys.argv[0], sys.argv[1:]))
    else:
        serve.shift_of = partial(through_here, serve.shift_of)
        serve.main()
