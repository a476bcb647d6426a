"""How much time an invocation has left."""

from __future__ import annotations

from collections.abc import Callable


class Deadline:
    """What is left of the invocation, less a reserve for the answer."""

    def __init__(self, remaining_millis: Callable[[], int], reserve_seconds: float = 5.0):
        self._remaining_millis = remaining_millis
        self._reserve = reserve_seconds

    def seconds_left(self) -> float:
        """Never negative."""
        return max(0.0, self._remaining_millis() / 1000 - self._reserve)
