"""Deletes what is no longer needed: ended sessions, and log-in counters of past periods."""

import datetime as dt

from django.contrib.sessions.models import Session

from services.throttle import forget_before

# Longer than any period that is counted.
COUNTERS_LAST = dt.timedelta(days=1)
_BATCH = 1000


def forget_expired(now: dt.datetime, limit: int = 20_000) -> int:
    """Delete at most `limit` of each; returns how many. Every try to log in leaves a counter."""
    forgotten = forget_before(now - COUNTERS_LAST)
    ended = Session.objects.filter(expire_date__lt=now).order_by("expire_date")
    while forgotten < limit:
        keys = list(ended.values_list("pk", flat=True)[:_BATCH])
        if not keys:
            break
        forgotten += Session.objects.filter(pk__in=keys).delete()[0]
    return forgotten
