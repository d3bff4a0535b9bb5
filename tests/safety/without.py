"""A pytest plugin that takes one control away: `pytest -p tests.safety.without`, with the control in NUTRIGAP_WITHOUT.

The control is JSON. `rule` leaves a rule of the knowledge base out; `replace` names a function or value
("module:name") that is replaced by the Python expression `by`.
"""

from __future__ import annotations

import importlib
import json
import os
from dataclasses import fields, replace
from typing import Any

from bot.knowledge import KnowledgeBase, loader
from bot.knowledge.shape import Shape

VARIABLE = "NUTRIGAP_WITHOUT"


def _without(item: Any, rule: str) -> Any:
    """The same record without what has the id, at any depth."""
    if isinstance(item, (list, tuple)):
        return type(item)(_without(entry, rule) for entry in item if getattr(entry, "id", None) != rule)
    if isinstance(item, dict):
        return {key: _without(entry, rule) for key, entry in item.items() if getattr(entry, "id", None) != rule}
    if isinstance(item, Shape):
        inner = {name: value for name, value in item if isinstance(value, (Shape, list, dict)) and name != "when"}
        return item.copy(update={name: _without(value, rule) for name, value in inner.items()})
    return item


def knowledge_without(knowledge: KnowledgeBase, rule: str) -> KnowledgeBase:
    """The knowledge base without one rule.

    Raises:
        LookupError: there is no such rule.
    """
    parts = {
        part.name: getattr(knowledge, part.name)
        for part in fields(knowledge)
        if part.name in {"nutrients", "care_rules", "cautions", "explanations", "questions", "care"}
    }
    changed = {name: _without(value, rule) for name, value in parts.items()}
    if changed == parts:
        raise LookupError(f"There is no rule {rule!r}.")
    return replace(knowledge, **changed)


def take_away(control: dict[str, str]) -> None:
    """Takes the control away from this process."""
    if "rule" in control:
        less = knowledge_without(loader.load(), control["rule"])
        loader.load.cache_clear()
        loader.load_from = lambda files: less
        return
    module, _, path = control["replace"].partition(":")
    *owners, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for part in owners:
        owner = getattr(owner, part)
    getattr(owner, name)  # what is not there cannot be taken away
    setattr(owner, name, eval(control["by"]))


def pytest_configure() -> None:
    """Takes the control away before any test is imported."""
    take_away(json.loads(os.environ[VARIABLE]))
