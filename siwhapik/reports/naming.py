"""What the rows of a report's tables are called: read once, by texts that go to the database and back once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from services import rows
from services.rows import Statement, places
from siwhapik.reports.asking import Question

_SERVICES = 'SELECT id, name, "group" FROM services_service WHERE agency_id IN'
_OFFICERS = " ".join(
    (
        "SELECT DISTINCT staff.id, staff.full_name FROM services_staff staff",
        "JOIN services_membership held ON held.staff_id = staff.id WHERE held.agency_id IN",
    )
)
_NUMBERS = "SELECT id, name, display_phone_number FROM tickets_channel WHERE agency_id IN"
_PEOPLE = "SELECT id, full_name FROM services_staff WHERE id IN {} ORDER BY full_name, id"


class Names(NamedTuple):
    """By id."""

    services: Mapping[int, str]
    groups: Mapping[int, str]  # of services
    officers: Mapping[int, str]  # who belongs to the offices now
    numbers: Mapping[int, str]  # of WhatsApp, in use or not


def names_of(question: Question) -> Names:
    """Of all services, officers and WhatsApp numbers of the offices."""
    return question.once("names", lambda: _read([one.pk for one in question.offices]))


def people_named(people: Collection[int]) -> list[tuple[int, str]]:
    """These people (id, name) by name, also those who are no longer at the offices."""
    asked = Statement(_PEOPLE.format(places(people)), [*people])
    return [(pk, name) for pk, name in rows.values([asked], planned=True)[0]]


def _read(offices: Collection[int]) -> Names:
    texts = (_SERVICES, _OFFICERS, _NUMBERS)
    asked = [Statement(f"{one} {places(offices)}", [*offices]) for one in texts]
    services, officers, numbers = rows.values(asked, planned=True)
    return Names(
        {pk: name for pk, name, _ in services},
        {pk: group for pk, _, group in services},
        dict(officers),
        {pk: f"{name} ({number})" for pk, name, number in numbers},
    )
