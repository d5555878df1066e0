"""Notifications pushed to the browsers of those who chose it; no page of ours needs to be open.

A push says what the page of notifications says, no more: register number and kind, no words of a
citizen. One that could not be handed over is tried again; the browser shows the same tag once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import httpx
import structlog
from django.db.models import F, QuerySet

from tickets import web_push
from tickets.emails import subject_words
from tickets.models import Notification, PushSubscription
from tickets.notifications import Kind, notification_words
from tickets.web_push import Fate, Keys

log = structlog.get_logger(__name__)
# Later it helps nobody: it is on screen all the time.
TOO_OLD = dt.timedelta(minutes=15)


def send_pushes(now: dt.datetime, limit: int = 100) -> int:
    """Push what waits; returns how many were handed over to at least one browser.

    Each is claimed before it leaves. A service that is away is asked once in a run.
    """
    keys = list(_waiting(now).values_list("pk", flat=True)[:limit])
    if not keys:
        return 0
    away: set[str] = set()
    with httpx.Client(timeout=web_push.TIMEOUT, follow_redirects=False) as client:
        return sum(_push(key, client=client, away=away, now=now) for key in keys)


def _waiting(now: dt.datetime) -> QuerySet[Notification]:
    """What came before a browser was signed up is no news there."""
    rows = Notification.objects.to_push(since=now - TOO_OLD).filter(staff__is_active=True)
    return rows.filter(staff__push_subscriptions__created_at__lte=F("created_at")).distinct()


def _push(key: int, *, client: httpx.Client, away: set[str], now: dt.datetime) -> bool:
    if not Notification.objects.filter(pk=key, push_claimed_at=None).update(push_claimed_at=now):
        return False
    row = Notification.objects.select_related("ticket__agency", "export", "agency", "staff").get(
        pk=key
    )
    browsers = row.staff.push_subscriptions.filter(created_at__lte=row.created_at)
    fates = _hand_over(row, browsers, client=client, away=away)
    if Fate.SENT in fates:
        return True
    if Fate.LATER in fates:
        # One more try in the next run, if nothing newer has claimed it since.
        Notification.objects.filter(pk=key, push_claimed_at=now).update(push_claimed_at=None)
    return False


def _hand_over(
    row: Notification,
    browsers: Iterable[PushSubscription],
    *,
    client: httpx.Client,
    away: set[str],
) -> Sequence[Fate]:
    payload, topic = payload_of(row), _tag(row)
    fates = []
    for browser in browsers:
        host = web_push.host_of(browser.endpoint)
        fate = Fate.LATER
        if host not in away:
            keys = Keys(
                endpoint=browser.endpoint,
                public_key=browser.public_key,
                auth_secret=browser.auth_secret,
            )
            fate = web_push.post(keys, payload, client=client, topic=topic)
        if fate is Fate.LATER:
            away.add(host)
        elif fate is Fate.GONE:
            browser.delete()
        elif fate is Fate.REFUSED:
            log.warning("push.refused", notification=row.pk, host=host)
        fates.append(fate)
    return fates


def payload_of(row: Notification) -> dict[str, object]:
    """What the service worker shows (siwhapik/static/js/push_worker.js)."""
    return {
        "title": subject_words(row.kind) or "Si Whapik",
        "body": notification_words(row),
        "url": row.get_absolute_url(),
        "tag": _tag(row),
        "stays": row.kind == Kind.URGENT,
    }


def _tag(row: Notification) -> str:
    """A browser shows the newest of a tag only."""
    return f"{row.kind}-{row.ticket_id or row.export_id or row.cause}"
