"""Measurements of the whole assistant. Each benchmark is one command and prints what it measured."""
