"""How many messages somebody may send."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_WATCHED = 10_000


@dataclass
class Limiter:
    """Lets each key have `per_minute` messages, all at once or spread."""

    per_minute: int
    left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, key: str, now: float) -> float:
        """Counts one message at `now` (seconds).

        Returns:
            0 when it may be sent, else the seconds until the next one may; one that may not is not counted.
        """
        left, then = self.left.pop(key, (float(self.per_minute), now))
        left = min(self.per_minute, left + max(0.0, now - then) * self.per_minute / 60)
        self.left[key] = (left - 1 if left >= 1 else left, now)
        if len(self.left) > MOST_WATCHED:  # the longest silent is forgotten
            self.left.pop(next(iter(self.left)))
        return 0.0 if left >= 1 else (1 - left) * 60 / self.per_minute
