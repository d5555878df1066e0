"""Files are shown only through a view that checks and logs."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile

from services.models import Agency, Service, Staff
from services.number_words import size_words
from tests import factories
from tests.reading import flat
from tickets.models import AccessLog, Attachment, Message, Ticket
from tickets.views.thread_file import file_of


def attach(tiket: Ticket, **values: Any) -> Attachment:
    message = factories.MessageFactory(ticket=tiket, type="document")
    given = {"state": "ready", "mime_type": "application/pdf", "filename": "surat: 1.pdf", **values}
    attachment = Attachment(message=message, **given)
    if given["state"] == "ready":
        attachment.file.save("x", ContentFile(b"isi berkas"), save=False)
        attachment.preview.save("x", ContentFile(b"gambar kecil"), save=False)
    attachment.save()
    return attachment


def test_a_file_is_served_boxed_in_and_logged(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    attachment = attach(tiket)
    answer = masuk(petugas).get(f"/berkas/{attachment.pk}/")
    assert b"".join(answer.streaming_content) == b"isi berkas"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''surat%3A%201.pdf"
    log = AccessLog.objects.get()
    assert (log.staff, log.attachment, log.action) == (petugas, attachment, "file")


def test_the_middle_of_a_file_is_logged_like_its_beginning(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    """But a player that goes on with what was just opened leaves no second line."""
    attachment, client = attach(tiket), masuk(petugas)
    for start in (1, 0, 5):
        client.get(f"/berkas/{attachment.pk}/", headers={"Range": f"bytes={start}-"})
    assert AccessLog.objects.filter(attachment=attachment, staff=petugas).count() == 2


@pytest.mark.parametrize(
    "mime", ["image/svg+xml", "text/html", "application/xhtml+xml", "text/xml", "", "x"]
)
def test_what_a_browser_could_run_is_a_download(
    masuk: Any, petugas: Staff, tiket: Ticket, mime: str
) -> None:
    attachment = attach(tiket, mime_type=mime, filename="a.svg")
    answer = masuk(petugas).get(f"/berkas/{attachment.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("given", "mime", "saved"),
    [
        ("surat keterangan", "application/pdf", "surat%20keterangan.pdf"),
        ("", "image/jpeg", "Foto%202026-06-09%2011.00.jpg"),
        ("", "audio/ogg", "Pesan%20suara%202026-06-09%2011.00.ogg"),
        ("", "application/pdf", "Berkas%202026-06-09%2011.00.pdf"),
        ("", "application/octet-stream", "Berkas%202026-06-09%2011.00"),
    ],
)
def test_a_file_is_saved_under_a_name_that_opens(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime, given: str, mime: str, saved: str
) -> None:
    """Without a name: what it is and when it came, in the office's time."""
    Agency.objects.update(timezone=Agency.Zone.MAKASSAR)
    attachment = attach(tiket, filename=given, mime_type=mime)
    Message.objects.filter(pk=attachment.message_id).update(occurred_at=now)
    answer = masuk(petugas).get(f"/berkas/{attachment.pk}/")
    assert answer.headers["Content-Disposition"].endswith(f"filename*=UTF-8''{saved}")


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"filename": "surat keterangan"}, "surat keterangan.pdf"),
        ({"filename": ""}, "Berkas.pdf"),
        ({"filename": "", "mime_type": "image/jpeg"}, "Foto.jpg"),
        ({"filename": "", "mime_type": "audio/ogg"}, 'aria-label="Pesan suara"'),
        ({"filename": "surat", "state": "pending"}, "surat<small>"),
    ],
)
def test_a_file_is_shown_under_a_name_that_says_what_it_is(
    masuk: Any, petugas: Staff, tiket: Ticket, values: dict[str, str], shown: str
) -> None:
    attach(tiket, **values)
    assert shown in flat(masuk(petugas).get(tiket.get_absolute_url()))


