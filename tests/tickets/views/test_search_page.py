"""The results of a search in the queue: what is found, by whom, why, and what no address tells."""

import re
from typing import Any

import pytest

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.queue_rows import SEARCH, groups, results
from tickets import desk
from tickets.models import Attachment, Citizen, Ticket
from tickets.views import search_results


@pytest.mark.parametrize(
    ("typed", "group", "why"),
    [
        ("banjir", "percakapan", "karena <mark>banjir</mark>"),
        ("KARTU rusak", "percakapan", "<mark>Kartu</mark> keluarganya <mark>rusak</mark>"),
        ('"keluarganya rusak"', "percakapan", "<mark>keluarganya rusak</mark>"),
        ("keluarga banj", "percakapan", "<mark>keluarganya</mark>"),
        ("loket", "percakapan", "Kantor:</span> Silakan ambil di <mark>loket</mark>"),
        ("lurah", "percakapan", "pengantar <mark>lurah</mark>"),
        ("gudang", "catatan", "di <mark>gudang</mark> arsip"),
        ("rt05", "berkas", "pengantar_<mark>rt05</mark>.pdf"),
        ("cetak", "perihal", "<mark>Cetak</mark> ulang"),
        ("laminasi", "perihal", "Hasil:</span> Selesai <mark>dilaminasi</mark>"),
        ("laminasi rusak", "", ""),
        ("dilaminasi", "perihal", "Hasil:</span> Selesai <mark>dilaminasi</mark>"),
        ("cetak dilaminasi", "perihal", "<mark>dilaminasi</mark>"),
        ("keterangan", "perihal", "Layanan:</span> Surat <mark>Keterangan</mark>"),
        ("sari", "nama", "<mark>Sari</mark> Contoh"),
        ("contoh sari", "nama", "<mark>Sari</mark> <mark>Contoh</mark>"),
        ("1", "nomor", "DINSOS-2026-000001"),
        ("000001", "nomor", "DINSOS-2026-000001"),
        ("#1", "nomor", "DINSOS-2026-000001"),
        ("dinsos 1", "nomor", "DINSOS-2026-000001"),
        ("2026/1", "nomor", "DINSOS-2026-000001"),
        ("dinsos-2026-1", "nomor", "DINSOS-2026-000001"),
        ("LAIN 1", "", ""),
        ("2025-1", "", ""),
        ("2", "", ""),
        ("00001", "nomor", "DINSOS-2026-000001"),
        ("812000", "nomor", "Telepon:</span> +62812••••1234"),
        ("0000123", "nomor", "Telepon:</span> +62812••••1234"),
    ],
)
def test_what_is_found_and_why(
    masuk: Any, petugas: Staff, ramai: Ticket, typed: str, group: str, why: str
) -> None:
    page = results(masuk(petugas), typed)
    assert (groups(page)[:1] or [""])[0] == group
    assert re.sub(r"(?<=>) | (?=<)", "", why) in page  # as `flat` has it
    assert (ramai.register_number in page) == bool(group)


