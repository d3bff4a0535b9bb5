"""The engine room: starting, serving and storing. It knows nothing of nutrients."""
