"""What both servers do first when the supervisor has started them."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any

OURS = ("bot", "actions", "__main__")


class WordlessFormatter(logging.Formatter):
    """Shows of an error its kinds and places alone, and of a library's entry its place: their texts can hold a talk."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (the name is logging's)
        """Gives the line of an entry. We put no words of people into ours."""
        if record.name.partition(".")[0] not in OURS:
            record.message = f"{Path(record.pathname).name}:{record.lineno}"
        return super().formatMessage(record)

    def formatException(  # noqa: N802  (the name is logging's)
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Gives the kind and the innermost place of the error and of what caused it, a line each."""
        lines, error = [], ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown place"
            lines.append(f"  {type(error).__name__} at {place}")
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def event_name(_logger: Any, _method: str, event: dict[str, Any]) -> str:
    """Keeps of a structured log entry its name alone, for the same reason."""
    return str(event["event"])


def begin() -> None:
    """Ties this process to its parent, and quietens the logs. Call it before libraries are imported."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    handler = logging.StreamHandler()
    handler.setFormatter(WordlessFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    import sanic  # noqa: F401  (it switches warnings on when it is imported, so it has to come first)

    warnings.simplefilter("ignore")


def _end_with_the_parent() -> None:
    """Sends this process SIGTERM once its standard input closes.

    The parent holds the other end of that pipe and never writes: the pipe closes when the parent ends, even
    when it was killed and could not stop its children.
    """
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)