def test_a_name_is_found_by_how_it_sounds(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    Citizen.objects.update(name="Mohd. Jusuf Soekarno", profile_name="")
    client = masuk(petugas)
    for typed in ("muhammad yusuf", "sukarno", "Moh. Yusuf", "yusuf muh"):
        assert "<mark>Jusuf" in results(client, typed) or "<mark>Soekarno" in results(client, typed)
    assert groups(results(client, "sukarto")) == []


def test_a_ticket_stands_once_with_all_its_reasons(
    masuk: Any, petugas: Staff, ramai: Ticket
) -> None:
    Ticket.objects.update(subject="Banjir di gudang")
    desk.note(ramai, by=petugas, now=ramai.received_at, text="banjir lagi")
    page = results(masuk(petugas), "banjir")
    assert page.count(f'id="t{ramai.pk}"') == 1
    assert page.count("<mark>") == 3


def test_the_newest_text_comes_first_and_filters_stay(
    masuk: Any, penyelia: Staff, ramai: Ticket, layanan_lain: Service
) -> None:
    other = factories.TicketFactory(
        conversation=factories.ConversationFactory(channel=ramai.channel), service=layanan_lain
    )
    factories.MessageFactory(ticket=other, text="Rumah kena banjir")
    client = masuk(penyelia)
    page = results(client, "banjir")
    assert page.index(other.register_number) < page.index(ramai.register_number)
    page = results(client, "banjir", layanan=str(layanan_lain.pk))
    assert other.register_number in page
    assert ramai.register_number not in page


@pytest.mark.parametrize("typed", ["banjir", "gudang", "rt05", "cetak", "1", "sari", "keterangan"])
def test_who_may_not_read_it_does_not_find_it(
    masuk: Any, orang_luar: Staff, ramai: Ticket, typed: str
) -> None:
    assert groups(results(masuk(orang_luar), typed)) == []


def test_matters_with_specific_data_are_found_by_those_who_read_them(
    masuk: Any, admin_opd: Staff, penyelia: Staff, ramai: Ticket, layanan_khusus: Service
) -> None:
    Ticket.objects.update(service=layanan_khusus)
    assert ramai.register_number not in results(masuk(admin_opd), "banjir")
    assert ramai.register_number in results(masuk(penyelia), "banjir")


@pytest.mark.parametrize(
    "typed", ["3515080101900001", "3515 0801 0190 0001", "081377778888", "0813-7777-8888", "7777"]
)
def test_what_is_masked_is_not_confirmed(
    masuk: Any, penyelia: Staff, ramai: Ticket, typed: str
) -> None:
    page = results(masuk(penyelia), typed)
    assert ramai.register_number not in page
    shown = results(masuk(penyelia), "banjir")
    assert "35••••••••••0001" in shown
    assert "3515080101900001" not in shown


@pytest.mark.parametrize("typed", ["sari", "SARI lapor", "sarie"])
def test_who_wants_to_stay_unknown_is_not_found_by_name(
    masuk: Any, petugas: Staff, ramai: Ticket, typed: str
) -> None:
    client = masuk(petugas)
    letter = factories.MessageFactory(
        ticket=ramai, text="Saya SARI lapor banjir, Sarie", type="document"
    )
    Attachment.objects.create(message=letter, filename="ktp sari contoh.pdf")
    assert ramai.register_number in results(client, typed)
    Ticket.objects.update(is_anonymous=True)
    assert ramai.register_number not in results(client, typed)
    assert ramai.register_number in results(client, "lapor banjir")
    assert groups(results(client, "rt05")) == []  # nor by what their files are called


def test_what_turns_out_to_be_no_hit_takes_no_place(
    masuk: Any, petugas: Staff, ramai: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said_by(name: str, *, hidden: bool) -> str:
        citizen = factories.CitizenFactory(agency=ramai.agency, profile_name=name)
        talk = factories.ConversationFactory(channel=ramai.channel, citizen=citizen)
        other = factories.TicketFactory(conversation=talk, service=ramai.service)
        factories.MessageFactory(ticket=other, text="terendam")
        Ticket.objects.filter(pk=other.pk).update(is_anonymous=hidden)
        return str(other.register_number)

    shown = [said_by("Wati contoh", hidden=False) for _ in range(3)]
    hidden = [said_by("Terendam contoh", hidden=True) for _ in range(3)]  # newer
    monkeypatch.setattr(search_results, "PAGE", 2)
    page = results(masuk(petugas), "terendam")
    assert [one for one in shown if one in page] == shown[1:]
    assert not any(one in page for one in hidden)
    assert f"{search_results.CURSOR}=" in page  # the third is on the next page


def test_the_office_that_passed_it_on_finds_its_number_alone(
    masuk: Any, penyelia: Staff, ramai: Ticket, dinas_wita: Agency
) -> None:
    away = {"agency": dinas_wita, "service": None, "assignee": None}
    Ticket.objects.filter(pk=ramai.pk).update(**away, tracking_code="K2M3N4P5QR")
    client = masuk(penyelia)
    for typed in ("1", ramai.register_number, ramai.register_number[:13], "K2M3N4P5QR"):
        page = results(client, typed)
        assert "Sudah diteruskan" in page, typed
        assert "ke Dukcapil Contoh" in page
        assert "Sari" not in page
    for typed in ("sari", "banjir", "gudang", "0812-0000-1234"):
        assert groups(results(client, typed)) == []


def test_no_address_holds_what_was_typed(masuk: Any, petugas: Staff, ramai: Ticket) -> None:
    client = masuk(petugas)
    answer = client.post(
        SEARCH, {"q": "lurah banjir", "tampilan": "saya", "status": ["new", "closed"]}
    )
    address = answer["Location"]
    assert re.fullmatch(
        r"/antrean/\?tampilan=saya&status=new&status=closed&cari=[\w-]{12}", address
    )
    page = flat(client.get(address))
    links = re.findall(r'(?:href|hx-get|action)="([^"]*)"', page)
    assert not [link for link in links if "lurah" in link.lower() or "banjir" in link.lower()]
    assert 'value="lurah banjir"' in page
    assert client.post(SEARCH, {"q": "lurah banjir"})["Location"].partition("cari=")[2] in address
    old = client.get("/antrean/?q=lurah+banjir&status=new")
    assert old["Location"] == address.replace("tampilan=saya&", "").replace("&status=closed", "")


def test_a_register_number_may_stand_in_an_address(
    masuk: Any, petugas: Staff, ramai: Ticket
) -> None:
    answer = masuk(petugas).post(SEARCH, {"q": "dinsos-2026-000001"})
    assert answer["Location"] == "/antrean/?q=dinsos-2026-000001"


def test_the_key_is_nothing_in_another_log_in(
    masuk: Any, petugas: Staff, penyelia: Staff, ramai: Ticket
) -> None:
    address = masuk(petugas).post(SEARCH, {"q": "banjir"})["Location"]
    page = flat(masuk(penyelia).get(address))
    assert "Pencarian ini sudah tidak tersimpan" in page
    assert "banjir" not in page


def test_a_search_is_polled_and_an_empty_one_is_the_list(
    masuk: Any, petugas: Staff, ramai: Ticket
) -> None:
    client = masuk(petugas)
    query = client.post(SEARCH, {"q": "banjir"})["Location"].partition("?")[2]
    assert "<mark>banjir</mark>" in flat(client.get(f"/antrean/perubahan/?{query}"))
    assert client.post(SEARCH, {"q": "  "})["Location"] == "/antrean/"
    assert client.get(SEARCH)["Location"] == "/antrean/"


def test_a_long_group_has_pages_of_its_own(
    masuk: Any, penyelia: Staff, ramai: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickets.views.search_results.FEW", 2)
    monkeypatch.setattr("tickets.views.search_results.PAGE", 3)
    desk.note(ramai, by=penyelia, now=ramai.received_at, text="banjir dicatat")
    numbers = [ramai.register_number]
    for _ in range(4):
        other = factories.TicketFactory(
            conversation=factories.ConversationFactory(channel=ramai.channel)
        )
        factories.MessageFactory(ticket=other, text="kena banjir")
        numbers.insert(0, other.register_number)
    client = masuk(penyelia)
    page = results(client, "banjir")
    more = re.search(r'href="(\?[^"]*kelompok=percakapan)"', page)
    assert more is not None
    seen, url = [], more[1].replace("&amp;", "&")
    for count in (3, 2):
        page = flat(client.get(f"/antrean/{url}")).partition('data-part="rows"')[2]
        seen += re.findall(r'class="mono">([A-Z0-9-]+)<', page)
        assert len(re.findall('class="row__why"', page)) == count
        following = re.search(r'href="(\?[^"]*sesudah=[^"]*)"', page)
        url = following[1].replace("&amp;", "&") if following else ""
    assert seen == numbers
    assert not url
