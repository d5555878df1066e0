"""Labels on a ticket: which of its office's words it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from services.access import Action
from services.models import Staff
from tickets.desk.base import Refused, Verb, must_be_able, record, tell_queue, working_on
from tickets.models import Label, Ticket, TicketLabel
from tickets.models.label import copy_labels


def labels_of(ticket: Ticket) -> list[Label]:
    """Those that it has."""
    return list(Label.objects.filter(ticket_labels__ticket=ticket))


def label(
    ticket: Ticket,
    *,
    by: Staff,
    now: dt.datetime,
    add: Iterable[Label] = (),
    remove: Iterable[Label] = (),
) -> Ticket:
    """Put these labels on it, and take those off. Raises Refused for another office's label."""
    with working_on(ticket):
        must_be_able(by, Action.NOTE, ticket)
        before = {one.pk: one for one in labels_of(ticket)}
        gone = [one for one in remove if one.pk in before]
        new = [one for one in add if one.pk not in before]
        if any(one.agency_id != ticket.agency_id for one in new):
            raise Refused("Label itu milik instansi lain. Pilih label instansi tiket ini.")
        if not (new or gone):
            return ticket
        TicketLabel.objects.filter(ticket=ticket, label__in=gone).delete()
        TicketLabel.objects.bulk_create(TicketLabel(ticket=ticket, label=one) for one in new)
        _copied(ticket)
        data = {"added": [one.name for one in new], "removed": [one.name for one in gone]}
        record(ticket, Verb.LABELLED, by=by, now=now, data=data)
    return ticket


def leave_labels(ticket: Ticket) -> None:
    """It goes to another office: its labels are of this one. Call it inside `working_on`."""
    if ticket.labels:
        TicketLabel.objects.filter(ticket=ticket).delete()
        _copied(ticket)


def _copied(ticket: Ticket) -> None:
    copy_labels([ticket.pk])
    ticket.refresh_from_db(fields=["labels", "version"])
    tell_queue(ticket.agency_id)
