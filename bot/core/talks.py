"""The stored talks: a row for each talk, and a row for each of its turns."""

from __future__ import annotations

import sqlalchemy as sa

from bot.core.storage import METADATA

TALKS = sa.Table(
    "talks",
    METADATA,
    sa.Column("talk", sa.String(64), primary_key=True),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("rolled_at", sa.Integer, nullable=False),
    sa.Column("fence", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.Float, nullable=False, index=True),
)
"""`sequence` is that of its newest turn, `rolled_at` that of the first one that is still read."""

TURNS = sa.Table(
    "turns",
    METADATA,
    sa.Column("talk", sa.String(64), primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
)
"""`events` is a JSON list in ASCII: what one turn added."""
