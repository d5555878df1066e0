"""Invented citizens: a new number for each, none of them anybody's."""

import itertools

from services.models import Agency
from siwhapik.demo.people import FIRST_NAMES
from tickets.models import Citizen

_numbers = itertools.count(1001)


def somebody(agency: Agency) -> tuple[Citizen, str]:
    """Somebody who writes to this office, unsaved, and their address at WhatsApp."""
    number = next(_numbers)
    address = f"628{12 + number % 7}0000{number:04d}"
    letter = "ABDFHKLMPRST"[number % 12]
    name = f"{FIRST_NAMES[number * 7 % len(FIRST_NAMES)]} {letter}. Contoh"
    return Citizen(agency=agency, profile_name=name, phone=f"+{address}"), address
