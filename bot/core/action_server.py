"""Reads messages and runs the actions for the assistant: `python -m bot.core.action_server MODEL PORT`.

It listens on loopback, to whoever shows the secret that the supervisor gave to both (`NUTRIGAP_ACTIONS_SECRET`). It
keeps nothing: an answer depends on the request alone, so it may be asked again, or be stopped, at any time.

`POST /webhook` is what Rasa's SDK documents for an action server, `POST /parse` takes `{"text": "..."}`. Rasa SDK's own
entry listens on every interface, to anybody, unpacks bodies of any size, and repeats them in its error messages.
"""

from __future__ import annotations

import gc
import hmac
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from bot.core import child, without_tensorflow

logger = logging.getLogger(__name__)
LARGEST_BODY = 1_000_000
WARM_UP = "hello. has it been like this for two weeks, I wonder, and what was it that i meant to say?"


def build_app(model: Path, secret: str) -> Any:
    """Puts the application together; everything is loaded, and used once, when this returns."""
    from rasa_sdk.executor import ActionExecutor
    from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
    from sanic import Sanic
    from sanic.exceptions import SanicException
    from sanic.request import Request
    from sanic.response import HTTPResponse

    from bot.nlu.reader import Reader

    reader, executor = Reader.from_archive(model), ActionExecutor()
    executor.register_package("actions")
    reader.parse(WARM_UP)

    app = Sanic("nutrigap_actions", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.USE_UVLOOP = False

    def answer(body: Any, status: int = 200) -> HTTPResponse:
        return HTTPResponse(json.dumps(body), status, content_type="application/json")

    @app.on_request
    async def only_with_the_secret(request: Request) -> HTTPResponse | None:
        shown = (request.token or "").encode("utf-8", "surrogateescape")
        return None if hmac.compare_digest(shown, secret.encode()) else answer({"error": "No."}, 401)

    @app.exception(Exception)
    async def failed(_request: Request, fault: Exception) -> HTTPResponse:
        status = fault.status_code if isinstance(fault, SanicException) else 500
        if status == 500:
            logger.error("A request failed.", exc_info=fault)
        return answer({"error": type(fault).__name__}, status)

    @app.get("/health")
    async def health(_request: Request) -> HTTPResponse:
        return answer({"status": "ok"})

    @app.post("/parse")
    async def parse(request: Request) -> HTTPResponse:
        return answer(reader.parse(json.loads(request.body)["text"]))

    @app.post("/webhook")
    async def run(request: Request) -> HTTPResponse:
        try:
            return answer(await executor.run(json.loads(request.body)))
        except ActionExecutionRejection as declined:
            return answer({"error": declined.message, "action_name": declined.action_name}, 400)
        except ActionNotFoundException as unknown:
            return answer({"error": unknown.message, "action_name": unknown.action_name}, 404)

    return app


def main() -> None:
    """Serves until it is stopped."""
    child.begin()
    without_tensorflow.install(*without_tensorflow.UNUSED_BY_THE_ACTION_SERVER)  # before spaCy is imported
    model, port = sys.argv[1:]
    app = build_app(Path(model), os.environ["NUTRIGAP_ACTIONS_SECRET"])
    gc.collect()
    gc.freeze()
    app.run("127.0.0.1", int(port), access_log=False, motd=False)


if __name__ == "__main__":
    main()
