"""A place or a contact card that the office keeps is sent like any answer, and nothing typed is lost."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Staff
from tests import factories
from tests.outbox import deliver_pending
from tests.tickets.far_side import far_side
from tickets import desk
from tickets.desk import NO_LONGER
from tickets.models import Conversation, Draft, HeldReply, Message, SearchEntry, Ticket
from tickets.views.message_payload import cards_in, place_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def _known(dinas: Agency) -> None:
    dinas.latitude, dinas.longitude = "-7.447800", "112.718300"
    dinas.address, dinas.phone = "Jalan Contoh 1, Sidoarjo", "031-8921234"
    dinas.save()


def share(ticket: Ticket, by: Staff, now: dt.datetime, what: str) -> list[Message]:
    ticket.refresh_from_db()
    return desk.share(ticket, by=by, now=now, what=what, form_key="kunci")


def test_the_office_is_sent_as_a_place_once(
    tiket: Ticket, dinas: Agency, petugas: Staff, now: dt.datetime
) -> None:
    desk.save_draft(tiket, by=petugas, now=now, text="Silakan datang")
    (sent,) = share(tiket, petugas, now, f"place-{dinas.pk}")
    assert share(tiket, petugas, now, f"place-{dinas.pk}") == [sent]
    assert sent.payload == {
        "content": "location",
        "latitude": -7.4478,
        "longitude": 112.7183,
        "name": "Dinas Sosial Contoh",
        "address": "Jalan Contoh 1, Sidoarjo",
    }
    assert place_in(sent) == (
        "Dinas Sosial Contoh Jalan Contoh 1, Sidoarjo",
        "-7.447800,112.718300",
    )
    tiket.refresh_from_db()
    assert (tiket.assignee, tiket.first_responded_at) == (petugas, now)
    assert tiket.last_message_text == "Dinas Sosial Contoh Jalan Contoh 1, Sidoarjo"
    assert Draft.objects.get().text == "Silakan datang"
    assert "sidoarjo" in SearchEntry.objects.get(source=sent.pk, kind="said").words


def test_its_telephone_is_sent_as_it_is_dialled_anywhere(
    tiket: Ticket, dinas: Agency, petugas: Staff, now: dt.datetime
) -> None:
    (sent,) = share(tiket, petugas, now, f"phone-{dinas.pk}")
    assert sent.text == "Dinas Sosial Contoh: +62 31 8921234"
    assert cards_in(sent) == ("Dinas Sosial Contoh, +62 31 8921234",)


def test_another_number_of_the_office_can_be_written_to(
    tiket: Ticket, dinas: Agency, petugas: Staff, now: dt.datetime
) -> None:
    line = factories.ChannelFactory(
        agency=dinas, name="KIA", display_phone_number="+62 811-0000-0002"
    )
    (sent,) = share(tiket, petugas, now, f"line-{line.pk}")
    [card] = sent.payload["cards"]
    assert (card["name"], card["chats_as"]) == ("KIA, Dinsos Contoh", "6281100000002")


def test_what_is_offered_is_what_the_product_knows_its_own_first(
    tiket: Ticket, dinas: Agency, dinas_wita: Agency
) -> None:
    Agency.objects.filter(pk=dinas_wita.pk).update(phone="112")
    quiet = factories.AgencyFactory(latitude="-7.1", longitude="112.1", is_active=False)
    example = factories.AgencyFactory(latitude="-7.1", longitude="112.1", is_example=True)
    for office in (quiet, example):
        factories.ChannelFactory(agency=office)
    factories.ChannelFactory(agency=dinas, is_active=False)
    factories.ChannelFactory(agency=dinas, is_simulated=False)
    other = factories.ChannelFactory(agency=dinas_wita)
    codes = [one.code for one in desk.offers(tiket)]
    assert codes == [
        f"place-{dinas.pk}",
        f"phone-{dinas.pk}",
        f"phone-{dinas_wita.pk}",
        f"line-{other.pk}",
    ]


@pytest.mark.parametrize("what", ["place-0", "", "line-1", "place-1; drop"])
def test_nothing_else_is_sent(tiket: Ticket, petugas: Staff, now: dt.datetime, what: str) -> None:
    with pytest.raises(desk.Refused, match=NO_LONGER):
        share(tiket, petugas, now, what)
    assert not Message.objects.exists()


def test_outside_the_window_it_is_refused(
    tiket: Ticket, dinas: Agency, petugas: Staff, now: dt.datetime
) -> None:
    Conversation.objects.update(window_expires_at=now)
    with pytest.raises(desk.Refused, match="24 jam"):
        share(tiket, petugas, now, f"place-{dinas.pk}")
    assert not Message.objects.exists()


def test_others_and_readers_send_nothing(
    tiket: Ticket, dinas: Agency, admin_opd: Staff, orang_luar: Staff, now: dt.datetime
) -> None:
    for person in (admin_opd, orang_luar):
        with pytest.raises(desk.Refused, match="tidak berhak"):
            share(tiket, person, now, f"place-{dinas.pk}")


@pytest.mark.usefixtures("diperiksa")
def test_nothing_of_it_was_typed_so_nobody_checks_it(
    tiket: Ticket, dinas: Agency, petugas: Staff, now: dt.datetime
) -> None:
    (sent,) = share(tiket, petugas, now, f"place-{dinas.pk}")
    assert not HeldReply.objects.exists()
    Message.objects.filter(pk=sent.pk).update(status="failed")
    sent.refresh_from_db()
    again = desk.retry_message(sent, by=petugas, now=now)
    assert (again.payload, again.status) == (sent.payload, "queued")


def test_it_leaves_as_whatsapp_has_it(
    tiket: Ticket, dinas: Agency, petugas: Staff, now: dt.datetime, settings: Any
) -> None:
    share(tiket, petugas, now, f"place-{dinas.pk}")
    with far_side() as side:
        settings.WHATSAPP_API_BASE_URL = side.url
        deliver_pending(now)
        assert side.sends[0]["location"]["name"] == "Dinas Sosial Contoh"
