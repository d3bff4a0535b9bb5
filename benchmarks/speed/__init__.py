"""Measures speed, memory and start beside a stock Rasa set-up."""
