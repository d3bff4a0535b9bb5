"""Rasa's command line without TensorFlow: `python -m bot.core.rasa_cli train`."""

from bot.core import without_tensorflow

without_tensorflow.install()

from rasa.__main__ import main  # noqa: E402  (the stubs have to be there first)

if __name__ == "__main__":
    main()
