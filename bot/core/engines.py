"""Opens the databases that storage can be in, each with what makes it safe."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa

LOCK_PATIENCE = 1.5
"""Seconds to wait for a database that somebody else has locked."""

CONNECTIONS = 8
"""Connections, each with a thread: half of them read. Of SQLite one alone writes, as it would in any case."""

_PRAGMAS = (
    f"busy_timeout={LOCK_PATIENCE * 1000:.0f}",  # first: the next one may find the file locked
    "journal_mode=WAL",
    "synchronous=FULL",  # a commit that was answered survives a power cut
    "secure_delete=ON",
)


def data_folder() -> Path:
    """Gives the folder of everything that is stored, made for its owner alone (`NUTRIGAP_DATA`)."""
    folder = Path(os.environ.get("NUTRIGAP_DATA", ".nutrigap"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def sqlite_engine(path: Path) -> sa.engine.Engine:
    """Opens a SQLite file, made for its owner alone, whose transactions begin with the right lock."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    options = {"poolclass": sa.pool.QueuePool, "pool_size": CONNECTIONS, "connect_args": {"check_same_thread": False}}
    engine = sa.create_engine(f"sqlite:///{path}", hide_parameters=True, **options)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def postgresql_engine(url: str) -> sa.engine.Engine:
    """Opens PostgreSQL, so that neither a restart of it nor a query that hangs stops the assistant."""
    milliseconds = int(LOCK_PATIENCE * 1000)
    options = f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}"
    engine = sa.create_engine(
        url.replace("postgres://", "postgresql://", 1),
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        pool_timeout=LOCK_PATIENCE,
        connect_args={"options": options, "connect_timeout": 2, "tcp_user_timeout": milliseconds},
    )

    @sa.event.listens_for(engine, "handle_error")
    def hide_values(context: Any) -> None:
        """Leaves the code alone: the driver's text quotes statements and keys, values included."""
        code = (f"code {context.original_exception.pgcode}",)
        context.original_exception.args = context.sqlalchemy_exception.args = code

    return engine


def create_engine() -> sa.engine.Engine:
    """Opens what the environment names: `NUTRIGAP_DATABASE_URL`, or `talks.sqlite` in the data folder.

    Raises:
        ValueError: the URL is not PostgreSQL's. The text leaves the URL out, for its password.
    """
    url = os.environ.get("NUTRIGAP_DATABASE_URL")
    if not url:
        return sqlite_engine(data_folder() / "talks.sqlite")
    if not url.startswith(("postgresql://", "postgres://")):
        raise ValueError("NUTRIGAP_DATABASE_URL does not begin with postgresql://.")
    return postgresql_engine(url)
