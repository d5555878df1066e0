"""What the form that resolves a ticket asks for, and what it says when it is done."""

import datetime as dt
import re
from typing import Any

import pytest

from services.models import Staff
from tests.reading import flat
from tickets import desk
from tickets.models import Conversation, Message, Ticket


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff) -> Ticket:
    Ticket.objects.update(assignee=petugas, state="in_progress")
    tiket.refresh_from_db()
    return tiket


@pytest.mark.parametrize(
    ("outcome", "has_chat", "said"),
    [
        (
            "fulfilled",
            True,
            "Hasilnya dikirim kepada pemohon. Undangan survei dikirim bila WhatsApp mengizinkan",
        ),
        (
            "fulfilled",
            False,
            "Sampaikan hasilnya langsung. Pemohon dapat mengisi survei lewat kode QR di tanda terimanya",
        ),
        ("duplicate", True, "pemohon tidak diberi tahu. Untuk hasil ini tidak ada undangan survei"),
    ],
)
def test_who_resolves_is_told_what_the_citizen_gets(
    masuk: Any, petugas: Staff, milik: Ticket, outcome: str, has_chat: bool, said: str
) -> None:
    if not has_chat:
        Ticket.objects.update(conversation=None, channel=None, source="walk_in")
    client, page = masuk(petugas), milik.get_absolute_url()
    client.post(f"{page}selesai/", {"outcome": outcome, "summary": "Surat terbit"})
    shown = flat(client.get(page))
    assert "Tiket selesai. " in shown
    assert said in shown
    assert ("bila WhatsApp" in shown) is (outcome == "fulfilled" and has_chat)


def test_the_form_says_who_reads_the_summary(masuk: Any, petugas: Staff, milik: Ticket) -> None:
    client, page = masuk(petugas), f"{milik.get_absolute_url()}selesai/"
    assert "Dikirim kepada pemohon dan dicatat di buku register." in flat(client.get(page))
    Ticket.objects.update(conversation=None, channel=None, source="walk_in")
    form = flat(client.get(page))
    assert "Dicatat di buku register." in form
    assert "Dikirim kepada" not in form


def test_after_the_window_the_officer_hears_that_the_citizen_was_not_told(
    masuk: Any, petugas: Staff, milik: Ticket
) -> None:
    Conversation.objects.update(window_expires_at=None)
    client, page = masuk(petugas), milik.get_absolute_url()
    client.post(f"{page}selesai/", {"outcome": "fulfilled", "summary": "Surat terbit"})
    shown = flat(client.get(page))
    assert "Pemohon belum diberi tahu: sudah lebih dari 24 jam" in shown
    assert "dengan hasil dipenuhi; pemohon belum diberi tahu, belum ada templat kabar" in shown


def test_a_double_click_tells_once(masuk: Any, petugas: Staff, milik: Ticket) -> None:
    client, page = masuk(petugas), f"{milik.get_absolute_url()}selesai/"
    form = flat(client.get(page))
    [key] = re.findall(r'name="form_key" value="([^"]+)"', form)
    data = {"outcome": "fulfilled", "summary": "Surat terbit", "form_key": key}
    assert [client.post(page, data).status_code for _ in range(3)] == [302] * 3
    assert Message.objects.filter(direction="out").count() == 1
    assert milik.events.filter(verb="resolved").count() == 1


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("outcome", Ticket.Outcome.values)
def test_a_summary_is_demanded_where_the_form_says_so(
    masuk: Any, petugas: Staff, milik: Ticket, outcome: str, answered: bool
) -> None:
    if answered:  # at the counter, or by a reply that was not refused
        Ticket.objects.update(first_responded_at=milik.received_at)
    client, page = masuk(petugas), milik.get_absolute_url()
    form = flat(client.get(f"{page}selesai/"))
    assert "bila ditolak, bila diteruskan ke pihak berwenang, dan bila dipenuhi atau" in form
    served = outcome in ("fulfilled", "answered") and not answered
    status = client.post(f"{page}selesai/", {"outcome": outcome}).status_code
    assert status == (422 if served or outcome in ("rejected", "forwarded") else 302)


def test_whoever_does_not_hold_it_is_told_to_take_it_first(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket
) -> None:
    client, page = masuk(petugas), f"{tiket.get_absolute_url()}selesai/"
    data = {"outcome": "fulfilled", "summary": "Surat terbit"}
    for headers in ({}, {"HX-Request": "true"}):
        refused = client.post(page, data, headers=headers)
        assert refused.status_code == 422
        assert "Ambil dulu tiket ini" in flat(refused)
        assert "Surat terbit" in flat(refused)
    assert 'data-key="e"' not in flat(client.get(tiket.get_absolute_url()))
    Ticket.objects.update(assignee=petugas_lain)
    assert "dipegang Budi Petugas" in flat(client.post(page, data))
    assert Ticket.objects.get().state == "new"


@pytest.mark.parametrize(("hours", "says"), [(1, "Tepat waktu"), (30, "Terlambat")])
def test_what_ended_without_an_answer_is_judged_at_its_end(
    masuk: Any,
    petugas: Staff,
    milik: Ticket,
    now: dt.datetime,
    clock: Any,
    hours: int,
    says: str,
) -> None:
    """However long ago that is: the first promise does not run on."""
    end = milik.received_at + dt.timedelta(hours=hours)
    desk.resolve(milik, by=petugas, now=end, outcome="no_request")
    clock.move_to(end + dt.timedelta(days=40))
    client = masuk(petugas)
    page = flat(client.get(milik.get_absolute_url()))
    first = page.split("Balasan pertama")[1].split("Penyelesaian")[0]
    assert says in first
    assert "selesai tanpa balasan" in first
    assert "Lewat" not in first
    kept, late = ("tepat", "lambat") if says == "Tepat waktu" else ("lambat", "tepat")
    assert milik.register_number in flat(client.get(f"/antrean/?balasan={kept}"))
    assert milik.register_number not in flat(client.get(f"/antrean/?balasan={late}"))
