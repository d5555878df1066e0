"""How many unread notifications somebody has: the number on the rail and in the tab's title."""

from __future__ import annotations

from django.core.cache import caches

from services.models import Staff
from tickets.models import Notification

HOLDS = 10  # seconds for which this process keeps a number
MOST = 100  # beyond that nobody counts


def unread_count(staff: Staff) -> int:
    """The number, MOST at most; a few seconds old at most."""
    kept: int | None = caches["moment"].get(_key(staff))
    return count_now(staff) if kept is None else kept


def count_now(staff: Staff) -> int:
    """The number as it is at this moment."""
    count = Notification.objects.filter(staff=staff).unread()[:MOST].count()
    caches["moment"].set(_key(staff), count, HOLDS)
    return count


def forget_count(staff: Staff) -> None:
    """This person has just read something."""
    caches["moment"].delete(_key(staff))


def _key(staff: Staff) -> str:
    return f"unread:{staff.pk}"
