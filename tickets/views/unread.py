"""How many unread notifications somebody has: the number on the rail and in the tab's title."""

from __future__ import annotations

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe

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


def remember_none(staff: Staff) -> None:
    """Somebody has just looked, and nothing is unread: the rail's number costs no query of its own."""
    caches["moment"].set(_key(staff), 0, HOLDS)


def newest_unread(staff: Staff) -> tuple[int, ...]:
    """Another value whenever something new came: what a poll compares, one row of an index."""
    newest = Notification.objects.filter(staff=staff).unread().values_list("pk", "count")
    return newest[:1][0] if newest[:1] else ()


def news_html(staff: Staff) -> SafeString:
    """For the poll of a page: how many are unread now, and when the newest came."""
    own = Notification.objects.filter(staff=staff).unread()
    told = list(own.values_list("created_at", flat=True)[:MOST])
    caches["moment"].set(_key(staff), len(told), HOLDS)
    newest = int(told[0].timestamp() * 1000) if told else 0
    return mark_safe(f'<div data-told="{len(told)}" data-newest="{newest}" hidden></div>')  # noqa: S308  # numbers


def forget_count(staff: Staff) -> None:
    """This person has just read something."""
    caches["moment"].delete(_key(staff))


def _key(staff: Staff) -> str:
    return f"unread:{staff.pk}"
