"""What is known of one message: who, when, what went wrong; masked as the page masks."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.faults import refusal
from tickets.models import Attachment, Message, StatusEvent, Ticket

pytestmark = pytest.mark.usefixtures("clock")
MINUTE = dt.timedelta(minutes=1)


def info(client: Any, message: Message, **headers: str) -> Any:
    return client.get(f"/pesan/{message.pk}/", headers=headers or None)


def test_what_a_citizen_wrote(masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime) -> None:
    message = factories.MessageFactory(
        ticket=tiket, occurred_at=now - 5 * MINUTE, received_at=now, type="document", text=""
    )
    Attachment.objects.create(
        message=message, filename="kk.pdf", state="failed", error={"code": "gone"}
    )
    client = masuk(petugas)
    page = flat(info(client, message))
    for words in (
        "Sari Contoh",
        "9 Jun 2026 09.55 WIB",
        "9 Jun 2026 10.00 WIB",
        "kk.pdf",
        "Berkas",
    ):
        assert words in page
    assert f'/tiket/{tiket.register_number}/pisahkan/?pesan={message.pk}"' in page
    part = flat(info(client, message, **{"HX-Request": "true"}))
    assert ("<html" in part, 'method="dialog"' in part) == (False, True)
    assert f'href="/pesan/{message.pk}/"' in flat(client.get(tiket.get_absolute_url()))


def test_the_way_of_an_answer(masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime) -> None:
    message = factories.MessageFactory(
        ticket=tiket, direction="out", origin="officer", author=petugas, status="read", attempts=2
    )
    for minutes, status in ((1, "sent"), (2, "delivered"), (3, "read"), (4, "warning")):
        StatusEvent.objects.create(
            channel=tiket.channel,
            external_id=message.external_id,
            message=message,
            status=status,
            occurred_at=now + minutes * MINUTE,
            received_at=now,
        )
    page = flat(info(masuk(petugas), message))
    for words in ("Rina Petugas", "Terkirim", "10.01", "Sampai", "10.02", "Dibaca", "10.03", "2"):
        assert words in page
    assert ("10.04" in page, "pisahkan/" in page) == (False, False)


def test_what_went_wrong_in_words_with_the_code(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    message = factories.MessageFactory(
        ticket=tiket,
        direction="out",
        origin="officer",
        author=petugas,
        status="failed",
        error_code=131026,
        error=refusal(131026),
    )
    page = flat(info(masuk(petugas), message))
    assert "131026" in page
    assert "Yang terjadi" in page


def test_neither_a_kept_name_nor_a_sealed_link_nor_an_id_is_told(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    desk.keep_anonymous(tiket, now=now)
    message = factories.MessageFactory(ticket=tiket, type="image", text="Ini KTP saya")
    Attachment.objects.create(message=message, filename="KTP Sari.jpg", state="ready")
    page = flat(info(masuk(petugas), message))
    assert "Sari" not in page
    assert str(message.external_id) not in page
    survey = factories.MessageFactory(
        ticket=tiket, direction="out", origin="survey", text="", payload={"body": "rahasia-contoh"}
    )
    assert "rahasia-contoh" not in flat(info(masuk(petugas), survey))


def test_who_may_not_open_the_ticket_finds_nothing(
    masuk: Any, orang_luar: Staff, pengamat: Staff, tiket: Ticket
) -> None:
    message = factories.MessageFactory(ticket=tiket)
    for person in (orang_luar, pengamat):
        assert info(masuk(person), message).status_code == 404
    assert masuk(orang_luar).get("/pesan/0/").status_code == 404


def test_where_a_reason_is_needed_it_is_asked_first(
    masuk: Any, admin_opd: Staff, tiket: Ticket, layanan_khusus: Any
) -> None:
    Ticket.objects.update(service=layanan_khusus)
    message = factories.MessageFactory(ticket=tiket, text="Isi contoh")
    client = masuk(admin_opd)
    assert "Sari Contoh" not in flat(info(client, message))
    part = info(client, message, **{"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == tiket.get_absolute_url()
