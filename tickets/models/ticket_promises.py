"""Whether promises are kept or late, as conditions on tickets: `sla.reading` for lists and counts.

Borders are those of `sla.reading`: a promise is kept at its due time, and broken after it. The
methods in ticket_queryset.py are made of these; counts use them as filters.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q

from tickets import states
from tickets.models.ticket_led import COUNTS_ITSELF
from tickets.sla import SOON

# A paused clock is late only for a look at what the citizen sent meanwhile, and in an outage for the first
# response, which is never paused; nothing was promised while there is no matter.
_COUNTS = Q(registered_at__isnull=False) & (
    Q(paused_since__isnull=True)
    | Q(look_due_at__isnull=False)
    | Q(outage__isnull=False, first_responded_at__isnull=True)
)
# Where a clock waits for complete files, nothing falls due before it has begun.
_HAS_BEGUN = Q(completed_files_at__isnull=False) | ~Q(standard__clock_start="complete")


def is_overdue(now: dt.datetime) -> Q:
    """Open tickets past the time that the queue sorts by."""
    return _COUNTS & Q(sort_due_at__lt=now)


def is_due_soon(now: dt.datetime) -> Q:
    """Open tickets that are due soon, but not yet."""
    return _COUNTS & Q(sort_due_at__gte=now, sort_due_at__lt=now + SOON)


def first_response_kept() -> Q:
    """An officer answered by the time that was promised; without an answer the end is judged."""
    ended = Q(first_responded_at__isnull=True, resolved_at__lte=F("first_response_due_at"))
    return COUNTS_ITSELF & (Q(first_responded_at__lte=F("first_response_due_at")) | ended)


def first_response_broken() -> Q:
    """An officer answered later, or the matter ended later and without an answer."""
    ended = Q(first_responded_at__isnull=True, resolved_at__gt=F("first_response_due_at"))
    return COUNTS_ITSELF & (Q(first_responded_at__gt=F("first_response_due_at")) | ended)


def first_response_missing(now: dt.datetime) -> Q:
    """Nobody has answered, and the time is over."""
    return Q(
        first_responded_at__isnull=True, resolved_at__isnull=True, first_response_due_at__lt=now
    )


def first_response_late(now: dt.datetime) -> Q:
    """An officer answered later, or has not answered and the time is over."""
    return first_response_broken() | first_response_missing(now)


def completion_kept() -> Q:
    """Resolved by the time that was promised."""
    return COUNTS_ITSELF & _HAS_BEGUN & Q(resolved_at__lte=F("due_at"))


def completion_broken() -> Q:
    """Resolved later than was promised."""
    return COUNTS_ITSELF & _HAS_BEGUN & Q(resolved_at__gt=F("due_at"))


def completion_missing(now: dt.datetime) -> Q:
    """Still open and the time is over; a paused clock is not late (ADR 0027)."""
    running = Q(state__in=states.OPEN, paused_since__isnull=True)
    return _HAS_BEGUN & running & Q(due_at__lt=now)


def completion_late(now: dt.datetime) -> Q:
    """Resolved later than was promised, or still open and the time is over."""
    return completion_broken() | completion_missing(now)
