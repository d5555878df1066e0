"""One way back and forth for all kinds of rows of before: the tables' way takes most of the time."""

import pytest
from django.core.management import call_command

from services.models import Service, Staff
from tests.tickets.migrating import migrate
from tests.tickets.rows_of_before import codes
from tests.tickets.rows_of_before.about_staff import about_staff
from tests.tickets.rows_of_before.cases import Given
from tests.tickets.rows_of_before.ids import ids
from tests.tickets.rows_of_before.offered import offer_mark, taught_twice
from tests.tickets.rows_of_before.registered import registered
from tickets.models import Channel, Conversation, Ticket

pytestmark = pytest.mark.django_db(transaction=True)
EARLIEST = [
    ("surveys", "0004_what_is_in_use_stays"),
    ("services", "0011_why_people_are_away"),
    ("tickets", "0026_refused_answers_of_both_origins"),
]
# On the way forth: where tables are taken to, and which rows are then written as they were there.
STOPS = (
    (EARLIEST[-1], (codes.sweeps,)),
    (("tickets", "0027_types_of_errors"), codes.LATER),
    (("tickets", "0036_channel_kinds"), (ids,)),
    (("tickets", "0039_codes_of_messages"), (registered,)),
    (EARLIEST[1], (offer_mark,)),
    (("services", "0013_who_changed_a_roster"), (taught_twice,)),
    (("tickets", "0051_names_as_they_sound"), (about_staff,)),
)


@pytest.fixture
def given(
    tiket: Ticket,
    petugas: Staff,
    percakapan: Conversation,
    kanal: Channel,
    layanan: Service,
    layanan_lain: Service,
    monkeypatch: pytest.MonkeyPatch,
) -> Given:
    return Given(
        ticket=tiket,
        staff=petugas,
        conversation=percakapan,
        channel=kanal,
        services=(layanan, layanan_lain),
        monkeypatch=monkeypatch,
    )


def test_rows_of_before(given: Given, subtests: pytest.Subtests) -> None:
    stops = [(target, [case(given) for case in cases]) for target, cases in STOPS]
    for _, cases in stops:
        for case in cases:
            next(case)
    try:
        migrate(EARLIEST)
        for target, cases in stops:
            then = migrate([target])
            for case in cases:
                case.send(then)
    finally:
        call_command("migrate", verbosity=0)  # with what follows a migration
    for _, cases in stops:
        for case in cases:
            with subtests.test(case.__name__), pytest.raises(StopIteration):
                next(case)
