"""The same citizen at the counter and on the phone: one request, where nothing says that it is two people's."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.merging.conftest import H
from tests.tickets.merging.parts import again, notices, rows
from tests.tickets.merging.test_broken_off import broken_off_everywhere
from tests.tickets.merging.test_many import results, start
from tickets import bulk, desk
from tickets.desk import Refused
from tickets.models import Conversation, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PHONE = "+6281200001234"


def at_counter(like: Ticket, by: Staff, at: dt.datetime, **given: Any) -> Ticket:
    values = {"name": "Sari Contoh", "phone": PHONE, "note": "Mohon surat", "service": like.service}
    walk_in = desk.WalkIn(agency=like.agency, **values | given)
    return desk.register_walk_in(walk_in, by=by, now=at)


@pytest.fixture
def chat(pertama: Ticket) -> Ticket:
    """The request in WhatsApp, of 30 hours ago, from that number."""
    Conversation.objects.filter(pk=pertama.conversation_id).update(address=PHONE.lstrip("+"))
    return again(pertama)[0]


def tied(ticket: Ticket) -> list[Any]:
    lines = ticket.events.filter(verb__in=("tied", "untied")).order_by("pk")
    return [(one.verb, one.actor, one.data.get("why")) for one in lines]


def test_what_was_first_in_whatsapp_goes_on_there(
    chat: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    counter = at_counter(chat, petugas, now - H)
    desk.combine([chat], under=counter, by=petugas, now=now)
    chat, counter = again(chat, counter)
    assert (counter.state, counter.outcome, counter.leader) == ("closed", "duplicate", chat)
    assert (counter.conversation, counter.messages.count()) == (None, 0)
    assert chat.messages.filter(text="Mohon surat").count() == 2
    assert chat.unanswered_since == now - 30 * H  # what was asked there still waits
    [told] = notices()
    assert counter.register_number in told
    desk.undo_merge(counter, by=petugas, now=now)
    chat, counter = again(chat, counter)
    assert (counter.state, counter.conversation, counter.messages.count()) == (
        "in_progress",
        None,
        1,
    )
    assert tied(counter) == []
    assert chat.unanswered_since == now - 30 * H


def test_what_was_first_at_the_counter_goes_on_in_that_whatsapp(
    chat: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    counter = at_counter(chat, petugas, now - 40 * H)
    desk.combine([counter], under=chat, by=petugas, now=now)
    chat, counter = again(chat, counter)
    assert (chat.state, chat.leader) == ("closed", counter)
    assert (counter.conversation, counter.channel) == (chat.conversation, chat.channel)
    assert tied(counter) == [("tied", petugas, "tied_by_merge")]
    assert counter.unanswered_since == now - 30 * H
    answer = desk.Reply(text="Sedang kami proses (contoh).")
    [sent] = desk.reply(counter, by=petugas, now=now, reply=answer)
    assert sent.conversation == chat.conversation


def test_undone_the_counters_matter_leaves_that_whatsapp(
    chat: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    counter = at_counter(chat, petugas, now - 40 * H)
    desk.merge([chat], into=counter, by=petugas, now=now)
    Message.objects.filter(origin="system").update(status="delivered")
    desk.undo_merge(again(chat)[0], by=petugas, now=now)
    chat, counter = again(chat, counter)
    assert (counter.conversation, counter.channel, counter.window_expires_at) == (None, None, None)
    assert [one[0] for one in tied(counter)] == ["tied", "untied"]
    assert (chat.state, chat.messages.count()) == ("in_progress", 1)
    assert chat.unanswered_since == now - 30 * H
    desk.merge([chat], into=counter, by=petugas, now=now)  # and once more
    assert again(counter)[0].conversation == chat.conversation


def test_what_was_said_since_keeps_it_there_and_that_is_said(
    masuk: Any, chat: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    counter = at_counter(chat, petugas, now - 40 * H)
    desk.merge([chat], into=counter, by=petugas, now=now)
    desk.reply(counter, by=petugas, now=now, reply=desk.Reply(text="Sedang kami proses (contoh)."))
    Message.objects.filter(direction="out").update(status="delivered")
    page = masuk(petugas).post(f"{chat.get_absolute_url()}batal-gabung/", follow=True)
    assert "Lepas dari WhatsApp" in page.content.decode()
    assert again(counter)[0].conversation == chat.conversation
    desk.untie(again(counter)[0], by=petugas, now=now, reason="Keliru orang")
    with pytest.raises(Refused):  # an officer has said that they are not one person's
        desk.merge(again(chat), into=again(counter)[0], by=petugas, now=now)
    desk.combine(again(chat), under=again(counter)[0], by=petugas, now=now)
    assert again(chat)[0].is_following


@pytest.mark.parametrize(
    "given",
    [
        {"phone": "+6281200009999"},
        {"phone": ""},
        {"name": "Budi Contoh"},
        {"proxy_name": "Pak RT Contoh"},
        {"source": Ticket.Source.PROXY},
    ],
    ids=["another number", "no number", "another name", "a proxy", "by a proxy"],
)
@pytest.mark.parametrize("hours", [1, 40], ids=["later", "earlier"])
def test_where_anything_says_otherwise_it_follows(
    chat: Ticket, petugas: Staff, now: dt.datetime, given: dict[str, Any], hours: int
) -> None:
    chat.citizen.name = "Sari"
    chat.citizen.save()
    counter = at_counter(chat, petugas, now - hours * H, **given)
    before = rows()
    with pytest.raises(Refused):
        desk.merge([chat], into=counter, by=petugas, now=now)
    with pytest.raises(Refused):
        desk.merge([counter], into=chat, by=petugas, now=now)
    assert rows() == before
    desk.combine([counter], under=chat, by=petugas, now=now)
    counter = again(counter)[0]
    assert (counter.is_following, counter.conversation) == (True, None)
    assert notices() == []


@pytest.mark.parametrize("name", ["", "Sari", "SARI CONTOH", "Sari Contoh binti Tono"])
def test_a_name_that_nobody_gave_or_that_is_a_part_says_nothing_else(
    chat: Ticket, petugas: Staff, now: dt.datetime, name: str
) -> None:
    chat.citizen.name = name
    chat.citizen.save()
    counter = at_counter(chat, petugas, now - H)
    assert desk.are_one_person(*again(chat, counter))
    assert desk.are_one_person(*again(counter, chat))


def test_a_kept_name_is_nobodys(chat: Ticket, petugas: Staff, now: dt.datetime) -> None:
    counter = at_counter(chat, petugas, now - H)
    Ticket.objects.filter(pk=chat.pk).update(is_anonymous=True)
    assert not desk.are_one_person(*again(chat, counter))


def test_twice_at_the_counter(chat: Ticket, petugas: Staff, now: dt.datetime) -> None:
    first, second = (at_counter(chat, petugas, now - hours * H) for hours in (5, 2))
    other = at_counter(chat, petugas, now - H, name="Budi Contoh")  # the same telephone at home
    desk.combine([first], under=second, by=petugas, now=now)
    assert again(second)[0].leader == first
    assert again(first)[0].conversation is None
    assert not desk.are_one_person(*again(first, other))


def test_two_numbers_of_the_office_are_not_mixed(
    chat: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    elsewhere = factories.ConversationFactory(
        channel=factories.ChannelFactory(agency=chat.agency), address=PHONE.lstrip("+")
    )
    other = factories.TicketFactory(
        conversation=elsewhere, service=chat.service, received_at=now - H
    )
    counter = at_counter(chat, petugas, now - 40 * H)
    with pytest.raises(Refused, match="nomor WhatsApp kantor yang berlainan"):
        desk.combine(again(chat, other), under=counter, by=petugas, now=now)
    assert again(counter)[0].conversation is None


def test_broken_off_nothing_of_it_stays(chat: Ticket, petugas: Staff, now: dt.datetime) -> None:
    counter = at_counter(chat, petugas, now - 40 * H)

    def merge() -> None:
        first, second = again(counter, chat)
        desk.merge([second], into=first, by=petugas, now=now)

    def undo() -> None:
        desk.undo_merge(again(chat)[0], by=petugas, now=now)

    assert broken_off_everywhere(merge) > 10
    assert broken_off_everywhere(undo) > 8
    assert again(counter)[0].conversation is None


def test_many_at_once(chat: Ticket, petugas: Staff, now: dt.datetime) -> None:
    counter, again_there = (at_counter(chat, petugas, now - hours * H) for hours in (5, 2))
    job = start("merge", [counter, again_there], by=petugas, now=now, leader=chat.pk)
    while bulk.work_jobs(now):
        pass
    assert results(job) == ["done", "done"]
    assert [one.leader for one in again(counter, again_there)] == [chat, chat]
    assert len(notices()) == 1


def test_the_form_offers_them_and_says_why(
    masuk: Any, chat: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    chat.citizen.name = "Sari"
    chat.citizen.save()
    counter = at_counter(chat, petugas, now - H)
    stranger = at_counter(chat, petugas, now - H, name="Budi Contoh", note="Hal lain sama sekali")
    for one, other in ((chat, counter), (counter, chat)):
        page = masuk(petugas).get(f"{one.get_absolute_url()}gabung/").content.decode()
        assert other.register_number in page
        assert "nomor telepon yang sama" in page
    page = masuk(petugas).get(f"{chat.get_absolute_url()}gabung/").content.decode()
    assert stranger.register_number not in page
