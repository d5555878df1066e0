"""Rows are chosen in the queue, a form starts a job, a page shows what became of it."""

from typing import Any

import pytest
from django.utils import timezone

from services.models import Agency, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.queue_rows import rows
from tickets import bulk
from tickets.models import BulkJob, QuickReply, Ticket

pytestmark = pytest.mark.django_db
NEW = "/tiket/bersama/baru/"
PERSON = {"form_key": "kunci-contoh"}


@pytest.fixture
def dua(tiket: Ticket) -> list[Ticket]:
    other = factories.TicketFactory(
        conversation__channel=tiket.channel, service=tiket.service, standard=tiket.standard
    )
    return [tiket, other]


def form(*tickets: Ticket, **given: Any) -> dict[str, Any]:
    seen = timezone.now().timestamp()
    return {"t": [one.pk for one in tickets], **PERSON, "seen": seen, **given}


def began(client: Any, deed: str, *tickets: Ticket, **given: Any) -> Any:
    return client.post(f"{NEW}?perbuatan={deed}", form(*tickets, **given))


def test_rows_can_be_chosen_by_those_who_work_tickets(
    masuk: Any, petugas: Staff, penyelia: Staff, admin_opd: Staff, tiket: Ticket
) -> None:
    box = f'form="bulk" name="t" value="{tiket.pk}"'
    rest = ["layanan", "tunggu", "label", "selesaikan", "makro", "gabung"]
    for who, deeds in (
        (petugas, ["balas", "ambil", "serahkan", *rest]),
        (penyelia, ["balas", "ambil", "tugaskan", "serahkan", *rest]),
    ):
        client = masuk(who)
        assert box in rows(client)
        page = flat(client.get("/antrean/"))
        assert [word for word in deeds if f'name="perbuatan" value="{word}"' in page] == deeds
        assert page.count('name="perbuatan"') == len(deeds)
    page = flat(masuk(admin_opd).get("/antrean/"))
    assert tiket.register_number in page
    assert "row__pick" not in page
    assert "perbuatan" not in page


def test_the_form_names_the_tickets_and_starts_a_job_once(
    masuk: Any, petugas: Staff, dua: list[Ticket]
) -> None:
    client = masuk(petugas)
    asked = {"perbuatan": "ambil", "t": [one.pk for one in dua]}
    page = flat(client.get(NEW, asked))
    assert "Ambil 2 tiket" in page
    assert all(one.register_number in page for one in dua)
    first, second = began(client, "ambil", *dua), began(client, "ambil", *dua)
    job = BulkJob.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == job.get_absolute_url()
    assert list(job.items.values_list("ticket", flat=True)) == [one.pk for one in dua]
    dialog = client.get(NEW, asked, headers={"HX-Request": "true"})
    assert "<h1>" not in flat(dialog)
    sent = client.post(f"{NEW}?perbuatan=ambil", form(*dua), headers={"HX-Request": "true"})
    assert (sent.status_code, sent.headers["HX-Redirect"]) == (204, job.get_absolute_url())


def test_outsiders_and_those_without_the_right_get_404_and_nothing_begins(
    masuk: Any, orang_luar: Staff, pengamat: Staff, admin_opd: Staff, petugas: Staff, tiket: Ticket
) -> None:
    for who, deed in (
        (orang_luar, "ambil"),
        (pengamat, "ambil"),
        (admin_opd, "ambil"),
        (petugas, "tugaskan"),
        (petugas, "hapus"),
    ):
        client = masuk(who)
        assert client.get(NEW, {"perbuatan": deed, "t": tiket.pk}).status_code == 404
        assert began(client, deed, tiket).status_code == 404
    assert masuk(petugas).get(NEW, {"perbuatan": "ambil", "t": "x"}).status_code == 404
    assert masuk(pengamat).get("/tiket/bersama/").status_code == 404
    assert not BulkJob.objects.exists()


def test_tickets_of_others_stay_out(
    masuk: Any, petugas: Staff, tiket: Ticket, dinas_wita: Agency
) -> None:
    elsewhere = factories.TicketFactory(conversation__channel__agency=dinas_wita)
    began(masuk(petugas), "ambil", tiket, elsewhere)
    assert list(BulkJob.objects.get().items.values_list("ticket", flat=True)) == [tiket.pk]


