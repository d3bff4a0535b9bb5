"""What was said: from a message to findings, assertions and attributes, and the user's moves."""
