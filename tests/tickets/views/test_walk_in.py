"""People at the counter and on the telephone, in the same register."""

from typing import Any

import pytest

from services.models import Agency, Service, Staff
from tickets.models import Ticket

KEY = "kunci-formulir-contoh"


def entry(dinas: Agency, **changes: Any) -> dict[str, Any]:
    return {
        "agency": dinas.pk,
        "source": "walk_in",
        "name": "Tono Contoh",
        "phone": "0812-0000-4321",
        "kind": "information",
        "text": "Menanyakan syarat",
        "form_key": KEY,
        **changes,
    }


def test_a_visitor_gets_a_register_number_once(
    masuk: Any, petugas: Staff, dinas: Agency, layanan: Service
) -> None:
    client = masuk(petugas)
    for _ in range(2):
        answer = client.post("/antrean/baru/", entry(dinas, service=layanan.pk))
        assert answer.status_code == 302
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == ticket.get_absolute_url()
    assert (ticket.source, ticket.service, ticket.assignee) == ("walk_in", layanan, petugas)
    assert ticket.citizen.phone == "+6281200004321"
    page = client.get(ticket.get_absolute_url()).content.decode()
    assert "Menanyakan syarat" in page
    assert "Permohonan ini tidak lewat WhatsApp" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Tulis nama pemohon."),
        ({"text": ""}, "Tulis keperluannya."),
        ({"phone": "nomor"}, "Nomor telepon tidak dikenali."),
        ({"source": "proxy"}, "Tulis siapa yang menyampaikan."),
        ({"form_key": ""}, "Belum tersimpan"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    masuk: Any, petugas: Staff, dinas: Agency, changes: dict[str, str], words: str
) -> None:
    answer = masuk(petugas).post("/antrean/baru/", entry(dinas, **changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Menanyakan syarat" in page or "Tono Contoh" in page
    assert not Ticket.objects.exists()


def test_another_office_cannot_be_chosen(
    masuk: Any, petugas: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    answer = masuk(petugas).post("/antrean/baru/", entry(dinas_wita))
    assert answer.status_code == 422
    assert not Ticket.objects.exists()


def test_lower_roles_may_not_register(
    masuk: Any, pengamat: Staff, admin_opd: Staff, evaluator: Staff, dinas: Agency
) -> None:
    for person in (pengamat, admin_opd, evaluator):
        assert masuk(person).get("/antrean/baru/").status_code == 403
        assert masuk(person).post("/antrean/baru/", entry(dinas)).status_code == 403
    assert not Ticket.objects.exists()
