"""Where we talk: the web page and its REST channel, Telegram, Slack."""
