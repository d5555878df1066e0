"""Register numbers and tracking codes: once given, a ticket's are never changed.

Until there is a matter a provisional name stands where the register number will be, made of the
tracking code; it uses up no number of the register.
"""

import datetime as dt
import re
import secrets

from services.models import Agency
from tickets.models import RegisterCounter

# Read aloud over a telephone and written on paper: no 0/O, no 1/I/L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
_PROVISIONAL = re.compile(rf"[A-Z][A-Z0-9]+-BARU-([{ALPHABET}]{{{CODE_LENGTH}}})")


def next_register_number(agency: Agency, *, received_at: dt.datetime) -> str:
    """The next number of the agency's register in the year (of its own zone) of receipt.

    Call it inside the transaction that makes the ticket: the counter's row stays locked until
    then, and a transaction that fails gives its number back. So the register has no gaps.
    """
    year = received_at.astimezone(agency.zone).year
    return f"{agency.code}-{year}-{RegisterCounter.next_of(agency.pk, year):06d}"


def new_tracking_code() -> str:
    """A random code of 49 bits, too many to guess; with a digit and a letter, so that the bot takes it
    for no word and no number (tickets.intake.entities).

    Among ten million tickets a second one of the same comes up once in fifty million; the row is
    unique, so the transaction that made it fails, and what is done again gets another.
    """
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if not (code.isalpha() or code.isdigit()):
            return code


def provisional_number(agency: Agency, tracking_code: str) -> str:
    """What stands for the register number of a ticket that has none yet."""
    return f"{agency.code}-BARU-{tracking_code}"


def code_in_provisional(register: str) -> str:
    """The tracking code in a provisional number, which leads on to the ticket for ever; else ""."""
    found = _PROVISIONAL.fullmatch(register)
    return found[1] if found else ""
