"""How much a request may bring, and how long it may take. PURE: no Django, plain values.

Which addresses take more than SMALL_BYTES is said by siwhapik.refusals.table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Stands in a path for any one part of it.
ANY = "ANY"
# For every address that the table does not name, logged in or not.
SMALL_BYTES = 1024 * 1024
# On any line ten seconds are enough for a few packets; a longer body must come at this rate.
PATIENCE_SECONDS = 10.0
LEAST_BYTES_PER_SECOND = 16 * 1024
# So much of a refused body is still read, so that its sender reads the refusal.
DISCARDED_BYTES = 16 * 1024 * 1024
DISCARDED_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much an address accepts."""

    most: int  # bytes
    # More than SMALL_BYTES only from a logged-in person.
    for_staff: bool = False


class Table:
    """The addresses that take more than SMALL_BYTES: limits by path, ANY stands for one part."""

    def __init__(self, limits: Mapping[str, Limit]) -> None:
        self._limits = [
            (re.compile(re.escape(path).replace(ANY, "[^/]+")), limit)
            for path, limit in limits.items()
        ]

    def of(self, path: str) -> Limit:
        """The limit of a path (decoded, with its first slash)."""
        return next((limit for known, limit in self._limits if known.fullmatch(path)), _SMALL)


_SMALL = Limit(most=SMALL_BYTES)


def seconds_for(received: int) -> float:
    """Seconds since the start by which the next part must have come, after `received` bytes."""
    return PATIENCE_SECONDS + received / LEAST_BYTES_PER_SECOND
