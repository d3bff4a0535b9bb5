"""The assistant's side of the action server: Rasa's NLU endpoint and action endpoint in one."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from rasa.core.channels.channel import UserMessage
from rasa.utils.endpoints import EndpointConfig

PATIENCE = 4.0
"""Seconds to wait for the action server: the user hears within five, and before the talk's lock would run out."""

TRIES = 2
"""What it is asked changes nothing there, so a connection that is found closed is opened once more."""


class Refused(Exception):
    """The action server answered that it cannot: the action declined (400), is unknown (404), or failed (500)."""

    def __init__(self, status: int) -> None:
        """Takes the HTTP status."""
        super().__init__(status)
        self.status = status


class ActionServer(EndpointConfig):
    """Asks the action server over connections that stay open, where Rasa opens one for every question."""

    def __init__(self, url: str, secret: str) -> None:
        """Takes where it listens, and the secret that it wants to be shown."""
        super().__init__(url, headers={"Authorization": f"Bearer {secret}"})
        self._session: aiohttp.ClientSession | None = None

    async def parse(self, message: UserMessage) -> dict[str, Any]:
        """Gives what a message says. Raises as `run`."""
        return await self._ask("/parse", {"text": message.text or ""})

    async def run(self, call: dict[str, Any]) -> dict[str, Any]:
        """Runs an action and gives its `events` and `responses`.

        Raises:
            asyncio.TimeoutError: no answer within `PATIENCE`.
            aiohttp.ClientError: it is not there, or what it answers is no answer.
            Refused: it answered that it cannot.
        """
        return await self._ask("/webhook", call)

    async def check(self) -> None:
        """Asks whether it is there. Raises as `run`."""
        await self._ask("/health")

    async def close(self) -> None:
        """Closes the connections."""
        if self._session:
            await self._session.close()

    async def _ask(self, path: str, body: Any = None) -> dict[str, Any]:
        if self._session is None:  # not before there is an event loop
            self._session = aiohttp.ClientSession(headers=self.headers, timeout=aiohttp.ClientTimeout(PATIENCE))
        method, data = ("GET", None) if body is None else ("POST", json.dumps(body))
        for left in reversed(range(TRIES)):
            try:
                async with self._session.request(method, self.url + path, data=data) as answer:
                    said = await answer.read()
                    if answer.status != 200:
                        raise Refused(answer.status)
                    found: dict[str, Any] = json.loads(said)
                    return found
            except ValueError as error:
                raise aiohttp.ClientPayloadError("The action server answers no JSON.") from error
            except aiohttp.ServerDisconnectedError:
                if not left:
                    raise
        raise AssertionError("The last try returns or raises.")
