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
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import NoReturn

from bot.core import training

PATIENCE = 120.0
"""Seconds to wait for the assistant to be ready; a slow machine needs about 20."""

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}
"""Rasa's logs are kept to warnings: from the next level on they hold what users write."""


def free_port(host: str, wanted: int) -> int:
    """Gives the port wanted, or any free one for 0.

    Raises:
        SystemExit: the port cannot be had; says so in one sentence.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError:
            raise SystemExit(f"Port {wanted} is in use. Set PORT=... or stop the program that uses it.") from None
        port: int = probe.getsockname()[1]
        return port


def start(module: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Starts a Python module in a process group of its own, so that Ctrl-C reaches only this process."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,  # see bot.core.child
        env={**QUIET, **os.environ, **environment},
        start_new_session=True,
    )


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Stops the children: kindly, and after ten seconds for certain."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + 10
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def wait_until_ready(url: str, children: list[subprocess.Popen[bytes]]) -> None:
    """Waits until `/readyz` says yes.

    Raises:
        SystemExit: a process ended, or patience did; says which and what was missing.
    """
    deadline, missing = time.monotonic() + PATIENCE, "no answer"
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            raise SystemExit("A part of the assistant stopped while starting; the lines above say why.")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as answer:
            missing = ", ".join(json.load(answer)["missing"])
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"The assistant was not ready after {PATIENCE:.0f} s; missing: {missing}.")


def interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Turns a signal into the exception that unwinds `main` and stops the children."""
    raise KeyboardInterrupt


def main() -> None:
    """Trains if stale, starts both servers, prints the URL, and waits until it is told to stop."""
    if sys.version_info[:2] != (3, 10):
        raise SystemExit("Nutrigap runs on Python 3.10; `make run` brings it.")
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, interrupt)
    host = os.environ.get("HOST", "127.0.0.1")
    asked_port = os.environ.get("PORT", "5005")
    if not asked_port.isdigit():
        raise SystemExit(f"PORT is {asked_port!r}, which is no number. Set PORT=5005 or another.")
    port = free_port(host, int(asked_port))
    children: list[subprocess.Popen[bytes]] = []
    try:
        training.train_if_stale()
        print("Starting the assistant ...", flush=True)
        model, actions_port = str(training.MODEL), str(free_port("127.0.0.1", 0))
        secret = {"NUTRIGAP_ACTIONS_SECRET": secrets.token_urlsafe(24)}
        actions = {"NUTRIGAP_ACTIONS_URL": f"http://127.0.0.1:{actions_port}", **secret}
        children.append(start("bot.core.action_server", model, actions_port, **secret))
        children.append(start("bot.core.rasa_server", model, host, str(port), **actions))
        reachable = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
        wait_until_ready(f"http://{reachable}:{port}", children)
        print(os.environ.get("PUBLIC_URL") or f"http://{reachable}:{port}/", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        raise SystemExit("A part of the assistant stopped by itself; all of it is stopped now.")
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
    finally:
        stop(children)


if __name__ == "__main__":
    main()
