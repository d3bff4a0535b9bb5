"""Replies are claimed by the process that sends them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the column `claimed_until` to `outbox`."""
    op.add_column("outbox", sa.Column("claimed_until", sa.Float))
