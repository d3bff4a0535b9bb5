"""The assistant with somebody between its two processes: `python -m tests.faults.between`, with `MOOD` naming a file.

What is written in that file is the mood of the action server, as the assistant sees it; see `MOODS`.
"""

from __future__ import annotations

import os
import random
import threading
import time
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.core import serve
from bot.core.shifts import Shift

MOODS: dict[str, Callable[[], tuple[int, bytes] | None]] = {
    "slow": lambda: time.sleep(20),
    "cut": lambda: None,
    "garbage": lambda: (200, random.randbytes(300)),
    "other JSON": lambda: (200, random.choice([b"null", b"[]", b"{}", b"4", b'{"events": 1, "responses": "x"}'])),
    "failing": lambda: (500, b"{}"),
}
"""Each gives the status and body of an answer, or None to hang up."""


class Between(ThreadingHTTPServer):
    """Passes on what it is asked, or answers as the mood is."""

    def __init__(self, url: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                mood = Path(os.environ["MOOD"]).read_text()
                answer = MOODS[mood]() if mood else self.passed_on(body)
                if answer is None:
                    self.close_connection = True
                    return
                self.send_response(answer[0])
                self.send_header("Content-Length", str(len(answer[1])))
                self.end_headers()
                self.wfile.write(answer[1])

            do_GET = do_POST  # noqa: N815  (the name is the library's)

            def passed_on(self, body: bytes) -> tuple[int, bytes]:
                headers = {"Authorization": self.headers["Authorization"]}
                request = urllib.request.Request(url + self.path, body or None, headers, method=self.command)
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return answer.status, answer.read()

            def log_message(self, *_arguments: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def with_somebody_between(shift_of: Callable[..., Shift]) -> Callable[..., Shift]:
    """Has the server ask the one between."""

    def shift(*arguments: Any) -> Shift:
        made = shift_of(*arguments)
        between = Between(made.server.environment["NUTRIGAP_ACTIONS_URL"])
        url = f"http://127.0.0.1:{between.server_port}"
        made.server.environment = {**made.server.environment, "NUTRIGAP_ACTIONS_URL": url}
        return made

    return shift


if __name__ == "__main__":
    serve.shift_of = with_somebody_between(serve.shift_of)
    serve.main()
