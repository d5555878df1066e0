"""The paper of a visitor: what stands on it, for whom, and what does not."""

import datetime as dt
import re
from typing import Any

import pytest
import qrcode
from django.utils import timezone

from services.models import Agency, Service, ServiceStandard, Staff
from tests import factories
from tests.reading import flat
from tickets import desk, qr
from tickets.models import Channel, Ticket
from tickets.public_links import tracking_link
from tickets.words import long_words


@pytest.fixture
def loket(dinas: Agency, petugas: Staff, layanan: Service, standar: ServiceStandard) -> Ticket:
    """A visitor's matter, held by `petugas`."""
    walk_in = desk.WalkIn(
        agency=dinas, name="Tono Contoh", phone="+6281200004321", service=layanan, note="Surat"
    )
    return desk.register_walk_in(walk_in, by=petugas, now=timezone.now())


def address(ticket: Ticket) -> str:
    return f"{ticket.get_absolute_url()}tanda-terima/"


def test_it_says_what_was_promised_and_how_to_ask(
    masuk: Any, petugas: Staff, loket: Ticket, kanal: Channel
) -> None:
    page = flat(masuk(petugas).get(address(loket)))
    zone = loket.agency.zone
    for said in (
        loket.agency.name,
        loket.register_number,
        loket.tracking_code,
        loket.service.name if loket.service else "-",
        long_words(loket.received_at, zone),
        f"<dt>Paling lambat selesai</dt><dd>{long_words(loket.due_at, zone)}</dd>",
        kanal.display_phone_number,
    ):
        assert said in page
    assert "Tono" not in page
    assert "4321" not in page
    assert qr.svg(tracking_link(loket.tracking_code), name="Kode QR ke halaman lacak") in page


def test_while_files_are_missing_no_day_is_promised(
    masuk: Any, petugas: Staff, loket: Ticket, standar: ServiceStandard
) -> None:
    ServiceStandard.objects.filter(pk=standar.pk).update(
        turnaround="3 hari kerja", clock_start=ServiceStandard.ClockStart.COMPLETE
    )
    Ticket.objects.filter(pk=loket.pk).update(completed_files_at=None)
    page = flat(masuk(petugas).get(address(loket)))
    assert "<dt>Selesai</dt><dd>3 hari kerja sejak berkas lengkap</dd>" in page
    assert "Paling lambat" not in page


def test_an_office_without_a_number_names_none(masuk: Any, petugas: Staff, loket: Ticket) -> None:
    assert "Bertanya lewat WhatsApp" not in flat(masuk(petugas).get(address(loket)))


def test_the_number_of_the_service_comes_before_others(dinas: Agency, layanan: Service) -> None:
    other = factories.ChannelFactory(agency=dinas, phone_number_id="1")
    own = factories.ChannelFactory(agency=dinas, phone_number_id="2", services=[layanan])
    off = factories.ChannelFactory(agency=dinas, phone_number_id="3", is_active=False)
    named = Channel.objects.to_write_to
    assert named(dinas.pk, service=layanan.pk) == own
    assert named(dinas.pk, service=None) == other
    Channel.objects.exclude(pk=off.pk).update(is_active=False)
    assert named(dinas.pk, service=layanan.pk) is None


def test_only_who_opens_the_ticket_has_it(
    masuk: Any, orang_luar: Staff, pengamat: Staff, loket: Ticket, client: Any
) -> None:
    assert masuk(orang_luar).get(address(loket)).status_code == 404
    assert masuk(pengamat).get(address(loket)).status_code == 404
    assert client.get(address(loket)).headers["Location"].startswith("/masuk/")


def test_who_needs_a_reason_gives_it_first(masuk: Any, super_admin: Staff, loket: Ticket) -> None:
    page = flat(masuk(super_admin).get(address(loket)))
    assert loket.tracking_code not in page
    assert "alasan" in page.lower()


def test_it_is_offered_for_the_counter(masuk: Any, petugas: Staff, loket: Ticket) -> None:
    assert address(loket) in flat(masuk(petugas).get(loket.get_absolute_url()))


def test_whoever_wrote_on_whatsapp_has_a_message_instead(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    client = masuk(petugas)
    assert address(tiket) not in flat(client.get(tiket.get_absolute_url()))
    assert client.get(address(tiket)).status_code == 404


def test_it_is_offered_right_after_the_entry(masuk: Any, petugas: Staff, dinas: Agency) -> None:
    entry = {"agency": dinas.pk, "source": "walk_in", "name": "Tono Contoh", "kind": "information"}
    entry |= {"text": "Menanyakan syarat", "form_key": "kunci-contoh"}
    page = flat(masuk(petugas).post("/antrean/baru/", entry, follow=True))
    assert "Cetak tanda terimanya" in page
    assert address(Ticket.objects.get()) in page


def test_the_code_is_drawn_as_it_was_made_with_its_quiet_zone() -> None:
    text = "https://contoh.example.go.id/lacak/#ABCDE23456"
    drawn = qr.svg(text, name="Kode")
    size = int(re.findall(r'viewBox="0 0 (\d+) ', drawn)[0])
    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", drawn)
        for step in range(int(length))
    }
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    rows = code.get_matrix()
    assert size == len(rows) + 8
    assert dark == {
        (x + 4, y + 4) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    }


def test_a_closed_matter_has_no_day_to_come(
    masuk: Any, petugas: Staff, loket: Ticket, now: dt.datetime
) -> None:
    desk.resolve(loket, by=petugas, now=timezone.now(), outcome="fulfilled", summary="Sudah")
    assert "Paling lambat" not in flat(masuk(petugas).get(address(loket)))
