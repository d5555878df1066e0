"""Citizens are followed by what WhatsApp calls them; the number may be absent and may change."""

import datetime as dt

import pytest

from tests import factories
from tests.tickets.transports.whatsapp import samples
from tickets.inbound.identities import apply_change, citizen_of
from tickets.models import Citizen, CitizenIdentity, Conversation, Message, Ticket
from tickets.transports.items import Sender, System

TEN = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)
OLD, NEW = "6281200001234", "6281200005678"
pytestmark = pytest.mark.django_db


def minutes(count):
    return TEN + dt.timedelta(minutes=count)


def current(citizen):
    return set(citizen.identities.filter(valid_until=None).values_list("value", flat=True))


ONE_LATER = minutes(1)


def moved(at=ONE_LATER, agency=None, **changes):
    given = {"previous_number": OLD, "new_number": NEW, "previous_user_id": "ID.1"}
    system = System(kind="user_changed_number", **{**given, "new_user_id": "ID.2", **changes})
    return apply_change(agency, system, at=at)


def test_a_citizen_without_a_number_is_known_by_the_user_id(dinas):
    first = citizen_of(dinas, Sender(user_id=samples.BSUID, username="warga"), at=TEN)
    again = citizen_of(dinas, Sender(user_id=samples.BSUID), at=minutes(1))
    assert again == first
    assert (again.phone, again.username) == ("", "warga")


def test_a_number_that_turns_up_later_is_added(dinas):
    first = citizen_of(dinas, Sender(user_id="ID.1"), at=TEN)
    again = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=minutes(1))
    assert again == first
    assert again.phone == f"+{OLD}"
    assert citizen_of(dinas, Sender(number=OLD), at=minutes(2)) == first


def test_two_agencies_know_a_person_each_for_itself(dinas, dinas_wita):
    sender = Sender(number=OLD, user_id="ID.1")
    assert citizen_of(dinas, sender, at=TEN) != citizen_of(dinas_wita, sender, at=TEN)


def test_the_new_owner_of_a_number_does_not_inherit_the_old_ones_matters(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    stranger = citizen_of(dinas, Sender(number=OLD, user_id="ID.9"), at=minutes(1))
    assert stranger != first
    assert current(first) == {"ID.1"}
    assert current(stranger) == {OLD, "ID.9"}


def test_a_change_of_number_keeps_the_citizen(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    assert moved(agency=dinas) == first
    assert current(first) == {NEW, "ID.2"}
    first.refresh_from_db()
    assert first.phone == f"+{NEW}"
    assert citizen_of(dinas, Sender(number=NEW, user_id="ID.2"), at=minutes(2)) == first
    assert moved(agency=dinas) == first
    assert Citizen.objects.count() == 1


def test_a_change_of_user_id_without_a_number_keeps_the_citizen(dinas):
    first = citizen_of(dinas, Sender(user_id="ID.1"), at=TEN)
    assert moved(agency=dinas, previous_number="", new_number="") == first
    assert current(first) == {"ID.2"}


def test_messages_before_the_news_of_a_change_are_brought_together(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    second = citizen_of(dinas, Sender(number=NEW, user_id="ID.2"), at=minutes(2))
    assert second != first
    assert moved(agency=dinas, at=minutes(1)) == first
    second.refresh_from_db()
    assert second.merged_into == first
    assert citizen_of(dinas, Sender(number=NEW), at=minutes(3)) == first


def test_two_changes_told_in_the_wrong_order_still_lead_to_one_citizen(dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    newest = "6281200009999"
    moved(
        agency=dinas,
        at=minutes(5),
        previous_number=NEW,
        new_number=newest,
        previous_user_id="ID.2",
        new_user_id="ID.3",
    )
    moved(agency=dinas, at=minutes(1))
    remaining = Citizen.objects.get(merged_into=None)
    assert remaining == first
    assert current(remaining) == {newest, "ID.3"}
    assert citizen_of(dinas, Sender(number=newest), at=minutes(9)) == first


def test_merging_moves_conversations_tickets_and_messages(kanal, dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    second = citizen_of(dinas, Sender(number=NEW, user_id="ID.2"), at=minutes(2))
    old = factories.ConversationFactory(channel=kanal, citizen=first, address=OLD)
    new = factories.ConversationFactory(channel=kanal, citizen=second, address=NEW)
    other = factories.ConversationFactory(
        channel=factories.ChannelFactory(agency=dinas), citizen=second
    )
    ticket = factories.TicketFactory(conversation=new)
    message = factories.MessageFactory(ticket=ticket)
    moved(agency=dinas)
    ticket.refresh_from_db()
    message.refresh_from_db()
    assert (ticket.citizen, ticket.conversation, message.conversation) == (first, old, old)
    other.refresh_from_db()
    assert other.citizen == first
    assert set(Conversation.objects.filter(citizen=first).values_list("address", flat=True)) == {
        NEW
    }


def test_of_two_matters_in_intake_one_goes_on_to_the_queue(kanal, dinas):
    first = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    second = citizen_of(dinas, Sender(number=NEW, user_id="ID.2"), at=minutes(2))
    tickets = []
    for citizen in (first, second):
        conversation = factories.ConversationFactory(channel=kanal, citizen=citizen)
        tickets.append(factories.TicketFactory(conversation=conversation, state="intake"))
        factories.MessageFactory(ticket=tickets[-1])
    moved(agency=dinas)
    assert Ticket.objects.filter(citizen=first).count() == 2
    left = Conversation.objects.get(pk=tickets[1].conversation_id)
    assert left.silent_at is not None
    assert Message.objects.filter(conversation=left).count() == 1


def test_identities_are_unique_while_they_are_true(dinas):
    citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=TEN)
    for at in range(3):
        citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=minutes(at))
    assert CitizenIdentity.objects.count() == 2


def test_the_address_that_was_heard_of_last_is_kept_when_two_become_one(dinas, kanal):
    first = citizen_of(dinas, Sender(number=OLD), at=TEN)
    second = citizen_of(dinas, Sender(user_id="ID.1"), at=TEN)
    for citizen, address, at in ((first, OLD, minutes(9)), (second, "ID.1", minutes(3))):
        factories.ConversationFactory(
            channel=kanal, citizen=citizen, address=address, last_inbound_at=at
        )
    both = citizen_of(dinas, Sender(number=OLD, user_id="ID.1"), at=minutes(10))
    kept = Conversation.objects.get(citizen=both, channel=kanal)
    assert (kept.address, kept.last_inbound_at) == (OLD, minutes(9))


def test_a_change_told_twice_around_a_late_message_from_the_old_number(dinas):
    first = citizen_of(dinas, Sender(number=OLD), at=TEN)
    told = {"agency": dinas, "previous_user_id": "", "new_user_id": ""}
    assert moved(**told) == first
    assert citizen_of(dinas, Sender(number=OLD), at=TEN) == first
    assert moved(**told) == first
    assert current(first) == {NEW}
