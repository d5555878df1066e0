"""Who wrote, when WhatsApp does not say it plainly: one person is one citizen, and no citizen
is given the matters of another. Where only one of the two can be had, it is the second.
"""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps

from tests import factories
from tests.tickets.test_identities import NEW, OLD, TEN, current, minutes, moved
from tests.tickets.transports.whatsapp import samples
from tests.tickets.wire import Wire, says, written
from tickets.inbound.identities import KNOWN_AGAIN_WITHIN, citizen_of
from tickets.models import Citizen, CitizenIdentity, Conversation, Message, Ticket
from tickets.transports.items import Sender
from tickets.transports.whatsapp.values import wa_id

pytestmark = pytest.mark.django_db
OTHER = {"name": "Orang Lain", "wa_id": "6281200009999", "user_id": "ID.OTHER"}


@pytest.fixture
def wire(kanal, standar):
    return Wire(kanal.phone_number_id)


def nameless(text="Halo", *, wamid="wamid.1"):
    message = says(text, wamid=wamid)
    return {name: value for name, value in message.items() if name != "from"}


# One person, one citizen


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        (samples.contact(), samples.WA_ID),
        (samples.contact(user_id=None), samples.WA_ID),
        (samples.contact(wa_id=None), samples.BSUID),
        (samples.contact(wa_id=samples.BSUID, user_id=None), samples.BSUID),
        (samples.contact(wa_id=f"+{samples.WA_ID}"), samples.WA_ID),
    ],
)
def test_beside_exactly_one_contact_that_contact_wrote(wire, contact, address):
    wire.posts(nameless("petugas"), contacts=[contact])
    wire.works()
    assert Citizen.objects.get().profile_name == "Warga Contoh"
    assert Conversation.objects.get().address == address
    wire.posts(says("lagi", wamid="wamid.2", sender=address))
    wire.works()
    assert Ticket.objects.get().message_count == 3  # two of theirs, one of ours


def test_one_contact_told_twice_is_one(wire):
    wire.posts(nameless(), contacts=[samples.contact(), samples.contact("Nama lain")])
    assert Citizen.objects.get().phone == f"+{samples.WA_ID}"


@pytest.mark.parametrize(
    "contacts",
    [
        [],
        [samples.contact(), samples.contact(**OTHER)],
        [samples.contact(wa_id=None, user_id=None)],
        [samples.contact(), {}],
    ],
)
def test_beside_none_or_several_nobody_is_guessed(wire, contacts):
    event = wire.posts(nameless(), says("Halo", wamid="wamid.2"), contacts=contacts)
    assert [each["code"] for each in event.parked] == ["no_sender"]
    assert Message.objects.get().external_id == "wamid.2"


def test_who_is_named_is_believed_and_not_the_contact(wire):
    wire.posts(says("Halo", wamid="wamid.1"), contacts=[samples.contact(**OTHER)])
    assert Citizen.objects.get().phone == f"+{samples.WA_ID}"


def test_a_call_without_a_number_is_that_of_the_one_contact(wire):
    call = {**samples.call(timestamp=wire.at()), "from": ""}
    change = samples.change(field="calls", calls=[call], contacts=[samples.contact()])
    wire.posts_change(change)
    assert Message.objects.get().type == "call"


