from __future__ import annotations

import logging
import sys

from bot.core.child import WordlessFormatter, event_name


def test_logged_errors_show_kind_and_place_but_no_words() -> None:
    try:
        try:
            raise KeyError("my secret words")
        except KeyError as cause:
            raise ValueError("my secret words again") from cause
    except ValueError:
        record = logging.LogRecord("bot", logging.ERROR, __file__, 1, "A turn failed.", None, sys.exc_info())
    line = WordlessFormatter("%(message)s").format(record)
    assert "secret" not in line
    assert line.startswith("A turn failed.")
    assert "ValueError at" in line
    assert "KeyError at" in line
    assert "test_child.py:" in line


def test_structured_entries_keep_their_name_alone() -> None:
    assert event_name(None, "warning", {"event": "message.parsing.failed", "user_text": "secret"}) == (
        "message.parsing.failed"
    )


def test_an_entry_of_a_library_shows_its_place_alone() -> None:
    record = logging.LogRecord("asyncio", logging.ERROR, "/lib/tasks.py", 7, "Never retrieved: %s", ("secret",), None)
    assert WordlessFormatter("%(name)s: %(message)s").format(record) == "asyncio: tasks.py:7"
