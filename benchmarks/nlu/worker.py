"""Parses messages with one trained model, in a process of its own on one core.

`python -m benchmarks.nlu.worker MODEL [DAY]` reads a JSON list of messages from standard input and writes what
`/model/parse` would answer to each, the milliseconds of its core that it took (waiting for other programs is not
counted), and the most memory that the process held. Nutrigap and the stock pipeline, which lives in another
environment, are measured by this same file; so it needs Rasa and nothing else. DAY is what "since Tuesday" counts back
from; the stock pipeline knows no days.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import resource
import sys
import time
from datetime import date
from functools import partial
from typing import Any

WARM_UP = 20
KEPT = ("entities", "intent", "moves")
TODAY = date(2026, 11, 22)
"""The day that the gold data takes for today."""


def stay_on_one_core() -> None:
    """Keeps this process, and the libraries it will load, to one core. Needs Linux for the first."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        os.environ[name] = "1"


def fix_the_day(day: date) -> None:
    """Lets Nutrigap read every message as if it came on this day."""
    from bot.nlu.understanding import product

    understanding = product()
    understanding.understand = partial(understanding.understand, today=day)  # type: ignore[method-assign]


def parse_all(model: str, texts: list[str]) -> dict[str, Any]:
    """What the model says of each message, with times and memory."""
    # Rasa may only be imported after the stand-ins for TensorFlow are in place.
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    agent = Agent.load(model)

    async def run() -> list[dict[str, Any]]:
        for text in texts[:WARM_UP]:
            await agent.parse_message(text)
        parsed = []
        for text in texts:
            started = time.process_time()
            said = await agent.parse_message(text)
            ms = (time.process_time() - started) * 1000
            parsed.append({"text": text, "ms": round(ms, 3), **{key: said[key] for key in KEPT if key in said}})
        return parsed

    parsed = asyncio.run(run())
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"parsed": parsed, "memory_mb": round(held / (1024 if sys.platform == "linux" else 1024**2))}


def main() -> None:
    """The command."""
    stay_on_one_core()
    from bot.core import without_tensorflow

    without_tensorflow.install()
    texts = json.load(sys.stdin)
    answer = sys.stdout
    sys.stdout = sys.stderr  # what libraries print must not get into the JSON
    if len(sys.argv) > 2:
        fix_the_day(date.fromisoformat(sys.argv[2]))
    result = parse_all(sys.argv[1], texts)
    json.dump(result, answer, default=float)


if __name__ == "__main__":
    main()
