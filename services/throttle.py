"""Limits on guessing: codes, tokens, passwords."""

import datetime as dt

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest

from services.crypto import keyed_hash
from services.models import Throttle

log = structlog.get_logger(__name__)


def allow(name: str, *, who: str, limit: int, per: dt.timedelta, now: dt.datetime) -> bool:
    """Count one try; False once `who` has made more than `limit` of them within `per`.

    Counts in the database, so that it works without the cache; fails open without the database.
    The first refusal of each period is logged, with a part of the hash that tells one visitor from many.
    """
    key = keyed_hash(f"{name}:{who}")
    row = Throttle.objects.filter(pk=key)
    try:
        with transaction.atomic():
            if not row.filter(since__gt=now - per).update(count=F("count") + 1):
                fresh = Throttle(pk=key, since=now, count=1)
                Throttle.objects.bulk_create(
                    [fresh],
                    update_conflicts=True,
                    unique_fields=["key"],
                    update_fields=["since", "count"],
                )
            count = row.values_list("count", flat=True).first() or 0
    except DatabaseError:
        return True
    if count == limit + 1:
        log.warning("throttle.reached", limit_of=name, visitor=key[:8], limit=limit)
    return count <= limit


def give_back(name: str, *, who: str) -> None:
    """Take back one counted try that was no guess."""
    row = Throttle.objects.filter(pk=keyed_hash(f"{name}:{who}"), count__gt=0)
    row.update(count=F("count") - 1)


def forgive(name: str, *, who: str) -> None:
    """Set the counter back: `who` has proved who they are."""
    Throttle.objects.filter(pk=keyed_hash(f"{name}:{who}")).delete()


def forget_before(moment: dt.datetime) -> int:
    """Delete counters whose period ended before the moment; returns how many."""
    return Throttle.objects.filter(since__lt=moment).delete()[0]


def visitor(request: HttpRequest) -> str:
    """The visitor's address; behind our proxy the last one that it added."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
