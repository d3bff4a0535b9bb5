"""`python -m benchmarks.alarms`: puts the stand-ins for TensorFlow in place, then runs the benchmark."""

from bot.core import without_tensorflow

without_tensorflow.install()

from benchmarks.alarms.run import main  # noqa: E402  (Rasa may only be imported after the stubs are there)

main()
