"""The benchmark of understanding: what a message says, whose it is, and what its writer wants."""
