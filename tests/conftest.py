"""Fixtures for every test: the one real assistant that they share, and servers of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core import without_tensorflow

without_tensorflow.install()

from bot.core.engines import postgresql_engine, sqlite_engine  # noqa: E402
from bot.core.storage import Storage  # noqa: E402
from tests.served import Assistant  # noqa: E402  (nothing may import Rasa before the stubs are there)
from tests.servers import PostgreSQL, Redis  # noqa: E402


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant as `make run` starts it, trained anew if stale; stopped at the end."""
    served = Assistant(tmp_path_factory.mktemp("assistant"))
    yield served
    served.stop()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL of the tests' own."""
    server = PostgreSQL()
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """A Redis of the tests' own."""
    server = Redis()
    server.start()
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """An empty storage, on each of the databases in turn."""
    if request.param == "sqlite":
        stored = Storage(sqlite_engine(tmp_path / "talks.sqlite"))
    else:
        stored = Storage(postgresql_engine(request.getfixturevalue("postgresql").new_database()))
    yield stored
    stored.close()
