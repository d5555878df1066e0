"""Deletes old webhooks: their bytes hold personal data, and the messages stay as rows."""

import datetime as dt

from django.db.models import Q

from tickets.media import remove_leftovers
from tickets.models import WebhookEvent

RETENTION = dt.timedelta(days=30)
_BATCH = 1000


def purge(now: dt.datetime) -> int:
    """Delete what is not needed any more: old events, and parts of broken-off downloads."""
    return purge_events(now) + remove_leftovers(now)


def purge_events(now: dt.datetime, limit: int = 20_000) -> int:
    """Delete events worked 30 days ago; redeliveries end after seven days.

    Parked events that were not yet looked at lose only their bytes; row and reasons stay.
    """
    old = WebhookEvent.objects.filter(processed_at__lte=now - RETENTION)
    done = old.filter(Q(is_parked=False) | Q(settled_at__isnull=False))
    forgotten = old.filter(is_parked=True, settled_at__isnull=True, body__isnull=False).update(
        body=None
    )
    while forgotten < limit:
        keys = list(done.order_by("processed_at").values_list("pk", flat=True)[:_BATCH])
        if not keys:
            break
        forgotten += WebhookEvent.objects.filter(pk__in=keys).delete()[0]
    return forgotten
