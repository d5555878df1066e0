"""What the form that resolves a ticket asks for, and what it says when it is done."""

from typing import Any

import pytest

from services.models import Staff
from tickets.models import Ticket


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff) -> Ticket:
    Ticket.objects.update(assignee=petugas, state="in_progress")
    tiket.refresh_from_db()
    return tiket


@pytest.mark.parametrize(
    ("outcome", "has_chat", "said"),
    [
        ("fulfilled", True, "Undangan survei dikirim bila WhatsApp mengizinkan"),
        ("fulfilled", False, "Undangan survei tidak dikirim, sebab pemohon tidak lewat WhatsApp."),
        ("duplicate", True, "Untuk hasil ini tidak ada undangan survei."),
    ],
)
def test_who_resolves_is_told_whether_the_citizen_is_invited(
    masuk: Any, petugas: Staff, milik: Ticket, outcome: str, has_chat: bool, said: str
) -> None:
    if not has_chat:
        Ticket.objects.update(conversation=None, channel=None, source="walk_in")
    client, page = masuk(petugas), milik.get_absolute_url()
    client.post(f"{page}selesai/", {"outcome": outcome})
    shown = client.get(page).content.decode()
    assert f"Tiket selesai. {said}" in shown
    assert ("bila WhatsApp" in shown) is (outcome == "fulfilled" and has_chat)


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("outcome", Ticket.Outcome.values)
def test_a_summary_is_demanded_where_the_form_says_so(
    masuk: Any, petugas: Staff, milik: Ticket, outcome: str, answered: bool
) -> None:
    if answered:  # at the counter, or by a reply that was not refused
        Ticket.objects.update(first_responded_at=milik.received_at)
    client, page = masuk(petugas), milik.get_absolute_url()
    form = client.get(f"{page}selesai/").content.decode()
    assert "bila ditolak, bila diteruskan ke pihak berwenang, dan bila dijawab padahal" in form
    needed = outcome in ("rejected", "forwarded") or (outcome == "answered" and not answered)
    status = client.post(f"{page}selesai/", {"outcome": outcome}).status_code
    assert status == (422 if needed else 302)
