"""What was said: from a message to findings, assertions and attributes, and the user's moves.

Import what you need from its modules; `bot.nlu.reader` is the whole of it. Nothing is loaded here, because Rasa imports
the adapters in this package by name also where nothing is read.
"""
