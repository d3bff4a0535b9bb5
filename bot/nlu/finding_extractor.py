"""Rasa's adapter for `bot.nlu.understanding`: findings as entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

if TYPE_CHECKING:
    from bot.nlu.understanding import Understanding

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
        from bot.nlu.understanding import product  # not where Rasa only looks at the class

        return cls(product())

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `entities`, `not_understood` and `mentions`."""
        from bot.nlu.reader import said

        for message in messages:
            understood = self._understanding.understand(message.get(TEXT) or "")
            for key, value in said(understood).items():
                message.set(key, value, add_to_output=True)
            message.set(UNDERSTOOD, understood)
        return messages