def test_a_quick_reply_alone_is_enough_and_an_empty_answer_is_not(
    masuk: Any, petugas: Staff, dua: list[Ticket], dinas: Agency
) -> None:
    quick = QuickReply.objects.create(
        agency=dinas, shortcut="salam", title="Salam", text="Yth. {nama}, kami proses."
    )
    client = masuk(petugas)
    assert "/salam Salam" in flat(client.get(NEW, {"perbuatan": "balas", "t": dua[0].pk}))
    empty = began(client, "balas", *dua)
    assert (empty.status_code, "tulis balasannya dahulu" in flat(empty)) == (422, True)
    assert began(client, "balas", *dua, quick=quick.pk, then="end").status_code == 302
    assert BulkJob.objects.get().given == {"text": "Yth. {nama}, kami proses.", "then": "end"}


@pytest.mark.parametrize(
    ("deed", "given", "words"),
    [
        ("selesaikan", {}, "Pilih hasilnya dahulu."),
        ("selesaikan", {"outcome": "rejected"}, "Hasil ini perlu penjelasan."),
        ("tunggu", {"whom": "citizen"}, "Tulis alasannya"),
        ("layanan", {}, "Pilih layanannya dahulu."),
        ("serahkan", {"note": "x"}, "Pilih petugasnya dahulu."),
        ("ambil", {"seen": "kapan"}, "bilangan"),
    ],
)
def test_what_is_missing_is_said_before_anything_begins(
    masuk: Any, petugas: Staff, tiket: Ticket, deed: str, given: dict[str, str], words: str
) -> None:
    answer = began(masuk(petugas), deed, tiket, **given)
    assert (answer.status_code, words in flat(answer)) == (422, True)
    assert not BulkJob.objects.exists()


def test_a_wait_ends_on_a_day_that_the_office_offers(
    masuk: Any, petugas: Staff, dua: list[Ticket], clock: Any
) -> None:
    client = masuk(petugas)
    asked = {"perbuatan": "tunggu", "t": [one.pk for one in dua]}
    offers = client.get(NEW, asked).context["form"].fields["offer"].choices
    day = offers[1][0]
    given = {"whom": "citizen", "reason": "Foto KTP"}
    for wrong, said in (
        ({"offer": "lain"}, "Pilih tanggalnya dahulu."),
        ({"offer": "lain", "day": "2020-01-01"}, "Pilih"),
        ({"offer": day, "whom": "other"}, "Hari hanya dipilih bila yang ditunggu pemohon."),
    ):
        answer = began(client, "tunggu", *dua, **given | wrong)
        assert (answer.status_code, said in flat(answer)) == (422, True)
    assert not BulkJob.objects.exists()
    assert began(client, "tunggu", *dua, **given, offer=day).status_code == 302
    assert BulkJob.objects.get().given == {"other": False, "reason": "Foto KTP", "until": day}


def test_the_page_of_a_job_shows_each_result_and_the_poll_says_when_nothing_changed(
    masuk: Any, petugas: Staff, petugas_lain: Staff, dua: list[Ticket], now: Any
) -> None:
    Ticket.objects.filter(pk=dua[1].pk).update(assignee=petugas_lain, state="in_progress")
    client = masuk(petugas)
    address = began(client, "ambil", *dua).headers["Location"]
    assert "0 dari 2" in flat(client.get(address))
    before = client.get(f"{address}perubahan/").headers["ETag"]
    same = client.get(f"{address}perubahan/", headers={"If-None-Match": before})
    assert same.status_code == 304
    bulk.work_jobs(timezone.now())
    changed = client.get(f"{address}perubahan/", headers={"If-None-Match": before})
    assert changed.status_code == 200
    for page in (flat(changed), flat(client.get(address))):
        assert "2 dari 2" in page
        assert "1 berhasil, 1 tidak dikerjakan" in page
        assert "Tiket ini sudah diambil Budi Petugas." in page
        assert "Batalkan yang sudah dikerjakan" in page
        assert "Hentikan" not in page
    assert "Ambil: 2 tiket" in flat(client.get("/tiket/bersama/"))
    undone = client.post(f"{address}batalkan/")
    bulk.work_jobs(timezone.now())
    assert "Batalkan: 1 tiket" in flat(client.get(undone.headers["Location"]))
    dua[0].refresh_from_db()
    assert dua[0].assignee is None


