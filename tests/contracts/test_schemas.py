"""Every answer fits the published JSON Schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
MESSAGES = [
    "my calves have been jumping for two weeks, I'm vegan and I take omeprazole",
    "eyelid twitching since yesterday, exam week, six coffees a day, no other symptoms, I eat everything",
    "I'm on a water tablet and lisinopril, cramps at night. Should I take potassium?",
    "my hands have locked up and my lips tingle, they took out my thyroid on Monday",
    "I take 3 supplements with B6, feet burning",
    "34F, 22 weeks pregnant, craving ice, exhausted, no meat",
    "my son is 6 and only eats nuggets, bleeding gums, legs hurt",
    "could it be magnesium? my eyelid twitches",
    "chest pain",
]


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("message", MESSAGES)
def test_replies_fit(assistant: Any, message: str) -> None:
    sender = assistant.new()
    seen = set()
    for words in (message, "just tell me"):
        for reply in assistant.say(words, sender=sender):
            custom = reply.get("custom") or {}
            if custom.get("type") in ("assessment", "question"):
                jsonschema.validate(custom, schema(custom["type"]))
                seen.add(custom["type"])
            if custom.get("type") == "assessment":
                cited = {
                    r["source"]
                    for gap in custom["gaps"]
                    for part in ("because", "against", "cautions")
                    for r in gap[part]
                }
                cited |= {r["source"] for other in custom["other_explanations"] for r in other["because"]}
                cited |= {r["source"] for r in custom["care"]["because"]}
                assert cited <= set(custom["sources"])
    assert "assessment" in seen


def test_an_estimate_of_what_is_eaten_fits(assistant: Any) -> None:
    for message in (
        "Two bananas, a bowl of porridge with oat milk and 3 coffees a day",
        "do I get enough iron from 2 eggs and a tin of tuna a day?",
    ):
        (reply,) = assistant.say(message, sender=assistant.new())
        assert reply["custom"]["type"] == "intake_estimate", reply["text"]
        jsonschema.validate(reply["custom"], schema("intake_estimate"))


@pytest.mark.parametrize("message", MESSAGES)
def test_findings_fit(assistant: Any, message: str) -> None:
    parse = assistant.parse(message)
    assert parse["entities"]
    for entity in parse["entities"]:
        jsonschema.validate(entity, schema("finding"))
        assert message[entity["start"] : entity["end"]] == entity["said"]


def test_the_schemas_refuse_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"type": "assessment"}, schema("assessment"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"type": "question", "id": "q"}, schema("question"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"entity": "mood"}, schema("finding"))
