"""Rasa's talks in our storage: see `TalkStore`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from itertools import islice
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core import records, talks
from bot.core.session import Talk, written
from bot.core.storage import Connection, Storage, talk_key
from bot.core.talks import Version
from bot.core.turn import FENCE, run_with_the_turn

ERASE_SLOT = "erase_requested"
"""An action sets this slot to true to have everything of its sender erased at the end of the turn."""

TALKS_KEPT = 64
"""Talks that are kept in memory as they stood after their last turn, so that they need not be read again. A long
session with long replies takes 0.4 MB."""


class TalkUnreadable(Exception):
    """A stored turn is broken. The talk begins anew with the next message; the sender has to be told."""


class TalkStore(TrackerStore):
    """A tracker store that tells the truth.

    It appends what a turn added, if nobody else has added to the talk meanwhile, together with what
    `bot.core.turn` was given; it reads the last session alone; and it passes every error on.
    """

    def __init__(self, storage: Storage, domain: Domain | None = None) -> None:
        """Takes the storage, which it shares with the inbox and others."""
        super().__init__(domain)
        self.storage = storage
        self._kept: OrderedDict[str, Talk] = OrderedDict()

    @property
    def domain(self) -> Domain:
        """The domain of the model that is loaded."""
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()
        self._kept.clear()  # talks hold the slots of their domain

    def init_tracker(self, sender_id: str) -> Talk:
        """Makes a talk in which nothing was said."""
        return Talk(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> Talk | None:
        """Gives the last session of a talk, None for a talk that was never begun.

        Raises:
            TalkUnreadable: once; then the talk begins anew.
        """
        # Taken out, not lent: a turn that fails leaves a talk behind that nobody may go on with.
        return await self._load(sender_id, self._kept.pop(talk_key(sender_id), None))

    async def retrieve_full_tracker(self, conversation_id: str) -> Talk | None:
        """Gives all sessions of a talk. Raises as `retrieve`."""
        return await self._load(conversation_id, whole=True)

    async def _load(self, sender_id: str, kept: Talk | None = None, whole: bool = False) -> Talk | None:
        key = talk_key(sender_id)

        def read(connection: Connection) -> tuple[Any, list[bytes]]:
            row = talks.find(connection, key)
            if row is None or (kept and kept.version == talks.version(row)):
                return row, []
            return row, talks.turns(connection, key, 0 if whole else row.rolled_at)

        row, turns = await self.storage.read(read)
        if row is None:
            return None
        if kept and kept.version == talks.version(row):
            return kept
        talk = self.init_tracker(sender_id)
        try:
            talk.recall(turns)
        except Exception as error:  # whatever a broken turn raises
            await self.storage.run(lambda connection: talks.begin_anew(connection, key))
            raise TalkUnreadable from error
        talk.mark_stored(talks.version(row), row.rolled_at)
        return talk

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Appends what the turn added, or erases all of the sender when the slot `erase_requested` is true.

        Raises:
            bot.core.talks.TurnConflict: the talk was added to since it was retrieved.
            TypeError: the tracker is not of this store, which so cannot know what of it is new.
        """
        if not isinstance(tracker, Talk):
            raise TypeError("This store saves what its own `init_tracker` and `retrieve` gave.")
        if tracker.current_slot_values().get(ERASE_SLOT):
            await self.erase(tracker.sender_id)
        elif len(tracker.events) > tracker.stored:
            self._keep(await self._append(tracker))

    async def _append(self, talk: Talk) -> Talk:
        """Stores what is new, and gives the talk to go on with: a new session when this one has become long."""
        new = list(islice(talk.events, talk.stored, None))
        following, added, rolled_at = talk, [written(new)], talk.rolled_at
        if any(isinstance(event, SessionStarted) for event in new):
            rolled_at = talk.version.sequence + 1
        if talk.is_long() and talk.is_at_rest():
            following = talk.begin_session(self.init_tracker(talk.sender_id))
            added.append(written(following.events))
            rolled_at = talk.version.sequence + 2
        fence = FENCE.get()

        def append(connection: Connection) -> Version:
            return talks.append(connection, talk.sender_id, talk.version, added, rolled_at, fence)

        version = await run_with_the_turn(self.storage, append)
        talk.mark_stored(version, rolled_at)
        following.mark_stored(version, rolled_at)
        return following

    async def erase(self, sender_id: str) -> None:
        """Removes everything of the sender from the database, and from the log of SQLite.

        Raises:
            RuntimeError: the log is being read and cannot be emptied, so nothing was erased.
        """
        key = talk_key(sender_id)
        self._kept.pop(key, None)
        await self.storage.empty_log()  # found out before it is claimed
        await run_with_the_turn(self.storage, lambda connection: records.erase(connection, key))
        await self.storage.empty_log()

    async def keys(self) -> Iterable[str]:
        """Gives everybody of whom a talk is stored."""
        return await self.storage.read(records.senders)

    async def check(self) -> None:
        """Raises when nothing can be stored now."""
        await self.storage.check()

    def _keep(self, talk: Talk) -> None:
        self._kept[talk_key(talk.sender_id)] = talk
        if len(self._kept) > TALKS_KEPT:
            self._kept.popitem(last=False)
