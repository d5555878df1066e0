"""Who can be chosen for a ticket: those who work it and are there, each with the present load."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from services import access
from services.access import Action
from services.models import Staff
from services.presence import presence_at
from tickets.models import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A person with the number of open tickets, how many of them are late, and on duty or not."""

    staff: Staff
    open_count: int
    late_count: int
    is_on_duty: bool

    @property
    def words(self) -> str:
        """The name with the load: "Rina (piket sekarang, 5 terbuka, 1 lewat tenggat)"."""
        duty = "piket sekarang, " if self.is_on_duty else ""
        late = f", {self.late_count} lewat tenggat" if self.late_count else ""
        return f"{self.staff} ({duty}{self.open_count} terbuka{late})"


def colleagues_for(ticket: Ticket, *, now: dt.datetime) -> list[Colleague]:
    """Those who may take this ticket and are not absent today, by name."""
    there = presence_at(ticket.agency, now)
    able = access.people_who_can(Action.TAKE, ticket).exclude(pk__in=there.away)
    people = list(able.order_by("full_name", "username"))
    loads = Ticket.objects.loads_of([one.pk for one in people], now)
    return [
        Colleague(
            staff=one,
            open_count=loads[one.pk].open,
            late_count=loads[one.pk].late,
            is_on_duty=one.pk in there.on_duty,
        )
        for one in people
    ]
