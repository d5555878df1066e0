"""What an outage does, to be looked at: due times with and without it, and who would be told. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from services.calendars import Calendars
from tickets.desk.promises import completion_promise, due_of, started_at
from tickets.models import ClockSpan, MessageTemplate, Outage, Ticket
from tickets.models.outage import spans_that_count


class Effect(NamedTuple):
    """One ticket: due without the outage, and with it (as if it ended now, while it goes on); None where
    its clock has not begun.
    """

    ticket: Ticket
    before: dt.datetime | None
    after: dt.datetime | None
    goes_on: bool


class People(NamedTuple):
    """Citizens who wait and are not told yet, by how they can be reached."""

    by_text: int
    by_template: int
    by_none: int

    @property
    def all(self) -> int:
        return self.by_text + self.by_template


def held_up_by(outage: Outage) -> Exists:
    """The condition on tickets that it holds up, or did; of doubles the one that goes on."""
    return Exists(spans_that_count(outage.pk).filter(ticket=OuterRef("pk")))


def effects_of(outage: Outage, tickets: Iterable[Ticket], *, now: dt.datetime) -> list[Effect]:
    """Of these tickets, in their order; read with `clock_spans`, `standard` and `agency`."""
    calendars = Calendars()
    found = []
    for ticket in tickets:
        spans = list(ticket.clock_spans.all())
        goes_on = any(span.outage_id == outage.pk and span.ends_at is None for span in spans)
        before = after = None
        if started_at(ticket) is not None:
            calendar = calendars.of(ticket.agency)
            whole = completion_promise(ticket, spans=[_until(span, now) for span in spans])
            others = [span for span in spans if span.outage_id != outage.pk]
            without = completion_promise(ticket, spans=[_until(span, now) for span in others])
            before, after = due_of(without, calendar), due_of(whole, calendar)
        found.append(Effect(ticket, before, after, goes_on))
    return found


def _until(span: ClockSpan, now: dt.datetime) -> ClockSpan:
    """As if what is open ended now."""
    if span.ends_at is not None:
        return span
    return ClockSpan(
        kind=span.kind,
        reason=span.reason,
        why=span.why,
        starts_at=span.starts_at,
        ends_at=max(now, span.starts_at),
    )


def people_to_tell(outage: Outage, *, now: dt.datetime) -> People:
    """How many would be told now; each counts once, by the best way to one of their matters."""
    waiting = outage.waiting_tickets()
    by_text = waiting.filter(conversation__window_expires_at__gt=now)
    updates = MessageTemplate.objects.telling().filter(
        status=MessageTemplate.Status.APPROVED, channel=OuterRef("conversation__channel")
    )
    by_template = waiting.filter(Exists(updates))
    first = set(by_text.values_list("citizen", flat=True))
    second = set(by_template.values_list("citizen", flat=True)) - first
    rest = set(waiting.values_list("citizen", flat=True)) - first - second
    return People(len(first), len(second), len(rest))
