"""A ticket's subject, kind, pemohon and penyampai are corrected; what was not touched stays."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from services.models import Staff
from tests.reading import flat
from tickets import desk
from tickets.models import Citizen, FigureChange, Ticket

NIK = "3508010101010001"


def address(ticket: Ticket) -> str:
    return f"{ticket.get_absolute_url()}perbaiki/"


def form_of(client: Any, ticket: Ticket) -> dict[str, Any]:
    """What a browser sends when nothing was changed."""
    return dict(client.get(address(ticket)).context["form"].initial)


@pytest.fixture
def keliru(tiket: Ticket) -> Ticket:
    Ticket.objects.filter(pk=tiket.pk).update(subject="Halo selamat pagi", kind="information")
    tiket.refresh_from_db()
    return tiket


def test_the_form_corrects_and_the_history_keeps_old_and_new(
    masuk: Any, petugas: Staff, keliru: Ticket
) -> None:
    client = masuk(petugas)
    sent = form_of(client, keliru) | {
        "subject": "Lampu jalan padam", "kind": "complaint", "proxy_name": "Ketua RT Contoh",
    }  # fmt: skip
    assert client.post(address(keliru), sent).status_code == 302
    keliru.refresh_from_db()
    assert (keliru.subject, keliru.kind, keliru.group, keliru.proxy_name) == (
        "Lampu jalan padam", "complaint", "complaint", "Ketua RT Contoh",
    )  # fmt: skip
    data = keliru.events.get(verb="corrected").data
    assert data["kind"] == {"from": "information", "to": "complaint"}
    page = flat(client.get(keliru.get_absolute_url()))
    assert "memperbaiki perihal dari" in page
    assert "Permintaan informasi" in page
    client.post(address(keliru), sent | {"was_subject": "Halo selamat pagi"})  # a double click
    assert keliru.events.filter(verb="corrected").count() == 1


def test_what_was_not_touched_stays_though_it_was_masked_or_changed_meanwhile(
    masuk: Any, petugas: Staff, petugas_lain: Staff, keliru: Ticket
) -> None:
    Ticket.objects.filter(pk=keliru.pk).update(subject=f"KTP {NIK} hilang")
    client = masuk(petugas)
    sent = form_of(client, keliru)
    assert NIK not in sent["subject"]
    now = timezone.now()
    desk.correct(keliru, to=desk.Correction(proxy_name="Bu RT"), by=petugas_lain, now=now)
    client.post(address(keliru), sent | {"kind": "application"})
    keliru.refresh_from_db()
    assert (keliru.subject, keliru.kind, keliru.proxy_name) == (
        f"KTP {NIK} hilang", "application", "Bu RT",
    )  # fmt: skip
    dotted = client.post(address(keliru), sent | {"subject": f"{sent['subject']} sekali"})
    assert (dotted.status_code, "disamarkan" in flat(dotted)) == (422, True)
    assert NIK not in flat(client.get(keliru.get_absolute_url()))


@pytest.mark.parametrize(
    "wrong",
    [{"subject": " "}, {"kind": "tidak ada"}, {"subject": "35••••••••••0001"}],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    petugas: Staff, keliru: Ticket, wrong: dict[str, str]
) -> None:
    with pytest.raises(desk.Refused):
        desk.correct(keliru, to=desk.Correction(**wrong), by=petugas, now=timezone.now())
    keliru.refresh_from_db()
    assert (keliru.subject, keliru.kind) == ("Halo selamat pagi", "information")
    assert not keliru.events.filter(verb="corrected").exists()


def test_rights(
    masuk: Any, keliru: Ticket, orang_luar: Staff, admin_opd: Staff, pengamat: Staff
) -> None:
    sent = {"subject": "Lain", "was_subject": "", "kind": "complaint", "was_kind": ""}
    assert masuk(orang_luar).post(address(keliru), sent).status_code == 404
    for staff in (admin_opd, pengamat):
        assert masuk(staff).post(address(keliru), sent).status_code in (403, 404)
        assert "Perbaiki data tiket" not in flat(masuk(staff).get(keliru.get_absolute_url()))
    keliru.refresh_from_db()
    assert keliru.subject == "Halo selamat pagi"


def test_whose_identity_is_kept_is_not_told_by_a_correction(
    masuk: Any, petugas: Staff, keliru: Ticket
) -> None:
    now = timezone.now()
    desk.correct(keliru, to=desk.Correction(proxy_name="Kakak Rahasia"), by=petugas, now=now)
    Ticket.objects.filter(pk=keliru.pk).update(is_anonymous=True)
    client = masuk(petugas)
    for page in (address(keliru), keliru.get_absolute_url()):
        assert 'Rahasia"' not in client.get(page).content.decode().replace("&quot;", '"')
        assert "Kakak" not in flat(client.get(page))
    client.post(address(keliru), form_of(client, keliru) | {"proxy_name": "Orang lain"})
    keliru.refresh_from_db()
    assert keliru.proxy_name == "Kakak Rahasia"


def test_a_closed_matter_is_corrected_and_its_past_days_are_counted_again(
    petugas: Staff, keliru: Ticket
) -> None:
    now = timezone.now()
    past = now - dt.timedelta(days=40)
    Ticket.objects.filter(pk=keliru.pk).update(
        state="closed", outcome="answered", received_at=past, registered_at=past,
        resolved_at=past, closed_at=past, due_at=past,
    )  # fmt: skip
    FigureChange.objects.all().delete()
    due = Ticket.objects.get(pk=keliru.pk).due_at
    desk.correct(keliru, to=desk.Correction(kind="complaint"), by=petugas, now=now)
    assert FigureChange.objects.filter(agency=keliru.agency, at=past).exists()
    keliru.refresh_from_db()
    assert (keliru.state, keliru.kind, keliru.due_at) == ("closed", "complaint", due)


@pytest.fixture
def lewat_rt(petugas: Staff, keliru: Ticket) -> Ticket:
    """A head of an RT writes for somebody of the neighbourhood."""
    Citizen.objects.filter(pk=keliru.citizen_id).update(name="Pak RT Contoh")
    to = desk.Correction(applicant_name=" Mbah  Sarinah Contoh ")
    return desk.correct(keliru, to=to, by=petugas, now=timezone.now())


def test_for_whom_somebody_writes_is_the_applicant_and_who_writes_brought_it(
    masuk: Any, petugas: Staff, lewat_rt: Ticket
) -> None:
    client = masuk(petugas)
    page = flat(client.get(lewat_rt.get_absolute_url()))
    assert "Pemohon Mbah Sarinah Contoh" in _words(page)
    assert "Penyampai Pak RT Contoh" in _words(page)
    assert 'memperbaiki pemohon menjadi "Mbah Sarinah Contoh"' in page.replace("&quot;", '"')
    assert "untuk Mbah Sarinah Contoh" in flat(client.get("/antrean/"))
    assert form_of(client, lewat_rt)["applicant_name"] == "Mbah Sarinah Contoh"
    sent = form_of(client, lewat_rt) | {"applicant_name": ""}
    client.post(address(lewat_rt), sent)
    assert "untuk Mbah" not in flat(client.get("/antrean/"))


def test_an_applicant_is_found_by_name(masuk: Any, petugas: Staff, lewat_rt: Ticket) -> None:
    page = flat(masuk(petugas).post("/antrean/cari/", {"q": "sarinah"}, follow=True))
    assert lewat_rt.register_number in page
    assert "<mark>Sarinah</mark>" in page


def test_an_applicant_whose_identity_is_kept_is_neither_shown_nor_found(
    masuk: Any, petugas: Staff, lewat_rt: Ticket
) -> None:
    Ticket.objects.filter(pk=lewat_rt.pk).update(
        is_anonymous=True, subject="Titip Mbah Sarinah Contoh"
    )
    client = masuk(petugas)
    for page in (lewat_rt.get_absolute_url(), address(lewat_rt), "/antrean/", "/laporan/buku/"):
        assert "Sarinah" not in flat(client.get(page)), page
    found = flat(client.post("/antrean/cari/", {"q": "sarinah"}, follow=True))
    assert lewat_rt.register_number not in found


def test_a_short_name_of_who_is_kept_stands_in_no_result(
    masuk: Any, petugas: Staff, lewat_rt: Ticket
) -> None:
    Ticket.objects.filter(pk=lewat_rt.pk).update(
        is_anonymous=True,
        applicant_name="Ani",
        subject="Perbaikan pasar",
        outcome_note="sudah lunas",
    )
    page = flat(masuk(petugas).post("/antrean/cari/", {"q": "pasar lunas"}, follow=True))
    assert lewat_rt.register_number in page
    assert "Ani" not in _words(page)


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_new_subject_is_found(masuk: Any, petugas: Staff, keliru: Ticket) -> None:
    to = desk.Correction(subject="Penerangan gang kenanga")
    desk.correct(keliru, to=to, by=petugas, now=timezone.now())
    answer = masuk(petugas).post("/antrean/cari/", {"q": "kenanga"}, follow=True)
    assert keliru.register_number in flat(answer)
