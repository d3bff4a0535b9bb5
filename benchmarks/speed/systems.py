"""The two systems that are compared: all processes of each, on free ports of loopback, with a folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from ruamel.yaml import YAML

from benchmarks.stock import PYTHON, QUIET
from bot.core.training import MODEL

PATIENCE = 1800


class NotReady(Exception):
    """A system did not start; says what it wrote last."""


class System(ABC):
    """A system that can be started, watched and stopped."""

    name: str
    database: str
    environment: Path

    def __init__(self) -> None:
        """Makes its folder; nothing runs yet."""
        self.folder = Path(mkdtemp(prefix="speed-"))
        self.log = self.folder / "log.txt"
        self.url = ""
        self._started: list[subprocess.Popen[bytes]] = []

    @abstractmethod
    def _launch(self) -> None:
        """Starts the processes."""

    @abstractmethod
    def _ready(self) -> str:
        """Its address once it can answer, else empty."""

    @abstractmethod
    def model(self) -> Path:
        """The file that it is loaded from."""

    def start(self) -> float:
        """Starts it and gives the seconds until it says that it is ready."""
        began = time.monotonic()
        self._launch()
        while time.monotonic() - began < PATIENCE and all(process.poll() is None for process in self._started):
            if url := self._ready():
                self.url = url
                return time.monotonic() - began
            time.sleep(0.02)
        self.stop()
        raise NotReady(f"{self.name} did not start:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Stops what was started."""
        for process in self._started:
            process.send_signal(signal.SIGINT)
        for process in self._started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._started = []

    def remove(self) -> None:
        """Stops it and removes its folder."""
        self.stop()
        shutil.rmtree(self.folder)

    def memory_mb(self) -> float:
        """What all its processes hold, in megabytes; what they share is counted once (proportional set size)."""
        return sum(_kilobytes(pid) for root in self._started for pid in _family(root.pid)) / 1000

    def stored_bytes(self) -> int:
        """The size of its database, with what is in the write-ahead log."""
        with sqlite3.connect(f"file:{self.folder / self.database}?mode=ro", uri=True) as database:
            [pages], [size] = (database.execute(f"PRAGMA {of}").fetchone() for of in ("page_count", "page_size"))
        return int(pages) * int(size)

    def forget_files(self) -> None:
        """Makes the next start a cold one: the kernel drops what it holds of its packages and of its model."""
        for path in (*self.environment.resolve().rglob("*"), *self.model().parent.glob("*"), *Path("bot").rglob("*")):
            if path.is_file():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def _run(self, command: list[str], **environment: str) -> None:
        with self.log.open("a") as log:
            self._started.append(
                subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **environment})
            )


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _kilobytes(pid: int) -> int:
    return int(re.findall(r"^Pss: +(\d+) kB$", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[0])


class Nutrigap(System):
    """The assistant as `make run` starts it."""

    name = "Nutrigap"
    database = "talks.sqlite"
    environment = Path(".venv")

    def _launch(self) -> None:
        self.log.write_text("")
        self._run([sys.executable, "-m", "bot.core.serve"], PORT="0", NUTRIGAP_DATA=str(self.folder))

    def _ready(self) -> str:
        last = self.log.read_text().splitlines()[-1:]
        return last[0].rstrip("/") if last and last[0].startswith("http") else ""

    def model(self) -> Path:
        """See `System`."""
        return MODEL


class Stock(System):
    """`rasa run` and `rasa run actions`, with their defaults and Rasa's own SQLite store."""

    name = "stock"
    database = "rasa.db"
    environment = PYTHON.parents[1]

    def __init__(self, model: Path) -> None:
        """Takes a trained model."""
        super().__init__()
        self._model = model

    def _launch(self) -> None:
        port, actions = free_port(), free_port()
        endpoints = {
            "action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"},
            "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(self.folder / self.database)},
        }
        for name, content in {"endpoints.yml": endpoints, "credentials.yml": {"rest": None}}.items():
            with (self.folder / name).open("w") as file:
                YAML().dump(content, file)
        rasa = [
            str(PYTHON),
            "-W",
            "ignore",
            "-m",
            "rasa",
            "run",
            "-i",
            "127.0.0.1",
            "-p",
            str(port),
            "-m",
            str(self._model),
        ]
        rasa += [
            "--endpoints",
            str(self.folder / "endpoints.yml"),
            "--credentials",
            str(self.folder / "credentials.yml"),
        ]
        self._run(rasa, **QUIET)
        self._run([str(PYTHON), "-W", "ignore", "-m", "benchmarks.speed.stock_actions", str(actions)], **QUIET)
        self._parts = [f"http://127.0.0.1:{port}", f"http://127.0.0.1:{actions}/health"]

    def _ready(self) -> str:
        return self._parts[0] if all(map(answers, self._parts)) else ""

    def model(self) -> Path:
        """See `System`."""
        return self._model


def answers(url: str) -> bool:
    """Whether something answers there."""
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
