"""What the queue shows of one's own reminders: those that came on top of "Tugas saya", and until when
the others are put aside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

from services.models import Staff
from tickets.filters import ASIDE
from tickets.models import Snooze
from tickets.narrowing import Narrowed
from tickets.views.rows import FIELDS, Reader, list_of, row_of
from tickets.words import words

MINE = "saya"
_TOP = 20
_REMINDED = '<p class="row__why">Anda minta diingatkan</p>'


def apart(found: Narrowed, *, view: str, staff: Staff) -> Narrowed:
    """The list without what stands on top of it, on every page of it."""
    if view != MINE:
        return found
    return replace(found, tickets=found.tickets.exclude(found.tickets.just_reminded(staff)))


def with_reminders(
    shown: dict[str, Any], found: Narrowed, *, reader: Reader, staff: Staff, now: dt.datetime
) -> dict[str, Any]:
    """The first page of "Tugas saya" with what its reader wanted to be reminded of on top."""
    came = found.tickets.filter(found.tickets.just_reminded(staff)).order_by("pk")
    top = [
        row_of(values, reader=reader, now=now, why=_REMINDED)
        for values in came.values(*FIELDS)[:_TOP]
    ]
    rows = [*top, *shown["rows"]]
    return {
        **shown,
        "rows": rows,
        "list": list_of(rows),
        "words": f"{len(rows)} tiket di halaman ini",
    }


def asides(view: str, staff: Staff, *, now: dt.datetime) -> Mapping[int, str]:
    """Until when each ticket of the list "Saya tunda" is put aside, as HTML, by id."""
    if view != ASIDE:
        return {}
    mine = Snooze.objects.asleep(staff, now).select_related("ticket__agency")
    return {one.ticket_id: _until(one, now) for one in mine}


def _until(one: Snooze, now: dt.datetime) -> str:
    at = words(one.until, zone=one.ticket.agency.zone, now=now)
    return f'<p class="row__why">Anda tunda sampai {escape(at)}</p>'
