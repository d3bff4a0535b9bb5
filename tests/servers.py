"""PostgreSQL and Redis of the tests' own: on a free port, in a folder of their own, stopped and started at will."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

USER = "nobody"
"""Who runs PostgreSQL where the tests run as root, which it refuses."""


def program(name: str) -> str:
    """Gives the path of a program, or skips the test and says what is missing."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(debian[-1]) if debian else shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed (Debian: apt install postgresql redis-server)")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A server process: `start` waits until it answers, `stop` is kind, `kill` is not."""

    needs: tuple[str, ...]
    """The programs that it needs."""

    def __init__(self) -> None:
        for name in self.needs:
            program(name)
        self.folder = Path(tempfile.mkdtemp(prefix="nutrigap-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def ask(self) -> None:
        """Raises while the server does not answer."""
        raise NotImplementedError

    def start(self) -> None:
        user = USER if os.geteuid() == 0 else None
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, user=user, cwd=self.folder)
        deadline = time.monotonic() + 20
        while True:
            try:
                return self.ask()
            except (psycopg2.OperationalError, redis.RedisError):
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise AssertionError((self.folder / "log.txt").read_text()) from None
                time.sleep(0.05)

    def stop(self, by: signal.Signals = signal.SIGINT) -> None:
        """Stops it at once, as an administrator does: those connected are cut off."""
        assert self.process is not None
        self.process.send_signal(by)
        self.process.wait(20)

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """Lets it and its children do nothing for a while, and their connections stay open."""
        assert self.process is not None
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        pids = [self.process.pid, *map(int, children)]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def remove(self) -> None:
        if self.process and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder)


class PostgreSQL(Server):
    needs = ("initdb", "postgres")

    def __init__(self) -> None:
        super().__init__()
        user = USER if os.geteuid() == 0 else None
        if user:
            shutil.chown(self.folder, user)
        initdb = [program("initdb"), "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-N"]
        subprocess.run([*initdb, "-E", "UTF8", "--no-locale"], check=True, stdout=subprocess.DEVNULL, user=user)

    def command(self) -> list[str]:
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [program("postgres"), "-D", str(self.folder / "data"), *options]

    def ask(self) -> None:
        self.execute("SELECT 1")

    def execute(self, sql: str) -> None:
        with contextlib.closing(psycopg2.connect(self.url("postgres"))) as connection:
            connection.autocommit = True
            connection.cursor().execute(sql)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Makes an empty database and gives its URL."""
        name = f"test_{uuid.uuid4().hex}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def cut_connections(self) -> None:
        """Ends every connection but its own, as a fail-over does."""
        self.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


class Redis(Server):
    needs = ("redis-server",)

    def __init__(self) -> None:
        super().__init__()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)

    def command(self) -> list[str]:
        return [program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]

    def ask(self) -> None:
        with contextlib.closing(redis.Redis(port=self.port)) as client:
            client.ping()

    def empty(self) -> None:
        """Makes it forget everything."""
        with contextlib.closing(redis.Redis(port=self.port)) as client:
            client.flushall()
