"""Turns without a model: what Rasa would add to a talk, saved by the store."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.session import Talk
from bot.core.tracker_store import TalkStore

ANN = "ann-who-asks"
SECRET = "zebrawordnobodyelsewrites"
DOMAIN = Domain.from_yaml(
    """
version: "3.1"
slots:
  erase_requested: {type: bool, influence_conversation: false, mappings: [{type: custom}]}
  case: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  never_set: {type: text, influence_conversation: false, mappings: [{type: custom}]}
"""
)


async def take_turn(store: TalkStore, sender: str, text: str, *more: Event) -> Talk:
    """Takes a turn as Rasa's processor does, and gives the tracker it worked on."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    assert isinstance(tracker, Talk)
    if not tracker.applied_events():
        for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
            tracker.update(event)
    for event in (UserUttered(text), BotUttered(f"heard {text}"), SlotSet("case", {"said": text}), *more):
        tracker.update(event)
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)
    return tracker


def said(tracker: DialogueStateTracker | None) -> list[str]:
    """Gives what the user said in a tracker."""
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def another(store: TalkStore) -> TalkStore:
    """The store of another process on the same database."""
    return TalkStore(store.storage, DOMAIN)


def count(table: sa.Table) -> Any:
    """Gives what counts the rows of a table."""
    return lambda connection: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
