"""Rasa's adapter for `bot.nlu.understanding`: findings as entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.understanding import Understanding, product

UNDERSTOOD = "understood"
"""Message property that hands the whole result to the components behind; not part of the output."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FindingExtractor(GraphComponent):
    """Finds what the knowledge base has words for. Not trained: a new phrase works after a restart.

    Measured by `benchmarks/nlu`: see tests/nlu/test_findings.py for the floors that hold.
    """

    def __init__(self, understanding: Understanding) -> None:
        """Wraps what `create` built."""
        self._understanding = understanding

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FindingExtractor:
        """Called by Rasa."""
        return cls(product())

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `entities`, `not_understood` and `mentions`."""
        for message in messages:
            understood = self._understanding.understand(message.get(TEXT) or "")
            message.set(ENTITIES, [finding.as_entity() for finding in understood.findings], add_to_output=True)
            message.set("not_understood", list(understood.not_understood), add_to_output=True)
            message.set("mentions", understood.mentions, add_to_output=True)
            message.set(UNDERSTOOD, understood)
        return messages
