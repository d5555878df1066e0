"""Put a ticket aside for oneself until a moment; it leaves no history, because it decides nothing
(docs/decisions/0061).
"""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import transaction

from services.access import Action
from services.calendars import calendar_of
from services.models import Agency, Staff
from tickets import waiting_dates
from tickets.desk.base import Refused, must_be_able, tell_queue
from tickets.models import Snooze, Ticket
from tickets.notifications import Kind, Occasion, tell

log = structlog.get_logger(__name__)


def moments_offered(agency: Agency, now: dt.datetime) -> list[waiting_dates.Moment]:
    """The moments that are offered to be reminded at."""
    return waiting_dates.moments(calendar_of(agency), now)


def snooze_of(ticket: Ticket, staff: Staff) -> Snooze | None:
    """What this person has set for this ticket."""
    return Snooze.objects.filter(ticket=ticket, staff=staff).first()


@transaction.atomic
def snooze(ticket: Ticket, *, by: Staff, now: dt.datetime, until: dt.datetime | None) -> None:
    """Remind this person then, and leave it out of their own tasks meanwhile; None: no more.

    Raises Refused for a moment that has passed or is too far.
    """
    must_be_able(by, Action.NOTE, ticket)
    if until is None:
        Snooze.objects.filter(ticket=ticket, staff=by).delete()
    else:
        if words := waiting_dates.why_not_at(until, now):
            raise Refused(words, field="until")
        values = {"until": until, "set_at": now}
        Snooze.objects.update_or_create(ticket=ticket, staff=by, defaults=values)
    tell_queue(ticket.agency_id)


def end_snoozes(now: dt.datetime, limit: int = 500) -> int:
    """Tell everybody whose moment has come; returns how many. Harmless to run twice or side by side:
    whoever deletes the row tells.
    """
    ended = Snooze.objects.ended(now).select_related("ticket__agency", "ticket__service", "staff")
    return sum(_end(one, now) for one in ended.order_by("until")[:limit])


def _end(one: Snooze, now: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            # Set anew meanwhile: that moment is still to come.
            mine = Snooze.objects.filter(pk=one.pk, until=one.until, set_at=one.set_at)
            if not mine.delete()[0]:
                return False
            _tell(one, now)
            tell_queue(one.ticket.agency_id)
        return True
    except Exception:  # one row's fault must not stop the sweep
        log.exception("desk.snooze_failed", snooze=one.pk)
        return False


def _tell(one: Snooze, now: dt.datetime) -> None:
    """Who holds the ticket is told of the citizen's words and of due times anyway."""
    is_early = one.until > now
    if is_early and one.ticket.assignee_id == one.staff_id:
        return
    if not Ticket.objects.visible_to(one.staff).filter(pk=one.ticket_id).exists():
        return
    told = Occasion(kind=Kind.REMINDED, at=now if is_early else one.until, people=[one.staff])
    tell(told, ticket=one.ticket, now=now)