def test_a_preview_is_our_own_picture(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    answer = masuk(petugas).get(f"/berkas/{attach(tiket).pk}/pratinjau/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")


def test_every_look_at_a_preview_is_logged_once_in_a_while(
    masuk: Any, petugas: Staff, penyelia: Staff, pengamat: Staff, tiket: Ticket
) -> None:
    attachment, other = attach(tiket), attach(tiket)
    address = f"/berkas/{attachment.pk}/pratinjau/"
    with time_machine.travel("2026-06-09 03:00Z", tick=False) as clock:
        for _ in range(3):
            assert masuk(petugas).get(address).status_code == 200
        row = AccessLog.objects.get()
        assert (row.staff, row.attachment, row.ticket) == (petugas, attachment, tiket)
        assert row.action == "preview"
        masuk(penyelia).get(address)
        masuk(petugas).get(f"/berkas/{other.pk}/pratinjau/")
        assert AccessLog.objects.count() == 3
        assert masuk(pengamat).get(address).status_code == 404
        clock.shift(901)
        masuk(petugas).get(address)
        assert AccessLog.objects.count() == 4


def test_whoever_opened_the_file_just_now_saw_it(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    attachment = attach(tiket)
    client = masuk(petugas)
    client.get(f"/berkas/{attachment.pk}/")
    client.get(f"/berkas/{attachment.pk}/pratinjau/")
    assert [row.action for row in AccessLog.objects.all()] == ["file"]
    client.get(f"/berkas/{attachment.pk}/")
    assert AccessLog.objects.count() == 2  # every opening of the file itself


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_what_is_not_there_is_404(masuk: Any, petugas: Staff, tiket: Ticket, state: str) -> None:
    attachment = attach(tiket, state=state)
    for path in ("", "pratinjau/"):
        assert masuk(petugas).get(f"/berkas/{attachment.pk}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["0", "-1", "x", "9" * 30, "1.0"])
def test_a_guessed_address_is_404(masuk: Any, petugas: Staff, path: str) -> None:
    assert masuk(petugas).get(f"/berkas/{path}/").status_code == 404


def test_specific_data_asks_the_admin_for_a_reason(
    masuk: Any, admin_opd: Staff, tiket: Ticket, layanan_khusus: Service
) -> None:
    Ticket.objects.update(service=layanan_khusus)
    attachment = attach(tiket)
    client = masuk(admin_opd)
    page = client.get(f"/berkas/{attachment.pk}/")
    assert "Isi tiket ini dilindungi" in flat(page)
    client.post(f"{tiket.get_absolute_url()}alasan/", {"reason": "Memeriksa keluhan tertulis"})
    answer = client.get(f"/berkas/{attachment.pk}/")
    assert b"".join(answer.streaming_content) == b"isi berkas"
    assert AccessLog.objects.filter(attachment=attachment).count() == 1


def test_a_file_that_no_preview_can_be_drawn_of_says_so(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    attach(tiket, preview_attempts=2, size=2428)
    Attachment.objects.update(preview="")
    page = flat(masuk(petugas).get(tiket.get_absolute_url()))
    assert "2,4 KB, tanpa pratinjau" in page


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, ""), (1, "1 B"), (1023, "1023 B"), (1536, "1,5 KB"), (5 * 1024**2, "5,0 MB")],
)
def test_a_file_has_the_size_that_lists_and_records_tell(
    tiket: Ticket, size: int, words: str
) -> None:
    shown = file_of(attach(tiket, size=size), show=str, is_named=True)
    assert shown.detail == words == (size_words(size) if size else "")


def test_only_our_own_pages_frame_a_file(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    answer = masuk(petugas).get(f"/berkas/{attach(tiket).pk}/")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize(
    ("mime", "state", "shown"),
    [
        ("image/jpeg", "ready", 'data-view="image"'),
        ("application/pdf", "ready", 'data-view="pdf"'),
        ("image/svg+xml", "ready", ""),
        ("application/zip", "ready", ""),
        ("image/jpeg", "pending", ""),
    ],
)
def test_the_viewer_is_for_what_browsers_show(
    masuk: Any, petugas: Staff, tiket: Ticket, mime: str, state: str, shown: str
) -> None:
    message = factories.MessageFactory(ticket=tiket, type="document")
    Attachment.objects.create(message=message, state=state, mime_type=mime, filename="a.bin")
    page = flat(masuk(petugas).get(tiket.get_absolute_url()))
    assert ("data-view=" in page) == bool(shown)
    assert shown in page
