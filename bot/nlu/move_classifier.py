"""Rasa's adapter for `bot.nlu.moves`: the user's move as the intent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.finding_extractor import UNDERSTOOD

if TYPE_CHECKING:
    from bot.nlu.move_model import MoveModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MoveClassifier(GraphComponent):
    """Names the moves of a message. Comes after `FindingExtractor` in the pipeline.

    Measured by `benchmarks/nlu`: see tests/nlu/test_moves.py for the floor that holds.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, model: MoveModel | None = None) -> None:
        """Keeps where to store; `model` is None before training."""
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MoveClassifier:
        """Called by Rasa before training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MoveClassifier:
        """Called by Rasa with what `train` stored."""
        from bot.nlu.move_model import MODEL_FILE, MoveModel  # not where Rasa only looks at the class

        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, MoveModel.load(folder / MODEL_FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples in `data/nlu`."""
        from bot.nlu.move_model import MODEL_FILE, MoveModel

        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model = MoveModel.fit([example.get(TEXT) for example in examples], [_label(e) for e in examples])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / MODEL_FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent` and `moves`."""
        if self._model is None:
            raise RuntimeError("MoveClassifier was asked before it was trained.")
        from bot.nlu.moves import moves_of
        from bot.nlu.reader import moved

        for message in messages:
            moves = moves_of(message.get(TEXT) or "", message.get(UNDERSTOOD), self._model)
            for key, value in moved(moves).items():
                message.set(key, value, add_to_output=True)
        return messages


def _label(example: Message) -> str:
    """The intent of an example, with the topic that its block in `data/nlu` is given."""
    topic = ((example.get(METADATA) or {}).get(METADATA_INTENT) or {}).get("topic")
    return f"{example.get(INTENT)}/{topic}" if topic else str(example.get(INTENT))
