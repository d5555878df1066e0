"""The queue's search: by register number, tracking code, telephone, or a part of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from services import phones
from services.models import Staff
from tickets.desk.register import code_in_provisional
from tickets.models import Citizen, Ticket
from tickets.models.citizen import is_named
from tickets.models.ticket_queryset import TicketQuerySet

LONGEST = phones.LONGEST
# A whole register number, which belongs to one ticket.
_WHOLE_NUMBER = re.compile(r"[A-Z][A-Z0-9]+-[0-9]{4}-[0-9]{6,}")
# The beginning of one, with the whole year; "tel:0812-.." and "wa.me/0812-.." are telephones.
_BEGINNING = re.compile(r"[A-Z][A-Z0-9]+-[0-9]{4}(?:-[0-9]*)?")
# A tracking code as tickets.desk.register makes it.
_CODE = re.compile(r"[2-9A-HJKMNP-Z]{10}")
# Up to so many citizens the search reads all their tickets; for more it scans the newest tickets.
_FEW = 500
# With so many last digits equal, a number with a mistake further in is likely the one meant.
_NEARLY = 7
_FEWEST_DIGITS = 6  # digits in a text that was meant as a telephone number
# A telephone number as pages show it: services.masking.mask_phone.
_MASKED = re.compile(r"(\+[0-9]{1,5})\u2022+([0-9]{4})")
_NEAR = (
    "Tidak ada nomor telepon yang persis sama. Yang tampil ini tujuh angka terakhirnya sama; "
    "cocokkan dahulu."
)
_NO_PHONE = "“{typed}” bukan nomor telepon yang dikenali, jadi dicari sebagai nama."


@dataclass(frozen=True, slots=True)
class Found:
    """The tickets, and a notice for the page about how they were found."""

    tickets: TicketQuerySet
    notice: str = ""


def by_text(tickets: TicketQuerySet, typed: str, *, reader: Staff) -> Found:
    """Those of `tickets` that the typed text means; by name or telephone only those of which
    `reader` may know whose they are.
    """
    value = " ".join(typed.replace("\x00", "").split())[:LONGEST]
    if _WHOLE_NUMBER.fullmatch(value.upper()):
        return Found(tickets.filter(register_number=value.upper()))
    if (code := code_in_provisional(value.upper()) or _code_in(value)) and Ticket.objects.filter(
        tracking_code=code
    ).exists():
        return Found(tickets.filter(tracking_code=code))
    if _BEGINNING.fullmatch(value.upper()):
        return Found(tickets.filter(register_number__startswith=value.upper()))
    tickets = tickets.known_to(reader)
    if masked := _MASKED.fullmatch(value):
        first, last = masked.groups()
        return Found(_of_citizens(tickets, Q(phone__startswith=first) & _ending(last)))
    if phones.last_digits(value):
        return _of_phone(tickets, value)
    digits = sum(character.isdigit() for character in value)
    notice = _NO_PHONE.format(typed=value[:40]) if digits >= _FEWEST_DIGITS else ""
    return Found(_of_citizens(tickets, is_named(value)), notice)


def _code_in(value: str) -> str:
    code = value.rpartition(":")[2].replace(" ", "").replace("-", "").upper()
    return code if _CODE.fullmatch(code) else ""


def _of_phone(tickets: TicketQuerySet, typed: str) -> Found:
    """Tickets of that number; else of numbers or names that end so; else of similar numbers."""
    number = _number(typed)
    exact = tickets.filter(citizen__phone=number) if number else tickets.none()
    if exact.exists():
        return Found(exact)
    last = phones.last_digits(typed)
    ending = _of_citizens(tickets, _ending(last) | is_named(typed))
    if not number or ending.exists():
        return Found(ending)
    near = _of_citizens(tickets, _ending(number[-_NEARLY:]))
    return Found(near, _NEAR if near.exists() else "")


def _number(typed: str) -> str:
    try:
        return phones.e164(typed)
    except phones.NotAPhone:
        return ""


def _ending(digits: str) -> Q:
    return Q(phone_backwards__startswith=phones.backwards(digits))


def _of_citizens(tickets: TicketQuerySet, wanted: Q) -> TicketQuerySet:
    """Tickets of these citizens.

    This looks for a few citizens first, by the indexes on names and numbers. In one query for both
    the database, which estimates their number badly, would scan all tickets for a rare name.
    """
    found = list(Citizen.objects.filter(wanted).values_list("pk", flat=True)[: _FEW + 1])
    if len(found) <= _FEW:
        return tickets.filter(citizen__in=found)
    return tickets.filter(citizen__in=Citizen.objects.filter(wanted))
