"""What is typed into the search of the queue: a number, a code, a telephone, or a part of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from services import phones
from tickets.models import Citizen, Ticket
from tickets.models.citizen import is_named
from tickets.models.ticket_rows import TicketQuerySet

LONGEST = phones.LONGEST
# With nothing after it, such a number is the only one.
_WHOLE_NUMBER = re.compile(r"[A-Z][A-Z0-9]+-[0-9]{4}-[0-9]{6,}")
# Its beginning, with the whole year; "tel:0812-.." and "wa.me/0812-.." are telephones.
_BEGINNING = re.compile(r"[A-Z][A-Z0-9]+-[0-9]{4}(?:-[0-9]*)?")
# As a citizen reads it aloud, or copies it: tickets.desk.register makes it.
_CODE = re.compile(r"[2-9A-HJKMNP-Z]{10}")
# Of so many citizens all tickets are read; of more the newest tickets are gone through.
_FEW = 500
# So many digits at the end, and a number with a mistake further in is likely the one meant.
_NEARLY = 7
_FEWEST_DIGITS = 6  # of what was meant as a telephone number, whatever stands around them
# A telephone number as pages show it: services.masking.mask_phone.
_MASKED = re.compile(r"(\+[0-9]{1,5})\u2022+([0-9]{4})")
_NEAR = (
    "Tidak ada nomor telepon yang persis sama. Yang tampil ini tujuh angka terakhirnya sama; "
    "cocokkan dahulu."
)
_NO_PHONE = "“{typed}” bukan nomor telepon yang dikenali, jadi dicari sebagai nama."


@dataclass(frozen=True, slots=True)
class Found:
    """The tickets, and what the page has to say about how they were found."""

    tickets: TicketQuerySet
    notice: str = ""


def by_words(tickets: TicketQuerySet, typed: str) -> Found:
    """Those of `tickets` that the words mean."""
    value = " ".join(typed.replace("\x00", "").split())[:LONGEST]
    if _WHOLE_NUMBER.fullmatch(value.upper()):
        return Found(tickets.filter(register_number=value.upper()))
    if (code := _code_in(value)) and Ticket.objects.filter(tracking_code=code).exists():
        return Found(tickets.filter(tracking_code=code))
    if _BEGINNING.fullmatch(value.upper()):
        return Found(tickets.filter(register_number__startswith=value.upper()))
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
    """Of the very number; else of those that end so, also names; else of those nearly the same."""
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

    The few are looked for first, by the indexes on names and numbers: one question for both would
    let the database, which guesses badly how many they are, go through all tickets for a rare name.
    """
    found = list(Citizen.objects.filter(wanted).values_list("pk", flat=True)[: _FEW + 1])
    if len(found) <= _FEW:
        return tickets.filter(citizen__in=found)
    return tickets.filter(citizen__in=Citizen.objects.filter(wanted))
