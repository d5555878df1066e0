"""Verbs of a ticket's page: wait, resolve, close, transfer, assign, send again."""

from typing import Any

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.conftest import post
from tickets.models import Message, Ticket, TicketEvent

KEY = "kunci-formulir-contoh"


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
