"""Not ours, and no office here is competent: the citizen is told by name who is, and the matter ends."""

import datetime as dt

from services.models import Staff
from tickets.desk.base import cleaned
from tickets.desk.resolving import Resolution, conclude
from tickets.models import Ticket


def refer_elsewhere(
    ticket: Ticket, *, by: Staff, now: dt.datetime, target: str, reason: str
) -> Ticket:
    """End it as passed on to a body that has no office here. Raises Refused, as resolving does."""
    target = cleaned(target, what="Nama pihak yang berwenang", field="elsewhere").rstrip(".")
    reason = cleaned(reason, what="Alasan meneruskan")
    summary = f"Ini bukan wewenang {ticket.agency.name}. Yang berwenang: {target}. {reason}"
    how = Resolution(outcome=Ticket.Outcome.FORWARDED, summary=summary)
    return conclude(ticket, by=by, now=now, how=how)
