"""Taking, answering, passing on and closing, through the pages."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from services.models import Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.conftest import post
from tickets.models import Draft, Message, MessageTemplate, Ticket

KEY = "kunci-formulir-contoh"


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_of_two_who_take_one_gets_it(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket
) -> None:
    assert post(masuk(petugas), tiket, "ambil", {}).status_code == 302
    other = masuk(petugas_lain)
    post(other, tiket, "ambil", {})
    assert Ticket.objects.get().assignee == petugas
    assert "Rina Petugas" in flat(other.get(tiket.get_absolute_url()))


def test_a_reply_with_a_file_is_queued_once_however_often_it_is_posted(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    client = masuk(petugas)
    for _ in range(2):
        data = {"text": "Ini suratnya", "form_key": KEY}
        data["files"] = SimpleUploadedFile("surat.pdf", PDF, "application/pdf")  # type: ignore[assignment]
        assert post(client, milik, "balas", data).status_code == 302
    sent = Message.objects.filter(direction="out")
    assert {message.type for message in sent} <= {"text", "document"}
    assert sent.filter(attachments__filename="surat.pdf").count() == 1
    assert "Ini suratnya" in "".join(message.text for message in sent)


def test_new_messages_stop_a_reply_until_it_is_confirmed(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    seen = factories.MessageFactory(ticket=milik)
    factories.MessageFactory(ticket=milik, text="Eh, tunggu")
    factories.MessageFactory(ticket=milik, text="salah kirim")
    client = masuk(petugas)
    data = {"text": "Jawaban panjang", "form_key": KEY, "seen": seen.pk}
    answer = post(client, milik, "balas", data)
    page = flat(answer)
    assert answer.status_code == 422
    assert "2 pesan baru sejak Anda mulai mengetik" in page
    assert "Jawaban panjang" in page
    assert not Message.objects.filter(direction="out").exists()
    assert post(client, milik, "balas", {**data, "confirmed": "on"}).status_code == 302
    assert Message.objects.get(direction="out").text == "Jawaban panjang"


def test_a_colleagues_answer_is_told_of_before_a_second_one_is_sent(
    masuk: Any, petugas: Staff, petugas_lain: Staff, milik: Ticket
) -> None:
    seen = factories.MessageFactory(ticket=milik).pk
    theirs = {"ticket": milik, "direction": "out", "origin": "officer", "status": "sent"}
    factories.MessageFactory(author=petugas, **theirs)
    client, data = masuk(petugas), {"text": "Jawaban saya", "form_key": KEY, "seen": seen}
    factories.MessageFactory(author=petugas_lain, **theirs)
    answer = post(client, milik, "balas", data)
    assert answer.status_code == 422
    assert "1 pesan baru" in flat(answer)
    assert "rekan Anda. Budi Petugas sudah membalas." in flat(answer)
    assert post(client, milik, "balas", {**data, "confirmed": "on"}).status_code == 302


def test_outside_the_window_the_server_refuses_and_keeps_the_text(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    past = timezone.now() - dt.timedelta(hours=1)
    milik.conversation.window_expires_at = past  # type: ignore[union-attr]
    milik.conversation.save()  # type: ignore[union-attr]
    answer = post(masuk(petugas), milik, "balas", {"text": "Masih sempat?", "form_key": KEY})
    assert answer.status_code == 422
    assert "Masih sempat?" in flat(answer)
    assert "templat" in flat(answer)
    assert not Message.objects.filter(direction="out").exists()
    assert Draft.objects.get().text == "Masih sempat?"
    assert "Draf tersimpan" in flat(answer)


@pytest.mark.parametrize("path", ["balas", "templat"])
def test_an_empty_form_is_told_what_is_missing(
    masuk: Any, petugas: Staff, milik: Ticket, path: str
) -> None:
    answer = post(masuk(petugas), milik, path, {})
    assert answer.status_code == 422
    assert "alert--danger" in flat(answer)


def test_a_template_goes_outside_the_window_once_its_blanks_are_filled(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    past = timezone.now() - dt.timedelta(hours=1)
    milik.conversation.window_expires_at = past  # type: ignore[union-attr]
    milik.conversation.save()  # type: ignore[union-attr]
    template = MessageTemplate.objects.create(
        channel=milik.channel, name="kabar", body="Yth. {{1}}, ada kabar.", parameter_count=1
    )
    client = masuk(petugas)
    assert "Yth. [Isian 1], ada kabar." in flat(client.get(milik.get_absolute_url()))
    empty = post(client, milik, "templat", {"template": template.pk, "form_key": KEY})
    assert empty.status_code == 422
    data = {"template": template.pk, "form_key": KEY, f"blank_{template.pk}_1": "Ibu Sari"}
    assert post(client, milik, "templat", data).status_code == 302
    sent = Message.objects.get(direction="out")
    assert (sent.type, sent.text) == ("template", "Yth. Ibu Sari, ada kabar.")


def test_the_template_that_was_chosen_stays_chosen_when_it_is_refused(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    past = timezone.now() - dt.timedelta(hours=1)
    milik.conversation.window_expires_at = past  # type: ignore[union-attr]
    milik.conversation.save()  # type: ignore[union-attr]
    first, second = (
        MessageTemplate.objects.create(
            channel=milik.channel, name=name, body="{{1}} {{2}}", parameter_count=2, purpose="other"
        )
        for name in ("kabar_a", "kabar_b")
    )
    client = masuk(petugas)
    fresh = flat(client.get(milik.get_absolute_url()))
    assert f'name="template" value="{first.pk}" checked' in fresh
    data = {"template": second.pk, "form_key": KEY, f"blank_{second.pk}_1": "Ibu Sari"}
    page = post(client, milik, "templat", data)
    assert page.status_code == 422
    text = flat(page)
    assert f'name="template" value="{second.pk}" checked' in text
    assert text.count('name="template"') == 2
    assert f'value="{first.pk}" checked' not in text
    assert f'name="blank_{second.pk}_1" value="Ibu Sari"' in text


def test_the_blanks_of_an_update_are_named_and_the_number_is_there(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    past = timezone.now() - dt.timedelta(hours=1)
    milik.conversation.window_expires_at = past  # type: ignore[union-attr]
    milik.conversation.save()  # type: ignore[union-attr]
    template = MessageTemplate.objects.create(
        channel=milik.channel, name="kabar", body="Nomor {{1}}: {{2}}", parameter_count=2
    )
    page = flat(masuk(petugas).get(milik.get_absolute_url()))
    assert f'name="blank_{template.pk}_1"' not in page  # the server fills it in
    assert f"Nomor {milik.register_number}: [Kabar untuk pemohon]" in page
    assert "{{" not in page


def test_an_empty_reply_says_what_is_missing(masuk: Any, petugas: Staff, milik: Ticket) -> None:
    answer = post(masuk(petugas), milik, "balas", {"text": "  ", "form_key": KEY})
    assert answer.status_code == 422
    assert "Tulis balasan atau pilih berkas dahulu." in flat(answer)


def test_a_shortcut_that_was_not_replaced_is_not_sent(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    answer = post(masuk(petugas), milik, "balas", {"text": " /zzz ", "form_key": KEY})
    assert answer.status_code == 422
    assert "baru singkatan, belum balasan" in flat(answer)
    assert not Message.objects.filter(direction="out").exists()
    text = "Ke /layanan/ ya, 1/2 lembar"
    post(masuk(petugas), milik, "balas", {"text": text, "form_key": KEY})
    assert Message.objects.get(direction="out").text == text


def test_only_what_may_always_stay_empty_says_so(masuk: Any, petugas: Staff, milik: Ticket) -> None:
    form = flat(masuk(petugas).get(f"{milik.get_absolute_url()}selesai/"))
    assert "Wajib bila ditolak" in form
    assert "(boleh kosong)" not in form
    assert "(boleh kosong)" in flat(masuk(petugas).get("/antrean/baru/"))


def test_a_dangerous_file_is_refused(masuk: Any, petugas: Staff, milik: Ticket) -> None:
    file = SimpleUploadedFile("surat.pdf.exe", b"MZ\x90\x00" + bytes(64), "application/pdf")
    data = {"text": "Ini", "form_key": KEY, "files": file}
    assert post(masuk(petugas), milik, "balas", data).status_code == 422
    assert not Message.objects.filter(direction="out").exists()


def test_a_page_with_javascript_gets_only_what_changed(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    client = masuk(petugas)
    htmx = {"HX-Request": "true"}
    sent = post(client, milik, "balas", {"text": "Baik", "form_key": KEY}, **htmx)
    assert sent.status_code == 204
    assert "reply-sent" in sent.headers["HX-Trigger"]
    wrong = post(client, milik, "selesai", {}, **htmx)
    assert wrong.status_code == 422
    assert "<html" not in flat(wrong)


def test_a_draft_comes_back_and_is_nobody_elses(
    masuk: Any, petugas: Staff, petugas_lain: Staff, milik: Ticket
) -> None:
    post(masuk(petugas), milik, "draf", {"text": "Sedang saya cek ke bagian"})
    page = flat(masuk(petugas).get(milik.get_absolute_url()))
    assert "Sedang saya cek ke bagian</textarea>" in page
    other = flat(masuk(petugas_lain).get(milik.get_absolute_url()))
    assert "Sedang saya cek ke bagian</textarea>" not in other  # it is offered beside it
