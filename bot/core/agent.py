"""Rasa's agent with our processor, our stores and the action server."""

from __future__ import annotations

from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore

from bot.core.action_client import ActionServer
from bot.core.processor import TurnProcessor


class TurnAgent(Agent):
    """Uses the store bare: Rasa wraps every store in one that answers from memory when it fails, and loses the talk."""

    def __init__(self, model: Path, store: TrackerStore, locks: LockStore, actions: ActionServer) -> None:
        """Loads the model."""
        super().__init__(lock_store=locks, action_endpoint=actions)
        self.tracker_store = store
        self.load_model(model)

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Loads a model in place of the one there is."""
        self.processor = TurnProcessor(
            model_path, self.tracker_store, self.lock_store, self.nlg, action_endpoint=self.action_endpoint
        )
        self.domain = self.tracker_store.domain = self.processor.domain
        self.nlg.responses = self.domain.responses
        self._set_fingerprint(fingerprint)
