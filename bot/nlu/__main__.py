"""Prints what a message says, as JSON: `python -m bot.nlu "my calves keep jumping"`."""

from __future__ import annotations

import json
import sys

from bot.nlu.understanding import product


def main() -> None:
    """Reads the message from the arguments, or from standard input where there are none."""
    understood = product().understand(" ".join(sys.argv[1:]) or sys.stdin.read())
    shown = {
        "findings": [finding.as_json() for finding in understood.findings],
        "not_understood": understood.not_understood,
        "mentions": understood.mentions,
    }
    print(json.dumps(shown, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
