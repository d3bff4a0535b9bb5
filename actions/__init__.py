"""Custom actions: read the tracker, ask `bot.talk`, say it. One action a file, named as registered."""
