"""Rasa's tracker as the store gives it: it knows what of it is stored, and begins anew when it has become long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.packed import unpack
from bot.core.talks import Events, Version

TURNS_READ = 12
"""After so many turns a talk begins a new session, which has the slots alone: a turn costs what it looks back on."""

Self = TypeVar("Self", bound="Talk")


def written(events: Iterable[Event]) -> Events:
    """Writes events as they are stored."""
    return [event.as_dict() for event in events]


class Talk(DialogueStateTracker):
    """The last session of a talk.

    Attributes:
        version: where the stored talk stood when this was read or stored.
        rolled_at: the stored turn that this begins with.
        stored: how many of its events are stored.
    """

    version = Version()
    rolled_at = 0
    stored = 0

    def recall(self, turns: Iterable[bytes]) -> None:
        """Goes through what was stored.

        Raises:
            Exception: whatever a broken turn raises; Rasa itself leaves out some broken events without a word.
        """
        for turn in turns:
            stored = unpack(turn)
            events = deserialise_events(stored)
            if len(events) != len(stored):
                raise ValueError("A stored event is broken.")
            for event in events:
                self.update(event)

    def mark_stored(self, version: Version, rolled_at: int) -> None:
        """Notes that all of it is stored, and where."""
        self.version, self.rolled_at, self.stored = version, rolled_at, len(self.events)

    def is_long(self) -> bool:
        """Says whether a new session is due with the turn that is to be stored."""
        return self.version.sequence + 1 - self.rolled_at >= TURNS_READ

    def is_at_rest(self) -> bool:
        """Says whether nothing but the slots matters for what comes next."""
        return self.latest_action_name == ACTION_LISTEN_NAME and not self.active_loop_name and not self.is_paused()

    def begin_session(self, empty: Self) -> Self:
        """Begins a session in an empty talk with the slots of this one."""
        slots = [SlotSet(slot.name, slot.value) for slot in self.slots.values() if slot.has_been_set]
        start = [
            ActionExecuted(ACTION_SESSION_START_NAME),
            SessionStarted(),
            *slots,
            ActionExecuted(ACTION_LISTEN_NAME),
        ]
        for event in start:
            empty.update(event)
        return empty
