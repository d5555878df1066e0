"""Every address of a ticket: an outsider finds nothing, a lower role changes nothing."""

from typing import Any

import pytest

from services.models import Agency, Staff
from tests import factories
from tests.reading import flat
from tickets.models import AccessLog, Attachment, Draft, Message, Ticket, TicketEvent

KEY = "kunci-formulir-contoh"
POSTS = {
    "ambil": {},
    "tugaskan": {"to": "1"},
    "kembalikan": {"reason": "contoh"},
    "balas": {"text": "halo", "form_key": KEY},
    "templat": {"template": "1", "form_key": KEY},
    "draf": {"text": "halo"},
    "catatan": {"text": "halo", "form_key": KEY},
    "teruskan": {"to_agency": "1", "reason": "contoh"},
    "tunggu-pemohon": {"reason": "contoh"},
    "hari-tunggu": {"offer": ""},
    "tunggu-pihak-lain": {"reason": "contoh"},
    "berkas-lengkap": {},
    "lanjutkan": {},
    "pisahkan": {"messages": "1"},
    "batal-pisah": {},
    "gabung": {"others": "1", "leads": "ini"},
    "batal-gabung": {},
    "lepas": {},
    "selesai": {"outcome": "answered"},
    "buka-kembali": {"reason": "contoh"},
    "pesan/1/ulang": {},
    "berkas/1/ulang": {},
}
PAGES = (
    "",
    "perubahan/",
    "mengapa/",
    "alasan/",
    "balasan-cepat/",
    "catatan/",
    "selesai/",
    "teruskan/",
)


def everything() -> list[Any]:
    """All that a verb could change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Ticket, TicketEvent, Message, Draft, AccessLog)
    ]


@pytest.mark.parametrize("path", POSTS)
def test_an_outsiders_post_is_404_and_changes_nothing(
    masuk: Any, orang_luar: Staff, pengamat: Staff, evaluator: Staff, tiket: Ticket, path: str
) -> None:
    before = everything()
    for person in (orang_luar, pengamat, evaluator):
        answer = masuk(person).post(f"{tiket.get_absolute_url()}{path}/", POSTS[path])
        assert answer.status_code == 404
    assert everything() == before


@pytest.mark.parametrize("path", POSTS)
def test_who_may_only_read_is_refused_and_changes_nothing(
    masuk: Any, admin_opd: Staff, super_admin: Staff, tiket: Ticket, path: str
) -> None:
    before = everything()
    for person in (admin_opd, super_admin):
        answer = masuk(person).post(f"{tiket.get_absolute_url()}{path}/", POSTS[path])
        assert answer.status_code == 403
    assert everything() == before


@pytest.mark.parametrize("path", ["tugaskan", "kembalikan"])
def test_an_operator_does_not_share_out_the_work_of_others(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket, path: str
) -> None:
    Ticket.objects.update(assignee=petugas_lain, state="in_progress")
    before = everything()
    data = {"to": str(petugas_lain.pk), "reason": "contoh"}
    answer = masuk(petugas).post(f"{tiket.get_absolute_url()}{path}/", data)
    assert answer.status_code == 403
    assert everything() == before


@pytest.mark.parametrize("path", PAGES)
def test_an_outsiders_page_is_404(masuk: Any, orang_luar: Staff, tiket: Ticket, path: str) -> None:
    assert masuk(orang_luar).get(f"{tiket.get_absolute_url()}{path}").status_code == 404


@pytest.mark.parametrize("path", ["ambil", "balas", "draf", "nomor", "berkas-lengkap", "lanjutkan"])
def test_a_get_changes_nothing(masuk: Any, petugas: Staff, tiket: Ticket, path: str) -> None:
    before = everything()
    assert masuk(petugas).get(f"{tiket.get_absolute_url()}{path}/").status_code == 405
    assert everything() == before


def test_a_forged_form_is_refused(petugas: Staff, tiket: Ticket, client: Any) -> None:
    client = type(client)(enforce_csrf_checks=True)
    client.force_login(petugas)
    before = everything()
    answer = client.post(f"{tiket.get_absolute_url()}ambil/")
    assert answer.status_code == 403
    assert "kedaluwarsa" in flat(answer)
    assert everything() == before


def test_an_outsider_gets_no_file(masuk: Any, orang_luar: Staff, tiket: Ticket) -> None:
    message = factories.MessageFactory(ticket=tiket, type="image")
    attachment = Attachment.objects.create(message=message, state="ready", mime_type="image/png")
    before = everything()
    for path in (f"/berkas/{attachment.pk}/", f"/berkas/{attachment.pk}/pratinjau/"):
        assert masuk(orang_luar).get(path).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("nik", ["3515000000000001", "3515 0000 0000 0001"])
def test_a_nik_is_masked_wherever_it_stands(
    masuk: Any, petugas: Staff, tiket: Ticket, clock: object, nik: str
) -> None:
    """In the subject, the summary, a reason and a file's name, not only in messages."""
    Ticket.objects.update(subject=f"KK {nik}", outcome_note=f"Selesai {nik}")
    tiket.events.create(verb="transferred", at=tiket.received_at, reason=f"Anak dari {nik}")
    message = factories.MessageFactory(ticket=tiket, type="document")
    message.attachments.create(state="ready", filename=f"KTP_{nik}.pdf", mime_type="x/y")
    page = flat(masuk(petugas).get(tiket.get_absolute_url()))
    assert nik not in page
    assert page.count("35••••••••••0001") >= 4


