"""How much a request may bring, and how long it may take. PURE: no Django, plain values."""

import re
from dataclasses import dataclass

# For every address that the table does not name, logged in or not.
SMALL_BYTES = 1024 * 1024
# Ten seconds are enough for what fits into a few packets, on any line; more must come at this rate.
PATIENCE_SECONDS = 10.0
LEAST_BYTES_PER_SECOND = 16 * 1024
# A refused sender is listened to for so long, so that the refusal is heard.
DRAINED_BYTES = 16 * 1024 * 1024
DRAINED_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What an address takes."""

    most: int  # bytes, for whoever may send it
    # More than SMALL_BYTES only from somebody who is logged in.
    for_staff: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """The addresses that take more than SMALL_BYTES."""

    webhook: int  # bytes
    files: int  # bytes of all files of one reply

    def of(self, path: str) -> Limit:
        """The limit of a path (decoded, with its first slash)."""
        if path == "/webhooks/whatsapp/":
            return Limit(most=self.webhook)
        if re.fullmatch(r"/tiket/[^/]+/balas/", path):
            return Limit(most=self.files, for_staff=True)
        return Limit(most=SMALL_BYTES)


def seconds_for(received: int) -> float:
    """Until when, counted from the first moment, the next part must be there."""
    return PATIENCE_SECONDS + received / LEAST_BYTES_PER_SECOND
