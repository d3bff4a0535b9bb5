"""Rasa SDK's own server with our actions, for the stock assistant: `python -m benchmarks.speed.stock_actions PORT`.

The actions are the same. What the stock pipeline hears is put before them in our form: its roles are assertions, and
what is no id of the knowledge base is dropped.
"""

from __future__ import annotations

import sys
from typing import Any

from rasa_sdk.endpoint import run

from bot.knowledge import load
from bot.talk import Heard

read = Heard.from_parse


def from_stock(parse: dict[str, Any], metadata: dict[str, Any] | None = None) -> Heard:
    """What the stock pipeline heard."""
    known = {*load().terms, *load().foods}
    entities = [
        {**entity, "assertion": entity.get("role", "present")}
        for entity in parse.get("entities", [])
        if entity["value"] in known
    ]
    return read({**parse, "entities": entities}, metadata)


if __name__ == "__main__":
    Heard.from_parse = from_stock  # type: ignore[method-assign,assignment]
    run("actions", port=int(sys.argv[1]))
