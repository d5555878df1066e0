"""What nobody needs any more: ended sessions, and counters whose span is long over."""

import datetime as dt

from django.contrib.sessions.models import Session

from services.throttle import forget_before

# No span that is counted is as long.
COUNTERS_KEPT = dt.timedelta(days=1)
_BATCH = 1000


def forget_expired(now: dt.datetime, limit: int = 20_000) -> int:
    """Delete them; returns how many. Every log-in and every visitor who tries leaves one."""
    forgotten = forget_before(now - COUNTERS_KEPT)
    ended = Session.objects.filter(expire_date__lt=now).order_by("expire_date")
    while forgotten < limit:
        keys = list(ended.values_list("pk", flat=True)[:_BATCH])
        if not keys:
            break
        forgotten += Session.objects.filter(pk__in=keys).delete()[0]
    return forgotten
