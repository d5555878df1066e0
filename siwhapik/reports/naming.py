"""What the rows of a report's tables are called: read once, by texts that go to the database and back once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from services import rows
from services.rows import Statement, places
from siwhapik.reports.asking import Question

_SERVICES = 'SELECT id, name, "group" FROM services_service WHERE agency_id IN'
_NUMBERS = "SELECT id, name, display_phone_number FROM tickets_channel WHERE agency_id IN"
_PEOPLE = "SELECT id, full_name FROM services_staff WHERE id IN {} ORDER BY full_name, id"


class Names(NamedTuple):
    """By id."""

    services: Mapping[int, str]
    groups: Mapping[int, str]  # of services
    numbers: Mapping[int, str]  # of WhatsApp, in use or not


def names_of(question: Question) -> Names:
    """Of all services and WhatsApp numbers of the offices."""
    return question.once("names", lambda: _told(*_read(_of(question))))


def names_with(question: Question, people: Collection[int]) -> dict[int, str]:
    """What these people are called, also those who are no longer at the offices; with `names_of` in one way to the
    database.
    """
    *others, named = _read([*_of(question), people_named(people)])
    question.once("names", lambda: _told(*others))
    return dict(named)


def people_named(people: Collection[int]) -> Statement:
    """These people (id, name) by name, also those who are no longer at the offices."""
    return Statement(_PEOPLE.format(places(people)), [*people])


def _of(question: Question) -> list[Statement]:
    offices = question.office_ids
    return [Statement(f"{one} {places(offices)}", offices) for one in (_SERVICES, _NUMBERS)]


def _read(asked: Sequence[Statement]) -> list[list[Any]]:
    return rows.values(asked, planned=True)


def _told(services: Sequence[Any], numbers: Sequence[Any]) -> Names:
    return Names(
        {pk: name for pk, name, _ in services},
        {pk: group for pk, _, group in services},
        {pk: f"{name} ({number})" for pk, name, number in numbers},
    )
