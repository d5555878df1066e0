"""The pages of outages: who sees one, who records it, and what the page says."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.models import Message, Outage, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

H = dt.timedelta(hours=1)
Masuk = Callable[[Staff], Client]


def fields(**more: Any) -> dict[str, Any]:
    return {"kind": "siak", "starts_at": "2026-06-09T09:10", "form_key": "f", **more}


def test_a_supervisor_records_one_and_a_repeated_form_does_not(
    masuk: Masuk, penyelia: Staff, dinas: Agency, layanan: Service, now: dt.datetime
) -> None:
    browser, url = masuk(penyelia), f"/gangguan/kantor/{dinas.pk}/catat/"
    assert browser.get(url).status_code == 200
    sent = fields(services=[layanan.pk], note="Pusat data")
    answers = [browser.post(url, sent) for _ in range(2)]
    outage = Outage.objects.get()
    assert {one["Location"] for one in answers} == {f"/gangguan/{outage.pk}/"}
    assert outage.starts_at == now - dt.timedelta(minutes=50)
    assert (outage.ends_at, list(outage.services.all())) == (None, [layanan])
    page = browser.get(f"/gangguan/{outage.pk}/").content.decode()
    assert "Gangguan SIAK" in page
    assert "Pusat data" in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": ""}, "Pilih apa yang terganggu."),
        ({"kind": "other"}, "Tulis apa yang terganggu."),
        ({"starts_at": ""}, "Isi waktunya."),
        ({"starts_at": "kemarin"}, "Waktu itu tidak dikenali."),
        ({"starts_at": "2026-06-09T23:00"}, "Waktu mulai belum lewat."),
        ({"ends_at": "2026-06-09T09:00"}, "Waktu pulih harus sesudah waktu mulai."),
        ({"services": "999999"}, "999999"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    masuk: Masuk, penyelia: Staff, dinas: Agency, more: dict[str, Any], words: str
) -> None:
    url = f"/gangguan/kantor/{dinas.pk}/catat/"
    answer = masuk(penyelia).post(url, fields(note="Catatan saya", **more))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Catatan saya" in page
    assert not Outage.objects.exists()


SEES = {
    "super_admin": 200, "evaluator": 404, "pejabat": 404, "kepala": 200, "admin_opd": 200,
    "penyelia": 200, "petugas": 200, "pengamat": 404, "orang_luar": 404,
}  # fmt: skip


@pytest.mark.parametrize("who", SEES)
def test_who_sees_one_and_who_changes_it(
    masuk: Masuk, gangguan: Outage, dinas: Agency, who: str, request: pytest.FixtureRequest
) -> None:
    browser = masuk(request.getfixturevalue(who))
    page = f"/gangguan/{gangguan.pk}/"
    assert browser.get(page).status_code == SEES[who]
    listed = browser.get("/gangguan/")
    none_at_all = who in ("evaluator", "pejabat", "pengamat")
    assert listed.status_code == (403 if none_at_all else 200)
    assert (page in listed.content.decode()) == (SEES[who] == 200)
    records = who in ("admin_opd", "penyelia")
    refused = {True: 422, False: 403 if SEES[who] == 200 else 404}[records]
    for verb in ("pulih", "cabut", "beri-tahu", "perbaiki"):
        assert browser.post(f"{page}{verb}/", {}).status_code == refused, verb
    new = browser.get(f"/gangguan/kantor/{dinas.pk}/catat/")
    assert new.status_code == (200 if records else 404)
    gangguan.refresh_from_db()
    assert (gangguan.version, gangguan.told_from) == (1, None)


def test_an_old_form_does_not_open_again_what_a_colleague_ended(
    masuk: Masuk, penyelia: Staff, admin_opd: Staff, gangguan: Outage, now: dt.datetime
) -> None:
    browser, url = masuk(penyelia), f"/gangguan/{gangguan.pk}/perbaiki/"
    page = browser.get(url).content.decode()
    assert 'name="version" value="1"' in page
    desk.end_outage(gangguan, at=now, by=admin_opd, now=now)
    refused = browser.post(url, fields(note="Salah kabel", version="1"))
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "diubah rekan sejak Anda membukanya" in text
    assert "Salah kabel" in text
    gangguan.refresh_from_db()
    assert (gangguan.ends_at, gangguan.note) == (now, "")


def test_a_second_press_of_a_correction_changes_nothing_more(
    masuk: Masuk, penyelia: Staff, gangguan: Outage
) -> None:
    browser, url = masuk(penyelia), f"/gangguan/{gangguan.pk}/perbaiki/"
    for _ in range(2):
        assert browser.post(url, fields(note="Salah kabel", version="1")).status_code == 302
    gangguan.refresh_from_db()
    assert (gangguan.version, gangguan.note) == (2, "Salah kabel")


def test_moments_are_those_of_the_offices_clock(
    masuk: Masuk, dinas_wita: Agency, now: dt.datetime
) -> None:
    """10.00 WIB, which the server has, is 11.00 WITA."""
    admin = factories.StaffFactory()
    factories.MembershipFactory(staff=admin, agency=dinas_wita, role="agency_admin")
    browser, url = masuk(admin), f"/gangguan/kantor/{dinas_wita.pk}/catat/"
    assert 'value="2026-06-09T11:00"' in browser.get(url).content.decode()
    browser.post(url, fields(starts_at="2026-06-09T10:30"))
    outage = Outage.objects.get()
    assert outage.starts_at == now - H / 2
    assert 'value="2026-06-09T11:00"' in browser.get(f"/gangguan/{outage.pk}/").content.decode()
    again = browser.get(f"/gangguan/{outage.pk}/perbaiki/")
    form = again.context["form"]
    kept = {one.name: one.value() for one in form if one.value() is not None}
    assert 'value="2026-06-09T10:30"' in again.content.decode()
    said = {**kept, "starts_at": "2026-06-09T10:30", "note": "Contoh"}
    assert browser.post(f"/gangguan/{outage.pk}/perbaiki/", said).status_code == 302
    outage.refresh_from_db()
    assert (outage.starts_at, outage.note) == (now - H / 2, "Contoh")


def test_the_page_shows_both_due_times(
    masuk: Masuk, penyelia: Staff, gangguan: Outage, tiket: Ticket, now: dt.datetime
) -> None:
    desk.end_outage(gangguan, at=now, by=penyelia, now=now)
    desk.apply_outages(now)
    page = masuk(penyelia).get(f"/gangguan/{gangguan.pk}/").content.decode()
    assert "10 Jun 2026 08.00 WIB" in page
    assert "10 Jun 2026 08.50 WIB" in page
    assert "50 menit" in page


def test_an_operator_reads_how_many_but_only_their_own_tickets(
    masuk: Masuk,
    petugas: Staff,
    dinas: Agency,
    layanan_lain: Service,
    gangguan: Outage,
    tiket: Ticket,
    now: dt.datetime,
) -> None:
    other = factories.TicketFactory(
        conversation__channel=tiket.channel,
        service=layanan_lain,
        register_number="DINSOS-2026-000099",
    )
    desk.apply_outages(now)
    page = masuk(petugas).get(f"/gangguan/{gangguan.pk}/").content.decode()
    assert str(tiket) in page
    assert str(other) not in page
    assert 'class="count">2<' in page


def test_it_is_told_after_a_tick_and_the_preview_says_to_how_many(
    masuk: Masuk, penyelia: Staff, gangguan: Outage, now: dt.datetime
) -> None:
    browser, page = masuk(penyelia), f"/gangguan/{gangguan.pk}/"
    shown = browser.get(page).content.decode()
    assert "<strong>1 orang</strong>" in shown
    assert "tertunda karena gangguan SIAK sejak" in shown
    unticked = browser.post(f"{page}beri-tahu/", {})
    assert unticked.status_code == 422
    assert "Beri centang" in unticked.content.decode()
    assert browser.post(f"{page}beri-tahu/", {"sure": "on"}).status_code == 302
    desk.tell_outages(now)
    assert Message.objects.filter(origin="system").count() == 1
    told = browser.get(page).content.decode().replace("\n", " ")
    assert "1 orang sudah diberi" in told
    assert "Sekarang tidak ada pemohon yang perlu diberi tahu" in told
    assert "0 orang" not in told
    assert browser.post(f"{page}beri-tahu/", {"stop": "1"}).status_code == 302
    gangguan.refresh_from_db()
    assert gangguan.told_from is None


def test_when_it_is_over_its_page_still_says_how_many_were_told(
    masuk: Masuk, penyelia: Staff, gangguan: Outage, now: dt.datetime
) -> None:
    browser, page, words = masuk(penyelia), f"/gangguan/{gangguan.pk}/", "Pemohon yang diberi tahu"
    browser.post(f"{page}beri-tahu/", {"sure": "on"})
    desk.tell_outages(now)
    assert words not in browser.get(page).content.decode()
    desk.end_outage(gangguan, at=now, by=penyelia, now=now)
    assert (words, "1 orang") in browser.get(page).context["facts"]


def test_one_that_was_withdrawn_is_not_awaited_and_grows_no_longer(
    masuk: Masuk, penyelia: Staff, gangguan: Outage, now: dt.datetime
) -> None:
    desk.withdraw_outage(gangguan, reason="Salah catat", by=penyelia, now=now)
    desk.apply_outages(now)
    shown = masuk(penyelia).get(f"/gangguan/{gangguan.pk}/")
    assert {"Pulih", "Lama"}.isdisjoint(dict(shown.context["facts"]))
    page = flat(shown)
    assert "Catatan ini dicabut: tidak ada waktu tiket yang dijeda karenanya" in page
    assert "Daftar ini terisi" not in page
    assert "Tidak bergeser" not in page


def test_while_the_office_is_closed_it_says_from_when_they_are_told(
    masuk: Masuk, penyelia: Staff, gangguan: Outage, clock: Any
) -> None:
    clock.move_to(dt.datetime(2026, 6, 14, 3, 0, tzinfo=dt.UTC))  # a Sunday
    answer = masuk(penyelia).post(
        f"/gangguan/{gangguan.pk}/beri-tahu/", {"sure": "on"}, follow=True
    )
    assert "diberi tahu mulai Senin, 15 Juni 2026" in answer.content.decode()


@pytest.mark.parametrize("path", ["/gangguan/", "/gangguan/{pk}/"])
def test_pages_ask_the_same_number_of_questions_for_one_and_for_fifty(
    masuk: Masuk,
    penyelia: Staff,
    dinas: Agency,
    gangguan: Outage,
    tiket: Ticket,
    layanan: Service,
    now: dt.datetime,
    path: str,
    django_assert_num_queries: Any,
) -> None:
    browser, url = masuk(penyelia), path.format(pk=gangguan.pk)
    browser.get(url)
    count = {"/gangguan/": 5, "/gangguan/{pk}/": 15}[path]
    with django_assert_num_queries(count):
        browser.get(url)
    for n in range(49):
        begins = now - (n + 3) * H
        Outage.objects.create(
            agency=dinas, kind="other", name=f"contoh {n}", starts_at=begins, ends_at=begins + H,
            recorded_by=penyelia, recorded_at=now, form_key=str(n), applied_version=1,
        )  # fmt: skip
        factories.TicketFactory(conversation__channel=tiket.channel, service=layanan)
    desk.apply_outages(now)
    with django_assert_num_queries(count):
        browser.get(url)


@pytest.mark.parametrize("address", ["/gangguan/", "/catatan/", "/laporan/"])
def test_the_menu_says_where_one_is(masuk: Masuk, penyelia: Staff, address: str) -> None:
    page = masuk(penyelia).get(address).content.decode()
    (link,) = re.findall(r'<a[^>]*href="([^"]+)"\s+aria-current="page"', page.split("<nav")[1])
    assert link == "/laporan/"
