"""Rasa's command line without TensorFlow: `python -m bot.core.rasa_cli train`."""

import os

from bot.core import without_tensorflow

without_tensorflow.install()
os.environ["RASA_TELEMETRY_ENABLED"] = "false"  # nothing is reported to anybody

from rasa.__main__ import main  # noqa: E402  (the stubs have to be there first)

if __name__ == "__main__":
    main()
