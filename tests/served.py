"""A real assistant for tests: both servers on free ports, with a data folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]


def children(pid: int) -> list[int]:
    """Gives the process ids of a process's children."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True)
    return [int(pid) for pid in found.stdout.split()]


class Assistant:
    """Starts `bot.core.serve` as `make run` does, talks with it, and stops it."""

    module = "bot.core.serve"

    def __init__(self, folder: Path, **environment: str) -> None:
        self.data = folder / "data"
        self.log = folder / "log.txt"
        self.environment = environment
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PORT": "0", "NUTRIGAP_DATA": str(self.data), **environment},
            )
        self.sender = self.new()
        self.client = httpx.Client(timeout=60)
        self.url = self._wait_for_url()
        self.client.base_url = httpx.URL(self.url)

    def _wait_for_url(self) -> str:
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline and self.process.poll() is None:
            last = self.log.read_text().splitlines()[-1:]
            if last and last[0].startswith("http"):
                return last[0].rstrip("/")
            time.sleep(0.1)
        self.stop()
        raise AssertionError(f"The assistant did not start:\n{self.log.read_text()}")

    def new(self) -> str:
        """Gives the id of somebody who has never talked with it."""
        return f"test-{uuid.uuid4().hex}"

    def say(self, text: str, sender: str | None = None) -> list[dict[str, Any]]:
        """Sends a message and gives the replies. Without a sender, all of a run is one talk."""
        answer = self.client.post(
            "/webhooks/rest/webhook",
            content=json.dumps({"sender": sender or self.sender, "message": text}),
            headers={"Prefer": "wait=60"},  # a busy machine must not make an answer come later
        )
        answer.raise_for_status()
        replies: list[dict[str, Any]] = answer.json()
        return replies

    def parse(self, text: str) -> dict[str, Any]:
        """Gives what was understood."""
        answer = self.client.post("/model/parse", json={"text": text})
        answer.raise_for_status()
        understood: dict[str, Any] = answer.json()
        return understood

    def children(self) -> list[int]:
        """Gives the process ids of its servers."""
        return children(self.process.pid)

    def pid_of(self, server: str) -> int:
        """Gives the process id of one of its servers, `rasa_server` or `action_server`."""
        (pid,) = [pid for pid in self.children() if server in Path(f"/proc/{pid}/cmdline").read_text()]
        return pid

    def stop(self, by: signal.Signals = signal.SIGINT) -> None:
        """Stops it with a signal and waits for the end."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(by)
        self.process.wait(30)
