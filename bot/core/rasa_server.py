"""Serves the assistant on the one public port: `python -m bot.core.rasa_server MODEL HOST PORT [FILE]`.

Rasa's own `run` would answer at `/` itself, and with its API also serve everybody's talks. This mounts the
channels and the page on an application of our own, with Rasa's agent inside. FILE is the number of a socket that
listens there already.
"""

# ruff: noqa: E402  (the child has to begin, and the stubs have to be there, before Rasa is imported)

from __future__ import annotations

import asyncio
import gc
import os
import socket
import sys
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from bot.core import child, without_tensorflow

if __name__ == "__main__":
    child.begin()
    opened = os.environ.get("CHANNELS", "")
    closed = [package for name, package in without_tensorflow.USED_BY_A_CHANNEL.items() if name not in opened]
    without_tensorflow.install(*without_tensorflow.UNUSED_BY_THE_SERVER, *closed)
without_tensorflow.install()

import structlog
from rasa.core.channels import channel
from rasa.core.channels.channel import UserMessage
from rasa.core.run import create_http_input_channels
from rasa.shared.core.events import Event
from rasa.utils.common import configure_logging_and_warnings
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.entry import end_session, refuse
from bot.channels.gate import gate_from_environment
from bot.channels.page import add_headers, page_blueprint
from bot.channels.summary import summary_blueprint
from bot.channels.web import WebInput
from bot.channels.wording import UNREADABLE, WORDING
from bot.core.action_client import ActionServer
from bot.core.agent import TurnAgent
from bot.core.answering import Answers, Handler
from bot.core.courier import Courier
from bot.core.engines import data_folder
from bot.core.http import ReadableProtocol
from bot.core.lock_store import TalkLocks, create_lock_store
from bot.core.manage import purge_every_hour
from bot.core.storage import Storage
from bot.core.tracker_store import TalkStore, TalkUnreadable
from bot.core.workers import Workers

DEPLOY = Path(__file__).parent.parent / "deploy"
LARGEST_BODY = 1_000_000
LEAVING = 1.0
"""Seconds in which a visitor who talks all the time is answered once more over the connection that there is."""


def remember_event_classes() -> None:
    """Makes Rasa look up the class of an event once: it searches all classes for every event that it reads."""
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))


async def load_agent(model: str, store: TalkStore, locks: TalkLocks, app: Sanic, _loop: Any) -> None:
    """Loads the agent, and leaves its memory to no garbage collection: it is there until the end."""
    actions = ActionServer(os.environ["NUTRIGAP_ACTIONS_URL"], os.environ["NUTRIGAP_ACTIONS_SECRET"])
    app.ctx.agent = TurnAgent(Path(model), store, locks, actions)
    app.ctx.agent.handle_message = telling_when_unreadable(app.ctx.agent.handle_message)
    gc.collect()
    gc.freeze()


def telling_when_unreadable(handle: Handler) -> Handler:
    """Makes a message whose talk turns out to be broken begin a new one, and says so before it is answered."""

    async def tell(message: UserMessage) -> Any:
        try:
            return await handle(message)
        except TalkUnreadable:
            await message.output_channel.send_text_message(message.sender_id, UNREADABLE)
            return await handle(message)

    return tell


async def take_up(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    """Goes on with what was left when the last process ended, and forgets what is old."""
    await app.ctx.workers.recover()
    app.ctx.purge = loop.create_task(purge_every_hour(app.ctx.workers.storage))


async def leave(opened: socket.socket, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    """Leaves new connections to whoever else listens, and closes each of ours behind its next answer.

    One that is closed while its visitor is just sending loses a message, or makes them send it again.
    """
    loop.remove_reader(opened)
    app.ctx.leaving = True
    await asyncio.sleep(LEAVING)


async def close_behind(request: Request, _answer: HTTPResponse) -> None:
    """Closes a connection behind its answer once we are leaving."""
    if getattr(request.app.ctx, "leaving", False):
        request.stream.keep_alive = False


async def put_down(locks: TalkLocks, app: Sanic, _loop: Any) -> None:
    """Leaves what is not done to the next process, and closes everything."""
    app.ctx.purge.cancel()
    await asyncio.gather(app.ctx.purge, return_exceptions=True)
    await app.ctx.workers.stop()
    await app.ctx.agent.action_endpoint.close()
    await locks.close()
    app.ctx.workers.storage.close()


def other_channels() -> list[channel.InputChannel]:
    """Opens the channels named in `CHANNELS` from their files in `bot/deploy/`; says which stay off."""
    opened = []
    for name in filter(None, os.environ.get("CHANNELS", "").split(",")):
        try:
            opened += create_http_input_channels(None, str(DEPLOY / f"credentials-{name.strip()}.yml"))
        except Exception as fault:  # one channel's trouble must not close the web chat
            print(f"{name} is off: {fault}", flush=True)
    return opened


def build_app(model: str) -> Sanic:
    """Puts the application together."""
    gate = gate_from_environment(data_folder())
    app = Sanic("nutrigap", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.USE_UVLOOP = False  # it breaks on Apple's processors and gains nothing here
    app.register_middleware(close_behind, "response")
    app.register_middleware(add_headers, "response")
    app.config.PROXIES_COUNT = int(os.environ.get("NUTRIGAP_PROXIES", "0")) or None
    app.exception(Exception)(refuse)
    channels = other_channels()
    channel.register([WebInput(gate), *channels], app, route="/webhooks/")
    app.blueprint([page_blueprint(gate), summary_blueprint(gate)])
    storage, locks = Storage(), create_lock_store()
    courier = Courier(storage, {opened.name(): opened for opened in channels})

    async def handle(message: UserMessage) -> Any:
        return await app.ctx.agent.handle_message(message)

    app.ctx.workers = Workers(Answers(storage, handle, courier.parts, end_session, WORDING), courier)
    app.register_listener(partial(load_agent, model, TalkStore(storage), locks), "before_server_start")
    app.register_listener(take_up, "before_server_start")
    app.register_listener(partial(put_down, locks), "after_server_stop")
    return app


def main() -> None:
    """Serves until it is stopped."""
    configure_logging_and_warnings()
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, child.event_name],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    remember_event_classes()
    model, host, port, *handed = sys.argv[1:]
    opened = socket.socket(fileno=int(handed[0])) if handed else None
    app = build_app(model)
    if opened:
        app.register_listener(partial(leave, opened), "before_server_stop")
    app.run(host, int(port), sock=opened, protocol=ReadableProtocol, access_log=False, motd=False)


if __name__ == "__main__":
    main()
