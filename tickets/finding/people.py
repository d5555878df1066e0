"""Which citizens are meant by a name, a telephone number or a part of one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from services import phones
from services.names import folded
from tickets.finding.hits import has_words_of_people
from tickets.matching.persons import Called, called
from tickets.models import Citizen
from tickets.models.citizen import is_called
from tickets.models.ticket_queryset import TicketQuerySet

# Up to so many citizens the search reads all their tickets; for more it scans the newest tickets.
FEW = 500
SOME = 3000  # up to so many it has the database put them together
# With so many last digits equal, a number with a mistake further in is likely the one meant.
_NEARLY = 7
_FEWEST_DIGITS = 6  # digits in a text that was meant as a telephone number
# A telephone number as pages show it: services.masking.mask_phone.
_MASKED = re.compile(r"(\+[0-9]{1,5})\u2022+([0-9]{4})")
NEAR = (
    "Tidak ada nomor telepon yang persis sama. Yang tampil ini tujuh angka terakhirnya sama; "
    "cocokkan dahulu."
)
_NO_PHONE = "“{typed}” bukan nomor telepon yang dikenali, jadi dicari sebagai nama dan kata."


@dataclass(frozen=True, slots=True)
class People:
    """The tickets of the citizens meant, by how well they fit: only the best that there is counts.

    Which of them the reader may see is not known yet: another office's citizen must not hide one
    who is alike.
    """

    exact: TicketQuerySet | None = None
    tickets: TicketQuerySet | None = None
    near: TicketQuerySet | None = None  # of a number that is only alike
    called: Called | None = (
        None  # in place of `tickets`, where the database has an index of their words
    )
    notice: str = ""


def meant(typed: str, *, tickets: TicketQuerySet) -> People:
    """Looks for a few citizens first, by the indexes on names and numbers: in one query for both
    the database, which estimates their number badly, would scan all tickets for a rare name.
    """
    if not folded(typed):
        return People()
    if masked := _MASKED.fullmatch(typed):
        first, last = masked.groups()
        masked_so = Q(phone__startswith=first) & _ending(last)
        return People(tickets=_of_citizens(tickets, masked_so))
    digits = phones.last_digits(typed)
    if not digits:
        count = sum(character.isdigit() for character in typed)
        notice = _NO_PHONE.format(typed=typed[:40]) if count >= _FEWEST_DIGITS else ""
        return _of_words(typed, tickets=tickets, notice=notice)
    if not (number := _number(typed)):
        return _of_words(typed, tickets=tickets, digits=digits)
    wanted = is_called(typed) | _with_digits(digits)
    return _of_number(tickets, number, wanted=wanted, digits=digits)


def _of_words(typed: str, *, tickets: TicketQuerySet, digits: str = "", notice: str = "") -> People:
    """Of citizens with these names, or with these digits in their number."""
    if has_words_of_people():
        return People(called=called(typed, digits), notice=notice)
    wanted = is_called(typed) | _with_digits(digits) if digits else is_called(typed)
    return People(tickets=_of_citizens(tickets, wanted), notice=notice)


def _of_number(tickets: TicketQuerySet, number: str, *, wanted: Q, digits: str) -> People:
    """Of exactly that number; of numbers or names with these digits; of similar numbers."""
    last = number[-_NEARLY:]
    rows = Citizen.objects.filter(wanted | _ending(last) | Q(phone=number))
    found = dict(rows.values_list("pk", "phone")[: FEW + 1])  # of a whole number never as many
    exact = [pk for pk, phone in found.items() if phone == number]
    near = [
        pk
        for pk, phone in found.items()
        if phone.endswith(last) and digits.lstrip("0") not in phone
    ]
    others = [pk for pk in found if pk not in {*exact, *near}]
    return People(
        exact=tickets.filter(citizen__in=exact) if exact else None,
        tickets=tickets.filter(citizen__in=others) if others else None,
        near=tickets.filter(citizen__in=near) if near else None,
    )


def is_masked(typed: str) -> bool:
    """Whether it is a telephone number as lists show it."""
    return bool(_MASKED.fullmatch(typed))


def _number(typed: str) -> str:
    try:
        return phones.e164(typed)
    except phones.NotAPhone:
        return ""


def _ending(digits: str) -> Q:
    return Q(phone_backwards__startswith=phones.backwards(digits))


def _with_digits(digits: str) -> Q:
    """These digits anywhere in the number, as it is written here or abroad."""
    anywhere = Q(phone__contains=digits)
    return anywhere | Q(phone__contains=f"62{digits[1:]}") if digits.startswith("0") else anywhere


def _of_citizens(tickets: TicketQuerySet, wanted: Q) -> TicketQuerySet | None:
    people = Citizen.objects.filter(wanted).values_list("pk", flat=True)
    found = list(people[: SOME + 1])
    if not found:
        return None
    if len(found) <= FEW:
        return tickets.filter(citizen__in=found)
    return (
        tickets.filter(citizen__in=people[:SOME])
        if len(found) <= SOME
        else _of_many(tickets, wanted)
    )


def _of_many(tickets: TicketQuerySet, wanted: Q) -> TicketQuerySet:
    """Each ticket, from the newest on, is asked for its citizen."""
    return tickets.filter(Exists(Citizen.objects.filter(wanted, pk=OuterRef("citizen"))))
