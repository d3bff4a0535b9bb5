"""Serves the actions to the assistant, on loopback only: `python -m bot.core.action_server PORT`.

Rasa SDK's own entry listens on every interface, to anybody.
"""

from __future__ import annotations

import sys

from bot.core import child


def main() -> None:
    """Serves the package `actions` until it is stopped."""
    child.begin()
    from rasa_sdk.endpoint import create_app

    app = create_app("actions", cors_origins=[])
    app.run("127.0.0.1", int(sys.argv[1]), access_log=False, motd=False)


if __name__ == "__main__":
    main()
