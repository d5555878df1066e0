"""Who can be chosen for a ticket: those who work it and are there, each with the present load."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from services import access
from services.access import Action
from services.models import Staff
from services.presence import Presence, presence_at
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
    return colleagues_for_any([ticket], now=now)


def colleagues_for_any(tickets: Sequence[Ticket], *, now: dt.datetime) -> list[Colleague]:
    """Those who may take any of these tickets and are not absent today at its office, by name.

    Tickets of one line of work (office, service, number) are looked at once.
    """
    alike = {
        (one.agency_id, one.service_id, None if one.service_id else one.channel_id): one
        for one in tickets
    }
    there = {one.agency_id: presence_at(one.agency, now) for one in alike.values()}
    found: dict[int, tuple[Staff, Presence]] = {}
    for one in alike.values():
        presence = there[one.agency_id]
        able = access.people_who_can(Action.TAKE, one).exclude(pk__in=presence.away)
        found |= {person.pk: (person, presence) for person in able}
    loads = Ticket.objects.loads_of(list(found), now)
    people = sorted(found.values(), key=lambda each: (each[0].full_name, each[0].username))
    return [
        Colleague(
            staff=person,
            open_count=loads[person.pk].open,
            late_count=loads[person.pk].late,
            is_on_duty=person.pk in presence.on_duty,
        )
        for person, presence in people
    ]
