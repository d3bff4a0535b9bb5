"""The audit of the knowledge: nothing missing without a reason, the promised breadth, and a page that is not stale."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge import load
from bot.knowledge.audit import NOT_TO_BE_HAD, audit, counts, holes, medicines

KB = load()
READ_FOR_MEDICINES = {"label", "guideline", "systematic_review", "review"}


def test_nothing_is_missing_without_a_reason() -> None:
    assert holes(KB) == []


def test_no_reason_is_given_for_what_is_there() -> None:
    excused = [(name, head) for name, heads in NOT_TO_BE_HAD.items() for head in heads]
    assert not [(name, head) for name, head in excused if counts(KB.nutrients[name], KB)[head]]


def test_many_medicines_and_classes_are_known() -> None:
    found = medicines(KB)
    assert len(found.single) >= 150
    assert len(found.classes) >= 45


def test_rules_about_medicines_rest_on_labels_guidelines_and_reviews() -> None:
    well_read = [rule for rule in medicines(KB).rules if KB.sources[rule.source].grade in READ_FOR_MEDICINES]
    assert len(well_read) >= 80


def test_the_page_is_up_to_date() -> None:
    assert (Path(__file__).parents[2] / "docs" / "knowledge.md").read_text(encoding="utf-8") == audit(KB)
