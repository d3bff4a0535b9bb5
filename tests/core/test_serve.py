from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.served import ROOT, Assistant


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "bot.core.serve"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "PORT": str(port), "NUTRIGAP_DATA": str(tmp_path)},
        )
    assert done.returncode == 1
    assert done.stderr.strip() == (f"Port {port} is in use. Set PORT=... or stop the program that uses it.")


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_however_it_is_stopped(tmp_path: Path, by: signal.Signals) -> None:
    served = Assistant(tmp_path)
    children = served.children()
    assert len(children) == 2
    served.stop(by)
    deadline = time.monotonic() + 15
    while any(map(is_running, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(is_running, children))
    if by is not signal.SIGKILL:
        assert served.process.returncode == 0


@pytest.mark.parametrize("module", ["bot.core.action_server", "bot.core.rasa_server"])
def test_a_part_that_is_killed_is_started_again_and_the_talk_goes_on(tmp_path: Path, module: str) -> None:
    served = Assistant(tmp_path)
    served.say("I have cramps")
    (killed,) = [pid for pid in served.children() if module in Path(f"/proc/{pid}/cmdline").read_text()]
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while not (killed not in served.children() and len(served.children()) == 2 and is_ready(served)):
        assert time.monotonic() < deadline, served.log.read_text()
        time.sleep(0.1)
    assert "cramps" in " ".join(reply["text"] for reply in served.say("what did I tell you, for my doctor?")).lower()
    assert f"ended (-{signal.SIGKILL}); it is started again." in served.log.read_text()
    served.stop()
    assert not any(map(is_running, served.children()))


def is_ready(served: Assistant) -> bool:
    try:
        return served.client.get("/readyz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False
