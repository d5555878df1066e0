"""The ticket page: what it shows, what it hides, and what it costs."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.pages import page
from tickets import sla
from tickets.models import AccessLog, Attachment, Citizen, Message, Ticket


def test_it_shows_conversation_case_and_standard(
    masuk: Any, petugas: Staff, tiket: Ticket, pemohon: Any
) -> None:
    factories.MessageFactory(ticket=tiket, text="Apa syaratnya?")
    text = page(masuk(petugas), tiket)
    for part in ("Apa syaratnya?", "Sari Contoh", tiket.register_number, "Fotokopi KTP-el"):
        assert part in text
    for part in ("Balasan pertama", "Penyelesaian", "Ambil", "Waktu balas WhatsApp"):
        assert part in text


def test_a_clock_tells_the_browser_when_it_turns_amber(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    assert f' data-soon="{sla.SOON // dt.timedelta(seconds=1)}"' in page(masuk(petugas), tiket)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"type": "order", "text": ""}, "Pesan jenis ini belum didukung"),
        ({"withdrawn_at": dt.datetime(2026, 6, 9, tzinfo=dt.UTC)}, "ditarik pemohon"),
        ({"edited_text": "sudah betul"}, "sudah betul"),
        ({"reaction": "👍"}, "Ditanggapi 👍"),
        ({"quoted_external_id": "wamid.TIDAKADA"}, "Pesan lain yang tidak tersimpan"),
        ({"direction": "out", "origin": "officer", "status": "read"}, "Dibaca"),
        ({"direction": "out", "origin": "officer", "status": "unknown"}, "Belum pasti terkirim"),
        (
            {
                "direction": "out",
                "origin": "officer",
                "status": "failed",
                "error": {"code": "refused", "number": 131026},
                "payload": {"type": "text", "text": {"body": "x"}},
            },
            "Kirim ulang",
        ),
        ({"direction": "note", "origin": "officer", "type": "note"}, "catatan internal"),
        (
            {
                "type": "location",
                "text": "",
                "payload": {"location": {"latitude": -7.4478, "longitude": 112.7183}},
            },
            "-7.447800,112.718300",
        ),
        (
            {
                "type": "contacts",
                "text": "",
                "payload": {"contacts": [{"name": {"formatted_name": "Ketua RT"}, "phones": []}]},
            },
            "Ketua RT",
        ),
    ],
)
def test_every_kind_of_message_is_shown_sensibly(
    masuk: Any, petugas: Staff, tiket: Ticket, values: dict[str, Any], words: str
) -> None:
    factories.MessageFactory(ticket=tiket, **values)
    assert words in page(masuk(petugas), tiket)


def test_a_place_and_a_card_are_said_once(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    place = {"latitude": -7.4478, "longitude": 112.7183, "name": "Balai Desa Contoh"}
    cards = [{"name": {"formatted_name": "Ketua RT"}, "phones": []}]
    factories.MessageFactory(
        ticket=tiket, type="location", text="Balai Desa Contoh", payload={"location": place}
    )
    factories.MessageFactory(
        ticket=tiket, type="contacts", text="Ketua RT", payload={"contacts": cards}
    )
    thread = page(masuk(petugas), tiket).split('id="thread"')[1].split("</ol>")[0]
    assert (thread.count("Balai Desa Contoh"), thread.count("Ketua RT")) == (1, 1)


@pytest.mark.parametrize("payload", [{"location": []}, {"location": {"latitude": "x"}}, {}])
def test_a_broken_location_breaks_no_page(
    masuk: Any, petugas: Staff, tiket: Ticket, payload: dict[str, Any]
) -> None:
    factories.MessageFactory(ticket=tiket, type="location", text="", payload=payload)
    page(masuk(petugas), tiket)


def test_a_message_that_came_late_says_so(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    at = tiket.received_at
    factories.MessageFactory(ticket=tiket, occurred_at=at, received_at=at + dt.timedelta(hours=2))
    assert "Terlambat diterima" in page(masuk(petugas), tiket)


@pytest.mark.parametrize(
    ("state", "words"),
    [("pending", "Sedang diambil dari WhatsApp"), ("failed", "Ambil lagi"), ("ready", "surat.pdf")],
)
def test_a_file_is_pending_failed_or_there(
    masuk: Any, petugas: Staff, tiket: Ticket, state: str, words: str
) -> None:
    message = factories.MessageFactory(ticket=tiket, type="document", text="")
    Attachment.objects.create(
        message=message, state=state, mime_type="application/pdf", filename="surat.pdf"
    )
    assert words in page(masuk(petugas), tiket)


def test_markup_of_a_citizen_is_only_text(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    factories.MessageFactory(ticket=tiket, text="<script>alert(1)</script>")
    text = page(masuk(petugas), tiket)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_numbers_are_masked_until_they_are_asked_for_and_logged(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    Ticket.objects.update(assignee=petugas, state="in_progress")
    factories.MessageFactory(ticket=tiket, text="NIK 3578012345670001")
    client = masuk(petugas)
    before = page(client, tiket)
    assert "+6281200001234" not in before
    assert "3578012345670001" not in before
    client.post(f"{tiket.get_absolute_url()}nomor/")
    assert AccessLog.objects.get().action == "phone"
    after = page(client, tiket)
    assert "+6281200001234" in after
    assert "3578012345670001" in after


def test_numbers_are_shown_for_an_hour_of_one_log_in_and_one_ticket(
    masuk: Any, petugas: Staff, tiket: Ticket, clock: Any
) -> None:
    number = "+6281200001234"
    other = factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
    Ticket.objects.update(assignee=petugas, state="in_progress")
    client = masuk(petugas)
    client.post(f"{tiket.get_absolute_url()}nomor/")
    assert number in page(client, tiket)
    assert number not in page(client, other)
    assert number not in page(masuk(petugas), tiket)
    client.post(f"{other.get_absolute_url()}nomor/")
    clock.shift(3599)
    assert number in page(client, tiket)
    Ticket.objects.filter(pk=tiket.pk).update(assignee=None)
    assert number not in page(client, tiket)
    Ticket.objects.filter(pk=tiket.pk).update(assignee=petugas)
    clock.shift(2)
    assert number not in page(client, tiket)
    assert AccessLog.objects.filter(action="phone").count() == 2


def test_an_operator_unmasks_only_what_is_their_own(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket
) -> None:
    Ticket.objects.update(assignee=petugas_lain, state="in_progress")
    assert masuk(petugas).post(f"{tiket.get_absolute_url()}nomor/").status_code == 403
    assert not AccessLog.objects.exists()


def test_specific_data_opens_with_a_logged_reason(
    masuk: Any, admin_opd: Staff, tiket: Ticket, layanan_khusus: Service
) -> None:
    Ticket.objects.update(service=layanan_khusus)
    factories.MessageFactory(ticket=tiket, text="Ibu saya sakit")
    client = masuk(admin_opd)
    assert "Ibu saya sakit" not in page(client, tiket)
    short = client.post(f"{tiket.get_absolute_url()}alasan/", {"reason": "ya"})
    assert short.status_code == 422
    assert not AccessLog.objects.exists()
    client.post(f"{tiket.get_absolute_url()}alasan/", {"reason": "Memeriksa keluhan tertulis"})
    log = AccessLog.objects.get()
    assert (log.action, log.reason) == ("ticket", "Memeriksa keluhan tertulis")
    assert "Ibu saya sakit" in page(client, tiket)


def test_earlier_tickets_are_those_that_one_may_read(
    masuk: Any, petugas: Staff, tiket: Ticket, layanan: Service, layanan_lain: Service
) -> None:
    same = {"conversation": tiket.conversation, "state": "closed"}
    seen = factories.TicketFactory(**same, service=layanan)
    hidden = factories.TicketFactory(**same, service=layanan_lain)
    text = page(masuk(petugas), tiket)
    assert seen.register_number in text
    assert hidden.register_number not in text


def test_the_counter_and_whatsapp_know_of_each_other_by_the_number(
    masuk: Any, petugas: Staff, tiket: Ticket, layanan: Service, layanan_lain: Service
) -> None:
    phone = tiket.citizen.phone
    assert phone
    other = factories.CitizenFactory(agency=tiket.agency, phone=phone)
    same = {"citizen": other, "conversation": None, "channel": None, "agency": tiket.agency}
    counter = factories.TicketFactory(**same, service=layanan, source="walk_in")
    hidden = factories.TicketFactory(**same, service=layanan_lain, source="walk_in")
    there = page(masuk(petugas), tiket)
    assert "Nomor telepon yang sama" in there
    assert counter.register_number in there
    assert hidden.register_number not in there
    assert tiket.register_number in page(masuk(petugas), counter)


def test_another_office_and_a_missing_number_give_no_hint(
    masuk: Any, petugas: Staff, tiket: Ticket, layanan: Service, dinas_wita: Agency
) -> None:
    strange = factories.CitizenFactory(agency=dinas_wita, phone=tiket.citizen.phone)
    factories.TicketFactory(citizen=strange, agency=tiket.agency, service=layanan)
    assert "Nomor telepon yang sama" not in page(masuk(petugas), tiket)
    Citizen.objects.update(phone="")
    nobody = factories.CitizenFactory(agency=tiket.agency, phone="")
    factories.TicketFactory(citizen=nobody, agency=tiket.agency, service=layanan)
    assert "Nomor telepon yang sama" not in page(masuk(petugas), tiket)


def test_the_due_time_is_explained(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    assert "Standar: 1x24 jam sejak diterima" in page(masuk(petugas), tiket, "mengapa/")


def test_a_poll_is_304_until_a_tick_or_message_comes(
    masuk: Any, petugas: Staff, tiket: Ticket, clock: Any
) -> None:
    sent = factories.MessageFactory(
        ticket=tiket, direction="out", origin="officer", author=petugas, status="sent"
    )
    client, address = masuk(petugas), f"{tiket.get_absolute_url()}perubahan/"
    same = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=same).status_code == 304
    Message.objects.filter(pk=sent.pk).update(status="read")
    fresh = client.get(address, headers=same)
    assert (fresh.status_code, "Dibaca" in flat(fresh)) == (200, True)
    same = {"If-None-Match": fresh.headers["ETag"]}
    factories.MessageFactory(ticket=tiket, text="Ada lagi")
    assert "Ada lagi" in flat(client.get(address, headers=same))


def test_only_the_assignees_look_counts_as_read(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket
) -> None:
    Ticket.objects.update(assignee=petugas, state="in_progress", unread_count=3)
    page(masuk(petugas_lain), tiket)
    assert Ticket.objects.get().unread_count == 3
    page(masuk(petugas), tiket)
    assert Ticket.objects.get().unread_count == 0


def test_what_a_message_quotes_is_shown_wherever_it_was_said(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    before = factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
    for said, ticket in (("di tiket ini", tiket), ("di tiket lama", before)):
        quoted = factories.MessageFactory(ticket=ticket, text=f"Dikatakan {said}")
        factories.MessageFactory(ticket=tiket, text="Maksud saya ini", quoted=quoted)
    text = page(masuk(petugas), tiket)
    assert "Dikatakan di tiket ini</a>" in text
    assert "Dikatakan di tiket lama" in text
    assert "Dikatakan di tiket lama</a>" not in text


@pytest.mark.parametrize("count", [1, 25])
def test_fifty_messages_cost_as_many_queries_as_one(
    masuk: Any, petugas: Staff, tiket: Ticket, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        first = factories.MessageFactory(ticket=tiket, type="document")
        Attachment.objects.create(message=first, state="ready", filename="contoh.pdf")
        factories.MessageFactory(
            ticket=tiket, direction="out", origin="officer", author=petugas, quoted=first,
            status="read", occurred_at=tiket.received_at + dt.timedelta(minutes=number),
        )  # fmt: skip
        factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
    client = masuk(petugas)
    with django_assert_num_queries(18):
        page(client, tiket)


def test_a_quote_shows_no_half_of_a_nik(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    said = factories.MessageFactory(ticket=tiket, text=f"{'kata ' * 26}3515000000000001")
    factories.MessageFactory(
        ticket=tiket, text="ini ya", quoted=said, quoted_external_id=said.external_id
    )
    page = flat(masuk(petugas).get(tiket.get_absolute_url()))
    assert page.count("kata kata") > 1
    assert "351500" not in page
