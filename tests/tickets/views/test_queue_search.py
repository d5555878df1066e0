"""What the queue's search finds."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Staff
from tests.tickets.views.queue_rows import rows
from tickets.models import Citizen, Ticket


@pytest.mark.parametrize(
    "query",
    ["?q=DINSOS-2026-000001", "?q=0812-0000-1234", "?q=%2B6281200001234", "?q=sari", "?q=SARI+con"],
)
def test_search_knows_register_telephone_and_name(
    masuk: Any, petugas: Staff, tiket: Ticket, query: str
) -> None:
    assert tiket.register_number in rows(masuk(petugas), query)
    assert tiket.register_number not in rows(masuk(petugas), "?q=lainnya")


def test_an_empty_view_is_no_failed_search(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    client = masuk(petugas)
    assert "Tidak ada tiket di tampilan ini" in rows(client, "?tampilan=gangguan")
    assert "Tidak ada tiket yang cocok" in rows(client, "?tampilan=gangguan&q=lainnya")


def test_search_knows_a_tracking_code_and_a_name_of_as_many_letters(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    client = masuk(petugas)
    Ticket.objects.update(tracking_code="K2M3N4P5QR")
    for query in ("K2M3N4P5QR", "k2m3n-4p5qr", "K2M3N+4P5QR", "Kode+lacak:+K2M3N4P5QR"):
        assert tiket.register_number in rows(client, f"?q={query}")
    assert tiket.register_number not in rows(client, "?q=K2M3N4P5QS")
    Citizen.objects.update(name="HARTANAMPU")
    assert tiket.register_number in rows(client, "?q=hartanampu")


def test_a_name_that_nobody_has_is_not_looked_for_among_all_tickets(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert tiket.register_number not in rows(masuk(petugas), "?q=lainnya")
    looked = [one["sql"] for one in asked if "tickets_citizen" in one["sql"]]
    if (
        connection.vendor == "postgresql"
    ):  # by the index of their words (tests/tickets/finding/test_people.py)
        assert not looked
        return
    assert len(looked) == 1
    assert "LAINNYA" in looked[0].upper()
    assert "tickets_ticket" not in looked[0]


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL has an index of words")
def test_search_by_a_frequent_name_goes_through_the_newest_tickets(
    masuk: Any, petugas: Staff, tiket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickets.finding.people.FEW", 0)
    assert tiket.register_number in rows(masuk(petugas), "?q=SARI+con")
    monkeypatch.setattr("tickets.finding.people.SOME", 0)
    assert tiket.register_number in rows(masuk(petugas), "?q=SARI+con")
    assert tiket.register_number not in rows(masuk(petugas), "?q=lainnya")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is PostgreSQL's")
def test_a_part_of_a_name_is_found_by_an_index(tiket: Ticket) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "citizen_search_name_parts" in Citizen.objects.named("ari con").explain()
    assert "citizen_search_name_parts" in Citizen.objects.named("sa").explain()
    ending = Citizen.objects.filter(phone_backwards__startswith="4321")
    assert "phone_backwards" in ending.explain().partition("Index Cond")[2]


def test_search_finds_what_is_closed(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    Ticket.objects.update(state="closed")
    assert tiket.register_number not in rows(masuk(petugas))
    assert tiket.register_number in rows(masuk(petugas), "?q=DINSOS-2026-000001")
    assert tiket.register_number in rows(masuk(petugas), "?tampilan=selesai")
