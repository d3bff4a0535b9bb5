from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import Event, SessionStarted

from bot.channels.wording import UNREADABLE
from bot.core import rasa_server
from bot.core.collector import Collector
from bot.core.tracker_store import TalkUnreadable


def test_who_wrote_a_talk_that_is_broken_is_told_and_answered() -> None:
    collector, broken = Collector("rest"), [True]

    async def handle(message: UserMessage) -> Any:
        if broken and broken.pop():
            raise TalkUnreadable
        await message.output_channel.send_text_message(message.sender_id, f"Heard: {message.text}")

    asyncio.run(rasa_server.telling_when_unreadable(handle)(UserMessage("hello", collector, "ann")))
    assert [reply["text"] for reply in collector.replies] == [UNREADABLE, "Heard: hello"]


def test_the_class_of_an_event_is_searched_once(monkeypatch: Any) -> None:
    monkeypatch.setattr(Event, "resolve_by_type", staticmethod(Event.resolve_by_type))
    classes, searched = [SessionStarted], []
    monkeypatch.setattr("rasa.shared.utils.common.all_subclasses", lambda cls: searched.append(cls) or classes)
    rasa_server.remember_event_classes()
    read = [Event.from_parameters({"event": "session_started"}) for _ in range(3)]
    assert read == [SessionStarted()] * 3
    assert searched == [Event]
