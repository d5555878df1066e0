"""Register numbers and tracking codes: a ticket's are never changed."""

import datetime as dt
import secrets

from django.db.models import F

from services.models import Agency
from tickets.models import RegisterCounter, Ticket

# Read aloud over a telephone and written on paper: no 0/O, no 1/I/L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10


def next_register_number(agency: Agency, *, received_at: dt.datetime) -> str:
    """The next number of the agency's register in the year (of its own zone) of receipt.

    Call it inside the transaction that makes the ticket: the counter's row stays locked until
    then, and a transaction that fails gives its number back. So the register has no gaps.
    """
    year = received_at.astimezone(agency.zone).year
    mine = RegisterCounter.objects.filter(agency=agency, year=year)
    if not mine.update(last=F("last") + 1):
        first = RegisterCounter(agency=agency, year=year)
        RegisterCounter.objects.bulk_create([first], ignore_conflicts=True)
        mine.update(last=F("last") + 1)
    return f"{agency.code}-{year}-{mine.get().last:06d}"


def new_tracking_code() -> str:
    """A random code of 49 bits, too many to guess, that no ticket has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if not Ticket.objects.filter(tracking_code=code).exists():
            return code
