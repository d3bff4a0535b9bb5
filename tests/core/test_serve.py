from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

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