def test_the_first_office_keeps_number_state_and_outcome_of_what_it_passed_on(
    masuk: Any, petugas: Staff, orang_luar: Staff, tiket: Ticket, dinas_wita: Agency
) -> None:
    factories.MessageFactory(ticket=tiket, text="Rahasia keluarga contoh")
    Ticket.objects.update(agency=dinas_wita, service=None, subject="Rahasia keluarga contoh")
    client, address = masuk(petugas), tiket.get_absolute_url()
    page = client.get(address)
    assert page.status_code == 200
    assert "Dinas Kependudukan Contoh" in flat(page)
    assert "Rahasia keluarga" not in flat(page)
    assert client.get(f"{address}perubahan/").status_code == 404
    assert client.post(f"{address}catatan/", {"text": "x"}).status_code == 404
    assert "Rahasia keluarga" in flat(masuk(orang_luar).get(address))
    Ticket.objects.update(origin_agency=dinas_wita)
    assert client.get(address).status_code == 404


def test_a_right_taken_away_is_gone_at_the_next_request(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    client, url = masuk(petugas), tiket.get_absolute_url()
    assert client.get(url).status_code == 200
    role = petugas.memberships.get()
    role.services.clear()
    assert client.get(url).status_code == 404
    role.services.add(tiket.service)
    assert client.get(url).status_code == 200
    petugas.memberships.update(is_active=False)
    assert client.get(url).status_code == 404
    petugas.memberships.update(is_active=True)
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    assert client.get(url).headers["Location"].startswith("/masuk/")


def test_rights_that_change_count_at_the_next_request(
    masuk: Any, petugas: Staff, dinas: Agency, tiket: Ticket
) -> None:
    """The SQL that holds a person's rights is kept; the rights themselves are not."""
    client, address = masuk(petugas), tiket.get_absolute_url()
    role = petugas.memberships.get()

    def opens() -> bool:
        answer = client.get(address)
        assert answer.status_code in (200, 404)
        return answer.status_code == 200

    assert opens()
    role.services.clear()
    assert not opens()
    Ticket.objects.filter(pk=tiket.pk).update(assignee=petugas)
    assert opens()
    Ticket.objects.filter(pk=tiket.pk).update(assignee=None)
    role.services.set([tiket.service])
    assert opens()
    role.is_active = False
    role.save()
    assert not opens()
    factories.MembershipFactory(staff=petugas, agency=dinas, role="supervisor")
    assert opens()
    Ticket.objects.filter(pk=tiket.pk).update(agency=factories.AgencyFactory())
    assert 'id="thread"' not in flat(client.get(address))  # only where it went


def test_a_ticket_page_deciphers_no_secret(
    masuk: Any, petugas: Staff, tiket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the number's token nor the survey's link is needed to draw a page."""
    tiket.channel.access_token = "token contoh"
    tiket.channel.save()
    factories.MessageFactory(ticket=tiket, direction="out", sealed_payload="tautan contoh")
    monkeypatch.setattr("services.crypto.decrypt", lambda _: pytest.fail("deciphered"))
    assert masuk(petugas).get(tiket.get_absolute_url()).status_code == 200


def test_a_super_admin_of_one_office_opens_nothing_elsewhere(
    masuk: Any, tiket: Ticket, dinas: Agency
) -> None:
    person = factories.StaffFactory()
    role = factories.MembershipFactory(staff=person, agency=dinas, role="super_admin")
    client = masuk(person)
    assert "alasan" in flat(client.get(tiket.get_absolute_url()))
    role.agency = factories.AgencyFactory()
    role.save()
    assert client.get(tiket.get_absolute_url()).status_code == 404


def test_a_session_key_with_a_nul_is_no_session(client: Any, tiket: Ticket) -> None:
    """As it comes over the wire: newer Pythons refuse to write such a cookie."""
    cookie = "sessionid=" + "a" * 20 + "\x00" + "b" * 11
    assert client.get(tiket.get_absolute_url(), HTTP_COOKIE=cookie).status_code == 302