def test_a_job_is_of_the_person_who_started_it(
    masuk: Any, petugas: Staff, petugas_lain: Staff, penyelia: Staff, tiket: Ticket
) -> None:
    address = began(masuk(petugas), "ambil", tiket).headers["Location"]
    for who in (petugas_lain, penyelia):
        client = masuk(who)
        assert client.get(address).status_code == 404
        assert client.get(f"{address}perubahan/").status_code == 404
        assert client.post(f"{address}hentikan/").status_code == 404
        assert client.post(f"{address}batalkan/").status_code == 404
    assert masuk(petugas).post(f"{address}hentikan/").status_code == 302
    assert bulk.work_jobs(timezone.now()) == 0


def test_more_than_two_hundred_are_refused_with_the_form(
    masuk: Any, petugas: Staff, dua: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickets.bulk.starting.MOST", 1)
    answer = began(masuk(petugas), "ambil", *dua)
    assert (answer.status_code, "Paling banyak 1 tiket" in flat(answer)) == (422, True)
    assert not BulkJob.objects.exists()


def test_the_form_asks_as_much_for_two_tickets_as_for_many(
    masuk: Any,
    penyelia: Staff,
    petugas: Staff,
    dua: list[Ticket],
    django_assert_max_num_queries: Any,
) -> None:
    client = masuk(penyelia)
    many = [
        factories.TicketFactory(conversation__channel=dua[0].channel, service=dua[0].service)
        for _ in range(20)
    ]
    for tickets in (dua, [*dua, *many]):
        with django_assert_max_num_queries(14):
            client.get(NEW, {"perbuatan": "tugaskan", "t": [one.pk for one in tickets]})


def matching(client: Any, query: str = "") -> tuple[list[int], bool]:
    answer = client.get(f"/tiket/bersama/cocok/{query}").json()
    return answer["keys"], answer["more"]


def test_all_that_match_are_those_of_every_page_in_its_order(
    masuk: Any, petugas: Staff, dua: list[Ticket], dinas_wita: Agency, monkeypatch: Any
) -> None:
    factories.TicketFactory(conversation__channel__agency=dinas_wita)
    Ticket.objects.filter(pk=dua[1].pk).update(is_urgent=True)
    client = masuk(petugas)
    assert matching(client) == ([dua[1].pk, dua[0].pk], False)
    assert matching(client, "?tampilan=saya") == ([], False)
    assert matching(client, f"?q={dua[0].register_number}") == ([dua[0].pk], False)
    chosen = flat(client.get(NEW, {"perbuatan": "ambil", "semua": "1", "tampilan": "bebas"}))
    assert "Ambil 2 tiket" in chosen
    monkeypatch.setattr("tickets.bulk.MOST", 1)
    assert matching(client) == ([dua[1].pk], True)


def test_a_search_matches_on_all_its_pages(
    masuk: Any, petugas: Staff, dua: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickets.views.search_results.PAGE", 2)
    monkeypatch.setattr("tickets.views.search_results.FEW", 1)
    wet = [
        factories.TicketFactory(conversation__channel=dua[0].channel, service=dua[0].service)
        for _ in range(5)
    ]
    for one in wet:
        factories.MessageFactory(ticket=one, text="Ada genangan di jalan contoh")
    client = masuk(petugas)
    address = client.post("/antrean/cari/", {"q": "genangan"}).headers["Location"]
    keys, more = matching(client, f"?{address.partition('?')[2]}")
    assert (sorted(keys), more) == (sorted(one.pk for one in wet), False)


def test_who_works_no_tickets_chooses_none(
    masuk: Any, admin_opd: Staff, pengamat: Staff, tiket: Ticket
) -> None:
    for who in (admin_opd, pengamat):
        assert masuk(who).get("/tiket/bersama/cocok/").status_code == 404
