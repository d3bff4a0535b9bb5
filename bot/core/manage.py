"""What an operator does with what is stored: `python -m bot.core.manage backup FILE`, and the others of `--help`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import sqlite3
import sys
import time
from functools import partial
from pathlib import Path

from bot.core import records
from bot.core.engines import data_folder
from bot.core.storage import Storage, talk_key

DAY = 86_400.0

logger = logging.getLogger(__name__)


def backup(target: Path) -> None:
    """Copies the talks into a new file, for its owner alone, while the assistant may be running.

    Raises:
        SystemExit: it cannot be done; says why.
    """
    if os.environ.get("NUTRIGAP_DATABASE_URL"):
        raise SystemExit('PostgreSQL has its own: pg_dump --format=custom --file=FILE "$NUTRIGAP_DATABASE_URL"')
    source = data_folder() / "talks.sqlite"
    if not source.exists():
        raise SystemExit(f"There is no {source}.")
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise SystemExit(f"{target} cannot be made: {error.strerror}.") from None
    try:
        with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
            old.backup(new)
            state = new.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        target.unlink()
        raise SystemExit(f"The copy failed: {error}.") from None
    print(f"{target}: {target.stat().st_size} bytes, integrity: {state}")


async def purge(storage: Storage, days: float) -> int:
    """Erases the talks in which nothing was said for so many days, some at a time; says how many. Raises as `run`."""
    count, batch = 0, records.PURGED_AT_ONCE
    while batch == records.PURGED_AT_ONCE:
        batch = await storage.run(partial(records.purge, before=time.time() - days * DAY))
        count += batch
    if count:
        await storage.empty_log()
    return count


async def purge_every_hour(storage: Storage) -> None:
    """Purges as `NUTRIGAP_KEEP_DAYS` says, for as long as it runs; not at all where that is not set."""
    days = float(os.environ.get("NUTRIGAP_KEEP_DAYS", "inf"))
    while days < float("inf"):
        try:
            await purge(storage, days)
        except Exception:  # whatever it was, it is tried again in an hour
            logger.exception("Old talks could not be erased.")
        await asyncio.sleep(3600)


async def erase(storage: Storage, sender: str) -> None:
    """Erases all of a sender. Raises as `run`."""
    await storage.run(partial(records.erase, talk=talk_key(sender)))
    await storage.empty_log()


async def export(storage: Storage, sender: str) -> None:
    """Writes all of a sender to standard output, as JSON. Raises as `run`."""
    found = await storage.read(partial(records.export, talk=talk_key(sender)))
    json.dump({"sender": sender, **found}, sys.stdout, indent=1)
    print()


async def senders(storage: Storage) -> None:
    """Writes everybody of whom a talk is stored, a JSON string a line. Raises as `run`."""
    for sender in await storage.read(records.senders):
        print(json.dumps(sender))


def main(arguments: list[str] | None = None) -> None:
    """Does what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bot.core.manage", description="Manages what is stored.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("backup", help="copy all into a new file").add_argument("file", type=Path)
    commands.add_parser("senders", help="list whose talks are stored")
    commands.add_parser("export", help="write all of a sender as JSON").add_argument("sender")
    commands.add_parser("erase", help="erase all of a sender").add_argument("sender")
    commands.add_parser("purge", help="erase talks in which nothing was said").add_argument("days", type=float)
    given = parser.parse_args(arguments)
    if given.command == "backup":
        return backup(given.file)
    storage = Storage()
    try:
        if given.command == "purge":
            print(f"{asyncio.run(purge(storage, given.days))} talks erased.")
        elif given.command == "senders":
            asyncio.run(senders(storage))
        else:
            asyncio.run({"export": export, "erase": erase}[given.command](storage, given.sender))
    finally:
        storage.close()
    return None


if __name__ == "__main__":
    main()
