"""A prepared text with the names of one matter in it: {nama}, {nomor}, {layanan}."""

from __future__ import annotations

from services.models import Staff
from tickets import identity
from tickets.models import Ticket

CALLED = "Pemohon"  # whose name is kept


def filled_in(text: str, ticket: Ticket, *, reader: Staff) -> str:
    """The text as this officer would send it for this ticket; reads its citizen."""
    citizen = identity.of(ticket, reader=reader)
    known = {
        "{nama}": CALLED if citizen.is_hidden else citizen.name,
        "{nomor}": ticket.register_number,
        "{layanan}": ticket.service.name if ticket.service else "layanan kami",
    }
    for name, value in known.items():
        text = text.replace(name, value)
    return text