@pytest.mark.parametrize(
    "number",
    [
        "+6281200000226",
        "+62 812-0000-0226",
        "006281200000226",
        "(62) 812.0000.0226",
        "".join(chr(0xFF10 + int(digit)) for digit in "6281200000226"),
        " 6281200000226 ",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_number_is_one_identity_however_it_is_written(wire, number, first):
    for count, sender in enumerate([number, "6281200000226"][:: 1 if first else -1]):
        wire.posts(says("Halo", wamid=f"wamid.{count}", sender=sender), contacts=[])
    assert Citizen.objects.get().phone == "+6281200000226"
    assert CitizenIdentity.objects.get().value == "6281200000226"


@pytest.mark.parametrize("value", ["", "abc", "62812x", "ID.13491208655302741918", "+", "62+812"])
def test_what_is_no_number_stays_as_it_is(value):
    assert wa_id(value) == value


def change_of_number(wire, **more):
    system = {"type": "user_changed_number", "body": "x", "wa_id": NEW, **more}
    wire.posts(written("system", wamid="wamid.S", sender=OLD, system=system), contacts=[])


@pytest.mark.parametrize("minutes", [0, 1])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_change_without_user_ids_and_a_message_with_one_are_one_citizen(wire, backwards, minutes):
    wire.posts(
        says("petugas", wamid="w1", sender=OLD),
        contacts=[samples.contact(wa_id=OLD, user_id="ID.1")],
    )
    steps = [
        lambda: change_of_number(wire.later(minutes=minutes)),
        lambda: wire.later(minutes=minutes).posts(
            says("ini saya", wamid="w2", sender=NEW),
            contacts=[samples.contact(wa_id=NEW, user_id="ID.2")],
        ),
    ]
    for step in reversed(steps) if backwards else steps:
        step()
    wire.works()
    citizen = Citizen.objects.get(merged_into=None)
    assert current(citizen) == {NEW, "ID.2"}
    assert Ticket.objects.get().citizen == citizen
    assert Conversation.objects.filter(citizen=citizen).count() == 1


def test_a_user_id_that_was_not_renewed_is_still_theirs(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    moved(agency=dinas, previous_user_id="", new_user_id="")
    assert citizen_of(dinas, Sender(user_id="ID.1"), at=minutes(2)) == first
    assert citizen_of(dinas, Sender(number=NEW, user_id="ID.1"), at=minutes(3)) == first
    assert current(first) == {NEW, "ID.1"}


def test_what_was_written_before_a_change_and_comes_after_it_is_theirs(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    moved(agency=dinas, at=minutes(5))
    for sender in (Sender(number=OLD), Sender(user_id="ID.1"), Sender(number=OLD, user_id="ID.1")):
        assert citizen_of(dinas, sender, at=minutes(4)) == first
    assert current(first) == {NEW, "ID.2"}


def test_the_same_change_told_twice_at_different_times_is_one(dinas):
    first = citizen_of(dinas, Sender(number=OLD), at=TEN)
    for at in (1, 2, 1):
        assert moved(agency=dinas, at=minutes(at), previous_user_id="", new_user_id="") == first
    assert Citizen.objects.count() == 1


# Two people, two citizens


def test_only_the_first_user_id_after_a_change_is_theirs(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    moved(agency=dinas, previous_user_id="", new_user_id="")
    assert citizen_of(dinas, Sender(number=NEW, user_id="ID.2"), at=minutes(2)) == first
    assert citizen_of(dinas, Sender(number=NEW, user_id="ID.3"), at=minutes(3)) != first


def test_a_new_user_id_long_after_a_change_is_a_stranger(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    moved(agency=dinas, previous_user_id="", new_user_id="")
    late = minutes(2) + KNOWN_AGAIN_WITHIN
    assert citizen_of(dinas, Sender(number=NEW, user_id="ID.2"), at=late) != first


def test_a_known_person_who_is_given_a_known_number_stays_who_they_are(dinas):
    owner = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    other = citizen_of(dinas, Sender(user_id="ID.9"), at=TEN)
    assert citizen_of(dinas, Sender(number=OLD, user_id="ID.9"), at=minutes(1)) == other
    assert not Citizen.objects.filter(merged_into__isnull=False).exists()
    assert (current(owner), current(other)) == ({"ID.1"}, {OLD, "ID.9"})


def test_whoever_has_another_number_is_not_the_owner_of_this_one(dinas):
    owner = citizen_of(dinas, Sender(number=OLD), at=TEN)
    other = citizen_of(dinas, Sender(number=NEW, user_id="ID.9"), at=TEN)
    assert citizen_of(dinas, Sender(number=OLD, user_id="ID.9"), at=minutes(1)) == other
    owner.refresh_from_db()
    assert owner.merged_into is None


def test_the_earlier_owner_of_the_number_that_somebody_changes_to_is_somebody_else(dinas):
    earlier = citizen_of(dinas, Sender(number=NEW, user_id="ID.5"), at=TEN - dt.timedelta(days=9))
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    for _ in range(2):
        assert moved(agency=dinas, previous_user_id="", new_user_id="") == first
    earlier.refresh_from_db()
    assert earlier.merged_into is None
    assert (current(earlier), current(first)) == ({"ID.5"}, {NEW})


def test_whoever_was_given_the_old_number_before_the_change_was_told_is_somebody_else(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    later = citizen_of(dinas, Sender(number=OLD, user_id="ID.9"), at=minutes(9))
    for _ in range(2):
        assert moved(agency=dinas, previous_user_id="", new_user_id="", at=minutes(5)) == first
    later.refresh_from_db()
    assert (later.merged_into, current(later)) == (None, {OLD, "ID.9"})
    assert NEW in current(first)


def test_a_late_message_does_not_take_the_number_back(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    stranger = citizen_of(dinas, Sender(number=OLD, user_id="ID.9"), at=minutes(9))
    assert citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=minutes(1)) == first
    assert (current(first), current(stranger)) == ({"ID.1"}, {OLD, "ID.9"})


def test_a_number_alone_tells_nothing_of_the_time_after_it_was_left(dinas):
    first = citizen_of(dinas, Sender(number=OLD), at=TEN)
    moved(agency=dinas, previous_user_id="", new_user_id="")
    assert citizen_of(dinas, Sender(number=OLD), at=minutes(2)) != first
    with_id = Sender(number=OLD, user_id="ID.9")
    assert citizen_of(dinas, with_id, at=minutes(3)) != first


def test_what_is_said_to_a_former_owner_no_longer_goes_to_the_number(dinas, kanal):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    thread = factories.ConversationFactory(channel=kanal, citizen=first, address=OLD)
    citizen_of(dinas, Sender(number=OLD, user_id="ID.9"), at=minutes(1))
    thread.refresh_from_db()
    assert thread.address == "ID.1"


def test_numbers_that_were_stored_with_a_plus_are_one_with_the_rest(dinas, pemohon):
    filling = import_module("tickets.migrations.0023_numbers_as_digits")
    pemohon.identities.all().delete()
    rows = [(pemohon, "+6281200000226"), (factories.CitizenFactory(agency=dinas), "+628120000027")]
    known = factories.CitizenFactory(agency=dinas, phone="")
    rows += [(known, "628120000027")]
    for citizen, value in rows:
        citizen.identities.create(agency=dinas, kind="wa_id", value=value, valid_from=TEN)
    filling.fill(apps, None)
    assert current(pemohon) == {"6281200000226"}
    assert (current(rows[1][0]), current(known)) == (set(), {"628120000027"})
    assert citizen_of(dinas, Sender(number="6281200000226"), at=minutes(1)) == pemohon
