"""Taking, answering, passing on and closing, through the pages."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.models import Draft, Message, MessageTemplate, Ticket, TicketEvent

KEY = "kunci-formulir-contoh"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff) -> Ticket:
    """`tiket`, taken by `petugas`."""
    return desk.take(tiket, by=petugas, now=timezone.now())


def post(client: Any, tiket: Ticket, path: str, data: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{tiket.get_absolute_url()}{path}/", data, headers=headers or None)


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
    assert "rekan Anda" in flat(answer)
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
    assert "Sedang saya cek ke bagian" in page
    other = flat(masuk(petugas_lain).get(milik.get_absolute_url()))
    assert "Sedang saya cek ke bagian" not in other


def test_a_note_is_kept_once_and_never_sent(masuk: Any, petugas: Staff, milik: Ticket) -> None:
    client = masuk(petugas)
    for _ in range(2):
        post(client, milik, "catatan", {"text": "Sudah ditelepon", "form_key": KEY})
    note = Message.objects.get(direction="note")
    assert (note.text, note.author) == ("Sudah ditelepon", petugas)


def test_waiting_stops_the_clock_and_resuming_lets_it_run(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    client = masuk(petugas)
    assert post(client, milik, "tunggu-pemohon", {"reason": ""}).status_code == 422
    post(client, milik, "tunggu-pemohon", {"reason": "Menunggu foto"})
    milik.refresh_from_db()
    assert milik.state == "waiting_citizen"
    assert "Waktu dijeda" in flat(client.get(milik.get_absolute_url()))
    post(client, milik, "lanjutkan", {})
    milik.refresh_from_db()
    assert (milik.state, milik.paused_since) == ("in_progress", None)


def test_resolving_asks_for_an_outcome_and_a_reason_to_reject(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    client = masuk(petugas)
    assert post(client, milik, "selesai", {}).status_code == 422
    answer = post(client, milik, "selesai", {"outcome": "rejected", "summary": ""})
    assert "perlu penjelasan" in flat(answer)
    assert Ticket.objects.get().state == "in_progress"
    post(client, milik, "selesai", {"outcome": "answered", "summary": "Dijelaskan"})
    done = Ticket.objects.get()
    assert (done.state, done.outcome, done.outcome_note) == ("resolved", "answered", "Dijelaskan")
    post(client, milik, "buka-kembali", {"reason": "Pemohon bertanya lagi"})
    assert Ticket.objects.get().state == "in_progress"


def test_closing_and_opening_load_the_page_anew_for_the_composer_comes_and_goes(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    client, page = masuk(petugas), milik.get_absolute_url()
    htmx = {"HX-Request": "true"}
    verbs = (("selesai", {"outcome": "withdrawn"}), ("buka-kembali", {"reason": "Masih perlu"}))
    for path, data in verbs:
        answer = client.post(f"{page}{path}/", data, headers=htmx)
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, page)
        shown = flat(client.get(page))
        assert ('id="reply-form"' in shown) is (" data-replies" in shown) is (path != "selesai")


def test_a_transfer_leaves_for_one_place_only(
    masuk: Any, petugas: Staff, milik: Ticket, layanan_lain: Service, dinas_wita: Agency
) -> None:
    client = masuk(petugas)
    both = {"to_service": layanan_lain.pk, "to_agency": dinas_wita.pk, "reason": "salah alamat"}
    assert post(client, milik, "teruskan", both).status_code == 422
    answer = post(client, milik, "teruskan", {"to_service": layanan_lain.pk, "reason": "legalisir"})
    assert answer.headers["Location"] == "/antrean/"
    moved = Ticket.objects.get()
    assert (moved.service, moved.register_number) == (layanan_lain, milik.register_number)
    assert client.get(milik.get_absolute_url()).status_code == 404


def test_a_supervisor_assigns_and_takes_back(
    masuk: Any, penyelia: Staff, petugas: Staff, orang_luar: Staff, tiket: Ticket
) -> None:
    client = masuk(penyelia)
    assert post(client, tiket, "tugaskan", {"to": orang_luar.pk}).status_code == 422
    post(client, tiket, "tugaskan", {"to": petugas.pk})
    assert Ticket.objects.get().assignee == petugas
    post(client, tiket, "kembalikan", {"reason": "Cuti"})
    assert Ticket.objects.get().assignee is None
    assert TicketEvent.objects.get(verb="released").reason == "Cuti"


def test_a_failed_message_is_sent_again_as_a_new_one(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    failed = factories.MessageFactory(
        ticket=milik, direction="out", origin="officer", author=petugas, status="failed",
        text="Baik", payload={"type": "text", "text": {"body": "Baik"}},
    )  # fmt: skip
    client = masuk(petugas)
    post(client, milik, f"pesan/{failed.pk}/ulang", {})
    again = Message.objects.get(retry_of=failed)
    assert (again.text, again.status) == ("Baik", "queued")
    post(client, milik, f"pesan/{failed.pk}/ulang", {})
    assert Message.objects.filter(direction="out").count() == 2
    assert "Sudah dikirim ulang" in flat(client.get(milik.get_absolute_url()))


def test_a_message_of_another_ticket_is_not_found(
    masuk: Any, petugas: Staff, milik: Ticket, dinas_wita: Agency
) -> None:
    other = factories.MessageFactory(direction="out", status="failed")
    answer = post(masuk(petugas), milik, f"pesan/{other.pk}/ulang", {})
    assert answer.status_code == 404
    assert not Message.objects.filter(retry_of=other).exists()
