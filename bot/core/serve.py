"""Starts everything and stops everything: `python -m bot.core.serve`, which is what `make run` calls.

Settings come from the environment: `HOST` (127.0.0.1), `PORT` (5005; 0 takes a free one), `CHANNELS`,
`PUBLIC_URL`, `NUTRIGAP_TOKEN`, `NUTRIGAP_DATA`.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import NoReturn

from bot.core import training
from bot.core.parts import Part
from bot.core.shifts import Shift, Shifts

PATIENCE = 300.0
"""Seconds to wait for the assistant to be ready; the first start after a change of sayings learns them."""


def listen(host: str, port: int) -> socket.socket:
    """Opens a port, any free one for 0. It stays open when those who serve on it come and go.

    Raises:
        SystemExit: the port cannot be had; says so in one sentence.
    """
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except OSError:
        raise SystemExit(f"Port {port} is in use. Set PORT=... or stop the program that uses it.") from None
    opened.listen()
    return opened


def port_of(opened: socket.socket) -> int:
    """The number of a port."""
    port: int = opened.getsockname()[1]
    return port


def answers(url: str, token: str = "") -> bool:
    """Says whether something answers at an address with 200, within two seconds."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=2):
            return True
    except OSError:
        return False


def ready(url: str) -> tuple[int | None, str]:
    """Asks for a server that is ready: gives the id of its process, or None and what is missing."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            return int(json.load(answer)["process"]), ""
    except urllib.error.HTTPError as answer:
        return None, ", ".join(json.load(answer)["missing"])
    except OSError:
        return None, "no answer"


def wait_until_ready(url: str, shifts: Shifts) -> None:
    """Waits until `/readyz` says yes.

    Raises:
        SystemExit: a process ended, or patience did; says which and what was missing.
    """
    deadline, missing = time.monotonic() + PATIENCE, "no answer"
    while time.monotonic() < deadline:
        if shifts.has_ended():
            raise SystemExit("A part of the assistant stopped while starting; the lines above say why.")
        process, missing = ready(url)
        if process:
            return
        time.sleep(0.1)
    raise SystemExit(f"The assistant was not ready after {PATIENCE:.0f} s; missing: {missing}.")


def interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Turns a signal into the exception that unwinds `main` and stops the children."""
    raise KeyboardInterrupt


def shift_of(model: str, host: str, opened: socket.socket, url: str) -> Shift:
    """Gives the two processes: the one that reads and answers, and the one that people talk to."""
    with listen("127.0.0.1", 0) as probe:
        actions_port, secret = port_of(probe), secrets.token_urlsafe(24)
    actions_url = f"http://127.0.0.1:{actions_port}"
    shared = {"NUTRIGAP_ACTIONS_URL": actions_url, "NUTRIGAP_ACTIONS_SECRET": secret}
    server = ["bot.core.rasa_server", model, host, str(port_of(opened)), str(opened.fileno())]
    return Shift(
        Part(
            "action server",
            ["bot.core.action_server", model, str(actions_port)],
            shared,
            lambda: answers(f"{actions_url}/health", secret),
        ),
        Part("server", server, shared, lambda: answers(f"{url}/healthz"), (opened.fileno(),)),
    )


def main() -> None:
    """Trains if stale, starts both servers, prints the URL, and keeps them running until it is told to stop."""
    if sys.version_info[:2] != (3, 10):
        raise SystemExit("Nutrigap runs on Python 3.10; `make run` brings it.")
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, interrupt)
    host = os.environ.get("HOST", "127.0.0.1")
    asked_port = os.environ.get("PORT", "5005")
    if not asked_port.isdigit():
        raise SystemExit(f"PORT is {asked_port!r}, which is no number. Set PORT=5005 or another.")
    opened = listen(host, int(asked_port))
    reachable = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    url = f"http://{reachable}:{port_of(opened)}"
    shifts = Shifts(lambda: shift_of(str(training.MODEL), host, opened, url), lambda: ready(url)[0])
    relief: list[int] = []
    signal.signal(signal.SIGUSR1, lambda number, _frame: relief.append(number))
    try:
        training.train_if_stale()
        print("Starting the assistant ...", flush=True)
        shifts.start()
        wait_until_ready(url, shifts)
        print(os.environ.get("PUBLIC_URL") or f"{url}/", flush=True)
        while True:
            if relief:
                relief.clear()
                shifts.relieve()
            shifts.keep()
            time.sleep(0.2)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
    finally:
        shifts.stop()


if __name__ == "__main__":
    main()
