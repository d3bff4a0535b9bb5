"""A stand-in for another service's API: answers every call on loopback and keeps what it was sent."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from bot.channels.wording import WORDING


class StandIn:
    """Records `(method, fields)` of each call; `answer` is what it says to all of them, after those in `refusals`.

    A refusal is the status, the answer, and the headers beside it. Refused calls are not recorded, nor is the word
    between, which somebody on a busy machine may get before an answer.
    """

    def __init__(self, answer: dict[str, Any]) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refusals: list[tuple[int, dict[str, Any], dict[str, str]]] = []
        standin = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = json.loads(body) if body.startswith("{") else dict(parse_qsl(body))
                status, content, headers = 200, answer, {}
                if fields.get("text") == WORDING.moment["text"]:
                    pass
                elif standin.refusals:
                    status, content, headers = standin.refusals.pop(0)
                else:
                    standin.calls.append((self.path.rpartition("/")[2], fields))
                said = json.dumps(content).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def sent(self, method: str) -> list[dict[str, Any]]:
        """Gives the fields of all calls of a method, oldest first."""
        return [fields for name, fields in self.calls if name == method]

    def wait_for(self, method: str, count: int) -> dict[str, Any]:
        """Waits until a method was called `count` times and gives the fields of the last call."""
        deadline = time.monotonic() + 20
        while len(self.sent(method)) < count:
            assert time.monotonic() < deadline, f"{method} was not called {count} times: {self.calls}"
            time.sleep(0.02)
        return self.sent(method)[-1]

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
