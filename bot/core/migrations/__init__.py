"""Brings the tables up to date at every start, one process at a time.

To change a table: change it where it is defined, add `versions/<next number>_<what>.py` in the manner of those
that are there, and run `tests/core/test_migrations.py`, which compares both. A migration that was released is
never edited.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

FOLDER = Path(__file__).parent
HEAD = max(path.stem.partition("_")[0] for path in FOLDER.glob("versions/[0-9]*.py"))
"""The newest revision."""

_LOCK = 0x6E757472
"""Any number that no other program of the same PostgreSQL uses for its advisory locks."""


def _revision(connection: Any) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def upgrade(engine: sa.engine.Engine, revision: str = HEAD) -> None:
    """Runs the migrations that are missing, in one transaction: all or none.

    Raises:
        RuntimeError: the database is of a newer release.
    """
    with engine.connect() as connection:
        if _revision(connection) == revision:
            return
    with engine.begin() as connection:  # on SQLite this holds the one write lock
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        if (_revision(connection) or "") > HEAD:
            raise RuntimeError("The stored talks are of a newer release of this program. Run that one.")
        from alembic import command, config  # a quarter of a second, needed here alone

        settings = config.Config()
        settings.set_main_option("script_location", str(FOLDER))
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
