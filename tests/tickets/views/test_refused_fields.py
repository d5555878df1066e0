"""A form that is refused marks the field that it is about, and says beside it what is wrong."""

from typing import Any

import pytest

from services.models import Service, Staff
from tests.reading import flat, marked
from tickets.models import Ticket


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff) -> Ticket:
    Ticket.objects.update(assignee=petugas, state="in_progress")
    tiket.refresh_from_db()
    return tiket


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize(
    ("path", "data", "fields"),
    [
        ("selesai", {}, ["outcome"]),
        ("selesai", {"outcome": "beres"}, ["outcome"]),
        ("selesai", {"outcome": "rejected", "summary": ""}, ["summary"]),
        ("selesai", {"outcome": "forwarded", "summary": " "}, ["summary"]),
        ("selesai", {"outcome": "fulfilled", "summary": ""}, ["summary"]),
        ("selesai", {"outcome": "answered", "summary": ""}, ["summary"]),
        ("selesai", {"outcome": "answered", "summary": "x" * 2001}, ["summary"]),
        ("catatan", {"text": " ", "form_key": "kunci-contoh"}, ["text"]),
        ("teruskan", {"reason": ""}, ["to_service", "to_agency", "elsewhere", "reason"]),
        ("teruskan", {"reason": "Salah alamat"}, ["to_service", "to_agency", "elsewhere"]),
        (
            "teruskan",
            {"to_service": "999999", "reason": "x"},
            ["to_service", "to_agency", "elsewhere"],
        ),
        ("tunggu-pemohon", {"reason": ""}, ["reason"]),
        ("tunggu-pemohon", {"reason": "x" * 301}, ["reason"]),
        ("tunggu-pihak-lain", {"reason": ""}, ["reason"]),
        ("tugaskan", {"to": ""}, ["to"]),
        ("tugaskan", {"to": "999999"}, ["to"]),
        ("kembalikan", {"reason": ""}, ["reason"]),
    ],
)
def test_the_field_is_marked(
    masuk: Any,
    penyelia: Staff,
    milik: Ticket,
    path: str,
    data: dict[str, str],
    fields: list[str],
    htmx: dict[str, str],
) -> None:
    answer = masuk(penyelia).post(f"{milik.get_absolute_url()}{path}/", data, headers=htmx)
    assert answer.status_code == 422
    assert marked(flat(answer)) == fields
    assert Ticket.objects.get().state == "in_progress"


def test_the_reason_to_open_again(masuk: Any, petugas: Staff, milik: Ticket) -> None:
    Ticket.objects.update(state="resolved", resolved_at=milik.received_at)
    answer = masuk(petugas).post(f"{milik.get_absolute_url()}buka-kembali/", {"reason": " "})
    assert marked(flat(answer)) == ["reason"]


@pytest.mark.parametrize("reason", ["", "lihat"])
def test_the_reason_to_look(masuk: Any, super_admin: Staff, milik: Ticket, reason: str) -> None:
    answer = masuk(super_admin).post(f"{milik.get_absolute_url()}alasan/", {"reason": reason})
    assert answer.status_code == 422
    assert marked(flat(answer)) == ["reason"]


def test_the_counter(masuk: Any, petugas: Staff, layanan: Service) -> None:
    data = {"source": "proxy", "agency": str(layanan.agency_id), "kind": "information"}
    answer = masuk(petugas).post(
        "/antrean/baru/", {**data, "phone": "12", "form_key": "kunci-contoh"}
    )
    assert answer.status_code == 422
    assert set(marked(flat(answer))) == {"name", "phone", "proxy_name", "text"}
