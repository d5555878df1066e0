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
        ("fulfilled", True, "Pemohon diundang mengisi survei kepuasan."),
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
    assert ("diundang" in shown) is (outcome == "fulfilled" and has_chat)
