"""Rasa's processor with less work in each turn, for which a turn whose action fails is a turn that failed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from bot.core.action_client import Refused
from bot.core.runner import DirectRunner


class ServedAction(RemoteAction):
    """An action of the action server, which is told what its talk has come to and not how.

    It gets the slots, the latest message and its channel. Rasa's own sends every event and the whole domain, and checks
    the answer against a schema that it checks itself first, which takes longer than the action.
    """

    async def run(
        self, output_channel: OutputChannel, nlg: Any, tracker: DialogueStateTracker, domain: Domain
    ) -> list[Event]:
        """Runs it. Raises what `ActionServer.run` raises, or Rasa's `ActionExecutionRejection` where it declines."""
        channel = tracker.get_latest_input_channel()
        state = {**tracker.current_state(), "events": [{"event": "user", "input_channel": channel}]}
        call = {"next_action": self._name, "sender_id": tracker.sender_id, "tracker": state, "domain": {}}
        try:
            answer = await self.action_endpoint.run(call)
        except Refused as refusal:
            if refusal.status == 400:
                raise ActionExecutionRejection(self._name) from refusal
            raise
        events: list[Event] = await self._utter_responses(answer["responses"], output_channel, nlg, tracker)
        events += deserialise_events(answer["events"])
        return events


class TurnProcessor(MessageProcessor):
    """Has messages read and actions run by the action server; passes on what they raise.

    Rasa's own goes on without the answer of an action that failed, and stores that turn.
    """

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, Any, DirectRunner]:
        """Loads what predicts the next action. What reads messages is loaded by the action server."""
        with TempDirectoryPath(get_temp_dir_name()) as folder:
            storage, metadata = LocalModelStorage.from_model_archive(Path(folder), model_path)
            schema = metadata.predict_schema.minimal_graph_schema([metadata.core_target])
            context = ExecutionContext(schema, model_id=metadata.model_id)
            return Path(model_path).name, metadata, DirectRunner.create(schema, storage, context)

    async def parse_message(
        self, message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        """Gives what a message says. Raises what `ActionServer.parse` raises."""
        parsed: dict[str, Any] = await self.action_endpoint.parse(message)
        return parsed

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        """Predicts the next action."""
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        if isinstance(action, RemoteAction):
            action = ServedAction(action.name(), self.action_endpoint)
        return action, prediction

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: Any,
        prediction: PolicyPrediction,
    ) -> bool:
        try:
            events = await action.run(output_channel, nlg, tracker, self.domain)
        except ActionExecutionRejection:  # an action may decline; that is part of the dialogue
            tracker.update(ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence))
        else:
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction), self.domain)
            tracker.update_with_events(events, self.domain)
            await self.execute_side_effects(events, tracker, output_channel)
        goes_on: bool = self.should_predict_another_action(action.name())
        return goes_on

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nothing: Rasa's own writes them out for a log that nobody keeps."""
