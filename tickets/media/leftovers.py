"""Removes what killed downloads left beside the stored files."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PREFIX = ".incoming-"
# A download that is under way writes every few seconds and has a deadline of minutes.
RETENTION = dt.timedelta(hours=1)


def remove_leftovers(now: dt.datetime) -> int:
    """Remove parts of downloads that were not written to for an hour; returns how many."""
    removed = 0
    for path in Path(settings.MEDIA_ROOT).glob(f"{PREFIX}*"):
        with suppress(FileNotFoundError):  # the download ended meanwhile
            if path.stat().st_mtime < (now - RETENTION).timestamp():
                path.unlink()
                removed += 1
    return removed
