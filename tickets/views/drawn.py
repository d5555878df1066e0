"""What was made for one page and is the same on the next is kept in this process for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")

# Things for each process, of one to five kilobytes. What citizens wrote does not stay for days:
# everything is dropped after so many seconds.
MOST = 1000
SECONDS = 600


class Kept(Generic[Made]):
    """Values by all that they were made of."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Made] = {}
        self._since = time.monotonic()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The value of this key, made where it is not kept."""
        now = time.monotonic()
        if len(self._made) >= MOST or now - self._since > SECONDS:
            self._made, self._since = {}, now
        kept = self._made.get(key)
        if kept is None:
            kept = self._made[key] = make()
        return kept
