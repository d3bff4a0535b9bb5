"""What was said: from a message to findings, assertions and attributes, and the user's moves."""

from bot.nlu.moves import Move, MoveModel, main_move, moves_of
from bot.nlu.understanding import Understanding, Understood, product

__all__ = ["Move", "MoveModel", "Understanding", "Understood", "main_move", "moves_of", "product"]
