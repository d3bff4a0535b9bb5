"""Keeps talks in one SQLite file, and really forgets them when asked to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session, sessionmaker

ERASE_SLOT = "erase_requested"
"""An action sets this slot to true to have everything of its sender erased at the end of the turn."""

PRAGMAS = ("journal_mode=WAL", "secure_delete=ON", "busy_timeout=5000")


def data_folder() -> Path:
    """Gives the folder of everything that is stored, made for its owner alone (`NUTRIGAP_DATA`)."""
    folder = Path(os.environ.get("NUTRIGAP_DATA", ".nutrigap"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _set_pragmas(connection: Any, _record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


class ErasingTrackerStore(SQLTrackerStore):
    """Rasa's SQL store on SQLite with three cures.

    It erases a sender on request, leaves users' words out of its error messages, and lets an error be an
    error where Rasa's own ends the whole server.
    """

    def __init__(self, domain: Domain | None = None, event_broker: EventBroker | None = None, **_: Any) -> None:
        """Opens `talks.sqlite` in the data folder, making it where it is absent."""
        path = data_folder() / "talks.sqlite"
        super().__init__(domain=domain, dialect="sqlite", db=str(path), event_broker=event_broker)
        # Rasa's engine opens the file anew for every query, and prints the users' words in its errors.
        self.engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.pool.QueuePool, hide_parameters=True)
        sa.event.listen(self.engine, "connect", _set_pragmas)
        self.sessionmaker = sessionmaker(bind=self.engine)

    @contextlib.contextmanager
    def session_scope(self) -> Iterator[Session]:
        """Gives a session and closes it. Errors go to the caller: Rasa's own exits on any `ValueError`."""
        session = self.sessionmaker()
        try:
            yield session
        finally:
            session.close()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Saves the talk, or erases all of its sender when the slot `erase_requested` is true."""
        if tracker.current_slot_values().get(ERASE_SLOT):
            self.erase(tracker.sender_id)
        else:
            await super().save(tracker)

    def erase(self, sender_id: str) -> None:
        """Removes every event of the sender from the database file and its log.

        Raises:
            RuntimeError: the log could not be emptied, so copies of the words may be left in it.
        """
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()
            blocked = session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
        if blocked:
            raise RuntimeError("The write-ahead log is in use and could not be emptied.")
