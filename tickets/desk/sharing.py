"""A place on the map, or a contact card: what the product knows of offices and their numbers, and
nothing that was typed (docs/decisions/0073).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from services import phones
from services.models import Agency, Staff
from tickets.content import Content
from tickets.desk.base import Refused
from tickets.desk.replying import Reply, reply
from tickets.models import Channel, Message, Ticket
from tickets.received import Card, Contacts, Location

NO_LONGER = "Yang dipilih tidak dapat dikirim lagi. Tutup, lalu pilih lagi."


@dataclass(frozen=True)
class Offer:
    """One thing that can be sent; `code` names it in a form, `is_place` tells it from a contact."""

    code: str
    words: str
    content: Content
    is_place: bool = False


def offers(ticket: Ticket) -> list[Offer]:
    """Places, then telephones, then WhatsApp numbers; the ticket's own office first in each.

    Not the number to which the citizen is writing.
    """
    offices = list(Agency.objects.to_point_to(ticket.agency))
    line = ticket.channel
    lines = Channel.objects.besides(line, of=offices) if line else []
    found = (*_places(offices), *_telephones(offices), *_lines(offices, lines))
    return list(found)


def share(
    ticket: Ticket, *, by: Staff, now: dt.datetime, what: str, form_key: str
) -> list[Message]:
    """Send what this code names, as `reply` does; what waits in the composer stays there."""
    found = next((one for one in offers(ticket) if one.code == what), None)
    if found is None:
        raise Refused(NO_LONGER, field="what")
    return reply(ticket, by=by, now=now, reply=Reply(known=found.content, form_key=form_key))


def _places(offices: list[Agency]) -> Iterator[Offer]:
    for office in offices:
        if office.point is None:
            continue
        latitude, longitude = map(float, office.point)
        place = Location(latitude, longitude, office.name, office.address)
        words = ", ".join(filter(None, (office.name, office.address)))
        yield Offer(f"place-{office.pk}", words, place, is_place=True)


def _telephones(offices: list[Agency]) -> Iterator[Offer]:
    for office in offices:
        if office.phone:
            card = Card(office.name, office.name, (_as_dialled(office.phone),))
            words = f"{office.name}: telepon {office.phone}"
            yield Offer(f"phone-{office.pk}", words, Contacts((card,)))


def _lines(offices: list[Agency], lines: list[Channel]) -> Iterator[Offer]:
    for office in offices:
        for line in (one for one in lines if one.agency_id == office.pk):
            name, number = f"{line.name}, {office.short_name}", line.display_phone_number
            card = Card(name, office.name, (number,), line.digits)
            yield Offer(f"line-{line.pk}", f"{name}: WhatsApp {number}", Contacts((card,)))


def _as_dialled(phone: str) -> str:
    """With the country's code, so that a telephone dials it anywhere; a short number stays as it is."""
    try:
        return phones.international(phones.e164(phone))
    except phones.NotAPhone:
        return phone
