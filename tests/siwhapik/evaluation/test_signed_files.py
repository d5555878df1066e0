"""What a signed report leaves behind: names of its files, what they say of themselves, and who signed with what."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import SignedEvaluation, Staff
from tests.reading import flat
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.tools import body, sheets_of, words_of_pdf
from tickets.models import Ticket

Login = Callable[[Staff], Client]
SIGN = f"{JUNI}tanda-tangan/"
FIRST = f"{JUNI}ditandatangani/"
WHO = {
    "place": "Kota Contoh",
    "position": "Kepala Dinas Contoh",
    "name": "Dra. Sinta Contoh",
    "nip": "196501011990032001",
}


def form(client: Client, **more: Any) -> dict[str, Any]:
    """The form as the page has it, filled in."""
    shown = client.get(SIGN).context["form"]
    hidden = {name: shown[name].value() for name in ("version", "signed_before", "form_key")}
    return {**hidden, **WHO, **more}


@pytest.fixture
def bertanda(juli: list[Ticket], admin_opd: Staff, masuk: Login) -> SignedEvaluation:
    client = masuk(admin_opd)
    assert client.post(SIGN, form(client)).status_code == 302
    found: SignedEvaluation = SignedEvaluation.objects.get()
    return found


def _named(client: Client, address: str) -> str:
    return client.get(address)["Content-Disposition"].split('"')[1]


def test_files_of_a_draft_and_of_revisions_have_names_of_their_own(
    bertanda: SignedEvaluation, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    client.post(SIGN, form(client, reason="Angka loket baru dihitung."))
    of_second = f"{JUNI}revisi-1/"
    for kind in ("pdf", "xlsx"):
        name = f"evaluasi-dinsos-contoh-2026-06.{kind}"
        assert _named(client, f"{JUNI}naskah/{kind}/") == f"konsep-{name}"
        assert _named(client, f"{FIRST}{kind}/") == name
        again = name.replace(".", "-revisi-1.")
        assert _named(client, f"{of_second}{kind}/") == again


def test_a_workbook_says_whether_it_is_signed(
    bertanda: SignedEvaluation, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)

    def state(address: str) -> Any:
        return dict(sheets_of(body(client.get(f"{address}xlsx/")))["Keterangan"])["Keadaan"]

    assert state(f"{JUNI}naskah/") == "Konsep, belum ditandatangani"
    assert state(FIRST).startswith(f"Ditandatangani {WHO['name']}, Kamis, 2 Juli 2026")
    assert state(FIRST).endswith(bertanda.checksum)
    client.post(SIGN, form(client, reason="Angka loket baru dihitung."))
    assert state(f"{JUNI}revisi-1/").startswith("Revisi 1 (Angka loket baru dihitung.). ")


def test_addresses_of_before_lead_to_what_they_meant(
    bertanda: SignedEvaluation, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    client.post(SIGN, form(client, reason="Angka loket baru dihitung."))
    for number, now_at in ((1, FIRST), (2, f"{JUNI}revisi-1/")):
        for rest in ("", "pdf/", "xlsx/"):
            answer = client.get(f"{JUNI}revisi/{number}/{rest}")
            assert (answer.status_code, answer["Location"]) == (301, f"{now_at}{rest}")
    page = client.get(f"{JUNI}revisi/2/", follow=True)
    assert "Laporan evaluasi Juni 2026, revisi 1" in flat(page)
    assert client.post(f"{JUNI}revisi/1/periksa/")["Location"] == FIRST
    for nothing in (
        "revisi/0/",
        "revisi/3/",
        "revisi-0/",
        "revisi-2/",
        "revisi/",
        "revisi-1/naskah/",
    ):
        assert client.get(f"{JUNI}{nothing}", follow=True).status_code == 404
    client.logout()
    assert "/masuk/" in client.get(f"{JUNI}revisi/1/")["Location"]


def test_a_workbook_holds_what_the_office_wrote(
    juli: list[Ticket], admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    shown = client.get(f"{JUNI}naskah/semua/").context["form"]
    story = "Loket ramai.\r\n\r\n=1+1 bukan rumus.\r\n" + "kata " * 500
    text = {"version": shown["version"].value(), "summary": story, "plans": "Loket kedua dibuka."}
    assert client.post(f"{JUNI}naskah/semua/", text).status_code == 302

    def written(address: str) -> list[tuple[Any, ...]]:
        sheets = sheets_of(body(client.get(f"{address}xlsx/")))
        assert next(iter(sheets)) == "Naskah kantor"
        return sheets["Naskah kantor"]

    head, first, second, *long, obstacles, improvements, plans = written(f"{JUNI}naskah/")
    assert head == ("Bagian", "Isi")
    assert (first, second) == (("Ringkasan", "Loket ramai."), ("Ringkasan", "=1+1 bukan rumus."))
    assert " ".join(words for _, words in long) == ("kata " * 500).strip()
    assert all(name == "Ringkasan" and len(words) <= 1200 for name, words in long)
    assert obstacles == ("Kendala", "Belum diisi.")
    assert improvements == ("Perbaikan dan tindak lanjut", "Belum diisi.")
    assert plans == ("Rencana", "Loket kedua dibuka.")
    assert client.post(SIGN, form(client)).status_code == 302
    signed = written(FIRST)
    assert signed[:3] == [head, first, second]
    assert ("Kendala", "Tidak diisi.") in signed
    assert signed[-1] == plans


def test_who_signed_before_finds_the_form_filled_in(
    bertanda: SignedEvaluation, admin_opd: Staff, masuk: Login
) -> None:
    shown = masuk(admin_opd).get(f"{JUNI}tanda-tangan/".replace("2026-06", "2026-05"))
    assert {name: shown.context["form"][name].value() for name in WHO} == WHO


def test_a_nip_may_have_its_spaces(juli: list[Ticket], admin_opd: Staff, masuk: Login) -> None:
    client = masuk(admin_opd)
    assert "NIP terdiri dari 18 angka" in flat(client.post(SIGN, form(client, nip="19650101")))
    assert client.post(SIGN, form(client, nip="19650101 199003 2 001")).status_code == 302
    assert SignedEvaluation.objects.get().content["signature"]["nip"] == WHO["nip"]


def test_what_the_office_left_empty_is_not_awaited_once_it_is_signed(
    bertanda: SignedEvaluation, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    for said in (flat(client.get(FIRST)), words_of_pdf(body(client.get(f"{FIRST}pdf/")))):
        assert "Tidak diisi." in said
        assert "Belum diisi." not in said
    assert "Belum diisi." in words_of_pdf(body(client.get(f"{JUNI}naskah/pdf/")))


def test_who_signs_days_before_the_first_ticket_is_told(
    juli: list[Ticket], admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    early = "Tiket pertama kantor ini masuk 3 Juni 2026, jadi angka tiket rentang ini nol semua."
    assert early in flat(client.get(SIGN.replace("2026-06", "2026-05")))
    assert "nol semua" not in flat(client.get(SIGN))
    Ticket.objects.update(registered_at=None)
    assert "Kantor ini belum menerima tiket, jadi" in flat(client.get(SIGN))
