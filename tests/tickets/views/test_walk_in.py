"""People at the counter and on the telephone, in the same register."""

from typing import Any

import pytest

from services.models import Agency, Service, Staff
from tests.reading import flat
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
    page = flat(client.get(ticket.get_absolute_url()))
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
    page = flat(answer)
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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0062 812 0000 0506", "+6281200000506"),
        (
            "https://wa.me/6281200000506?text=Halo%20petugas%2C%20saya%20mau%20tanya",
            "+6281200000506",
        ),
        (
            "\uff10\uff18\uff11\uff12\uff10\uff10\uff10\uff10\uff10\uff15\uff10\uff16",
            "+6281200000506",
        ),
        ("tel:+62-812-0000-0506", "+6281200000506"),
        ("(0380) 821-123", "+62380821123"),
        ("", ""),
    ],
)
def test_a_number_is_stored_as_it_can_be_called(
    masuk: Any, petugas: Staff, dinas: Agency, typed: str, kept: str
) -> None:
    answer = masuk(petugas).post("/antrean/baru/", entry(dinas, phone=typed))
    assert answer.status_code == 302
    assert Ticket.objects.get().citizen.phone == kept


@pytest.mark.parametrize(
    "typed", ["08120000051l", "0812-0000-0506 Budi", "821123", "0812 0000", "+62006281200000506"]
)
def test_a_number_that_cannot_be_called_is_refused_and_stays_typed(
    masuk: Any, petugas: Staff, dinas: Agency, typed: str
) -> None:
    answer = masuk(petugas).post("/antrean/baru/", entry(dinas, phone=typed))
    assert answer.status_code == 422
    page = flat(answer)
    assert "Nomor telepon tidak dikenali." in page
    assert f'value="{typed}"' in page
    assert not Ticket.objects.exists()


def test_a_landline_is_taken_and_said_to_be_one(masuk: Any, petugas: Staff, dinas: Agency) -> None:
    client = masuk(petugas)
    said = "belum tentu memakai WhatsApp"
    page = client.post("/antrean/baru/", entry(dinas, phone="(0380) 821-123"), follow=True)
    assert said in flat(page)
    page = client.post("/antrean/baru/", entry(dinas, form_key="kunci-lain-contoh"), follow=True)
    assert said not in flat(page)


def test_why_somebody_came_is_kept_as_a_code_and_corrected(
    masuk: Any, petugas: Staff, dinas: Agency
) -> None:
    client = masuk(petugas)
    assert client.post("/antrean/baru/", entry(dinas, came_because="bosan")).status_code == 422
    assert client.post("/antrean/baru/", entry(dinas, heard_from="burung")).status_code == 422
    client.post("/antrean/baru/", entry(dinas, came_because="tried", heard_from="rt_rw"))
    ticket = Ticket.objects.get()
    assert (ticket.came_because, ticket.heard_from) == ("tried", "rt_rw")
    assert "Sudah mencoba lewat WhatsApp" in flat(client.get(ticket.get_absolute_url()))
    address = f"{ticket.get_absolute_url()}perbaiki/"
    sent = dict(client.get(address).context["form"].initial) | {"came_because": "no_whatsapp"}
    assert client.post(address, sent).status_code == 302
    ticket.refresh_from_db()
    assert ticket.came_because == "no_whatsapp"
    data = ticket.events.get(verb="corrected").data
    assert data == {"came_because": {"from": "tried", "to": "no_whatsapp"}}
    page = flat(client.get(ticket.get_absolute_url()))
    assert "memperbaiki alasan datang dari" in page
    assert "Tidak punya WhatsApp" in page


def test_who_is_not_asked_leaves_no_reason(masuk: Any, petugas: Staff, dinas: Agency) -> None:
    client = masuk(petugas)
    client.post("/antrean/baru/", entry(dinas))
    ticket = Ticket.objects.get()
    assert ticket.came_because == ""
    assert "Alasan datang" not in flat(client.get(ticket.get_absolute_url()))


def test_whoever_wrote_is_not_asked_why_they_came(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    form = masuk(petugas).get(f"{tiket.get_absolute_url()}perbaiki/").context["form"]
    assert "came_because" not in form.fields


def test_what_may_stay_empty_is_said_once(masuk: Any, petugas: Staff) -> None:
    """Beside the field's name, and not again in the sentence below it."""
    page = flat(masuk(petugas).get("/antrean/baru/"))
    assert "Tahu dari mana" in page
    assert "Boleh kosong." not in page
