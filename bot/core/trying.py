"""How often, and how long, a message is tried before it is given up."""

from __future__ import annotations

import asyncio
import logging
import time

from bot.core.answering import Answers, Outcome
from bot.core.inbox import Message
from bot.core.retry import delays, is_outage

MOST_AT_ONCE = 32
"""Talks that are answered beside each other; the others wait for a seat."""

MOST_ATTEMPTS = 5
"""Tries at a message that fails, or that was being handled when the process ended; then it is given up."""

OUTAGE_PATIENCE = 3_600.0
"""Seconds for which a message is tried while a part is down; an answer after that would come as a surprise."""

logger = logging.getLogger(__name__)


class Interrupted(Exception):
    """The process ended before the message was answered."""


class Tries:
    """Tries messages until they are settled."""

    def __init__(self, answers: Answers) -> None:
        """Takes who answers."""
        self._answers = answers
        self._seats = asyncio.Semaphore(MOST_AT_ONCE)

    async def settle(self, message: Message, interrupted: bool) -> Outcome:
        """Tries until the message is answered, or given up. No fault on the way ends this.

        Args:
            message: a message that waits.
            interrupted: it may have been in hand when an earlier process ended, and so be what ended it.
        """
        begun = time.monotonic()
        fault: Exception | None = Interrupted() if interrupted else None
        for delay in delays(0.2, 5):
            try:
                if fault and (outcome := await self._after(fault, message, time.monotonic() - begun)):
                    return outcome
                async with self._seats:
                    return await self._answers.attempt(message)
            except Exception as error:  # whatever it was, the message is looked after
                fault = error
            await asyncio.sleep(delay)
        raise AssertionError("The delays never end.")

    async def _after(self, fault: Exception, message: Message, seconds: float) -> Outcome | None:
        """Says how the message was settled after all, or gives it up; None: it is to be tried again."""
        if settled := await self._answers.outcome(message):
            return settled
        if is_outage(fault) and seconds < OUTAGE_PATIENCE:
            logger.warning("Message %d waits for a part that is away (%s).", message.number, type(fault).__name__)
            return None
        tries = await self._answers.count_attempt(message)
        logger.error("Message %d failed, try %d.", message.number, tries, exc_info=fault)
        if tries < MOST_ATTEMPTS:
            return None
        logger.critical("Message %d was given up after %d tries; its sender was told.", message.number, tries)
        return await self._answers.give_up(message)
