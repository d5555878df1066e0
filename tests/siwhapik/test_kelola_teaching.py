"""Teaching the bot under /kelola/: who may, what is refused, and what citizens' words are shown."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Agency, Service, ServiceExample, ServiceStandard, Staff
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.intake.policy import Situation
from tickets.models import (
    ActExample,
    AgencyText,
    Channel,
    Message,
    Ticket,
    TicketEvent,
    UnmatchedSentence,
)

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]
LIST = "/kelola/kalimat/"
TRY = "/kelola/coba-kalimat/"


def _lines(*texts: str, shown: str = "", **more: Any) -> dict[str, Any]:
    return {"examples": "\n".join(texts), "initial-examples": shown} | more


def _url(service: Service) -> str:
    return f"/kelola/services/service/{service.pk}/change/"


@pytest.fixture
def said(kanal: Channel, tiket: Ticket) -> UnmatchedSentence:
    row = desk.not_understood(
        "cetakkan kertas sakti", channel=kanal, ticket=tiket, now=timezone.now()
    )
    return row.get()


def test_a_supervisor_writes_examples_and_changes_nothing_else(
    masuk: LogIn, penyelia: Staff, standar: ServiceStandard
) -> None:
    service, page = standar.service, masuk(penyelia)
    assert "Contoh kalimat warga" in flat(page.get(_url(service)))
    form = _lines("  mau bikin   surat cap ", "damel serat cap", name="Diganti", is_active="")
    assert page.post(_url(service), form).status_code == 302
    assert [row.text for row in service.examples.all()] == [
        "mau bikin surat cap",
        "damel serat cap",
    ]
    before = Service.objects.values().get(pk=service.pk)
    assert (before["name"], before["is_active"]) == ("Surat Keterangan Contoh", True)
    assert page.get("/kelola/services/service/add/").status_code == 403
    assert page.post("/kelola/services/service/add/", form).status_code == 403


@pytest.mark.parametrize("who", ["petugas", "pengamat", "orang_luar", "evaluator"])
def test_others_see_and_write_nothing(
    who: str,
    masuk: LogIn,
    layanan: Service,
    said: UnmatchedSentence,
    request: pytest.FixtureRequest,
) -> None:
    page = masuk(request.getfixturevalue(who))
    for path in (_url(layanan), LIST, TRY, "/kelola/tickets/actexample/", f"{LIST}1/"):
        assert page.get(path).status_code in (302, 403, 404), path
    assert page.post(_url(layanan), _lines("x y")).status_code in (302, 403, 404)
    teach = {"text": "x y", "meaning": f"service:{layanan.pk}"}
    assert page.post(f"{LIST}{said.pk}/", teach).status_code in (302, 403, 404)
    assert page.post(TRY, {"text": "x"}).status_code in (302, 403, 404)
    assert not ServiceExample.objects.exists()
    assert UnmatchedSentence.objects.unsettled().exists()


def test_a_supervisor_elsewhere_gets_404(
    masuk: LogIn, dinas_wita: Agency, layanan: Service, said: UnmatchedSentence
) -> None:
    stranger = factories.MembershipFactory(agency=dinas_wita, role="supervisor").staff
    page = masuk(stranger)
    assert page.get(_url(layanan)).status_code == 404
    assert said.text not in flat(page.get(LIST))
    teach = {"text": said.text, "meaning": f"service:{layanan.pk}"}
    assert page.post(f"{LIST}{said.pk}/", teach).status_code == 404
    asked = {"channel": said.channel_id, "situation": "no_ticket", "text": "halo"}
    assert page.post(TRY, asked).status_code == 422
    assert UnmatchedSentence.objects.unsettled().exists()


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["!!"], "masih kosong"),
        (["nik 3515080101900001"], "nomor milik seseorang"),
        (["mau surat", "MAU  surat."], "sudah ada di atas"),
        (["Sudah Ada!"], "sudah menjadi contoh untuk Legalisasi Contoh"),
        (["ya"], "cocok dengan hampir semua pesan"),
        (["ada kebakaran"], "Baris 2: Kalimat ini terdengar sebagai keadaan darurat"),
    ],
)
def test_what_is_no_example_is_refused_and_nothing_changes(
    texts: list[str],
    words: str,
    masuk: LogIn,
    penyelia: Staff,
    layanan: Service,
    layanan_lain: Service,
) -> None:
    ServiceExample.objects.create(service=layanan_lain, text="sudah ada")
    answer = masuk(penyelia).post(_url(layanan), _lines("cap ijazah", *texts))
    assert answer.status_code == 200
    assert words in flat(answer)
    assert not layanan.examples.exists()


def test_only_what_one_has_changed_is_changed(
    masuk: LogIn, penyelia: Staff, layanan: Service
) -> None:
    for text in ("mau surat", "surat dong", "baru dari rekan"):
        ServiceExample.objects.create(service=layanan, text=text)
    page = masuk(penyelia)
    form = _lines("surat dong", "mau surat pindah", shown="mau surat\nsurat dong")
    assert page.post(_url(layanan), form).status_code == 302
    left = {row.text: row.folded for row in layanan.examples.all()}
    assert set(left) == {"surat dong", "baru dari rekan", "mau surat pindah"}
    assert all(text == folded for text, folded in left.items())
    assert page.post(_url(layanan), {}).status_code == 302, "a form without the field"
    assert layanan.examples.count() == 3


def test_the_services_page_costs_the_same_for_many_examples(
    masuk: LogIn, penyelia: Staff, layanan: Service, django_assert_max_num_queries: Any
) -> None:
    page = masuk(penyelia)
    for number in range(60):
        ServiceExample.objects.create(service=layanan, text=f"kalimat {number}")
    with django_assert_max_num_queries(15):
        assert "kalimat 59" in flat(page.get(_url(layanan)))
    with django_assert_max_num_queries(25):
        assert (
            page.post(
                _url(layanan), _lines(*(f"cap {number} ijazah" for number in "abcdefgh"), shown="")
            ).status_code
            == 302
        )
    assert layanan.examples.count() == 68
    many = _lines(*(f"x {number}" for number in range(301)))
    assert "Terlalu banyak: 301 kalimat" in flat(page.post(_url(layanan), many))


def test_acts_are_taught_for_the_own_office(
    masuk: LogIn, penyelia: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    page, url = masuk(penyelia), "/kelola/tickets/actexample/add/"
    form = {"agency": dinas.pk, "act": "cancel", "text": "ora sida wae"}
    assert page.post(url, form | {"agency": dinas_wita.pk}).status_code == 200
    assert page.post(url, form | {"act": "tell"}).status_code == 200
    assert "keadaan darurat" in flat(page.post(url, form | {"text": "kebakaran"}))
    assert page.post(url, form).status_code == 302
    assert "sudah ada di instansi itu" in flat(page.post(url, form | {"text": "Ora sida wae!"}))
    assert ActExample.objects.values_list("agency", "act", "text").get() == (
        dinas.pk, "cancel", "ora sida wae",
    )  # fmt: skip
    assert "Membatalkan" in flat(page.get("/kelola/tickets/actexample/"))


def test_one_click_makes_it_an_example(
    masuk: LogIn, penyelia: Staff, said: UnmatchedSentence, layanan: Service
) -> None:
    page, url = masuk(penyelia), f"{LIST}{said.pk}/"
    assert "cetakkan kertas sakti" in flat(page.get(LIST))
    assert page.post(url, {"text": said.text, "meaning": ""}).status_code == 422
    refused = page.post(url, {"text": "  ", "meaning": f"service:{layanan.pk}"})
    assert "masih kosong" in flat(refused)
    answer = page.post(url, {"text": "cetak surat", "meaning": f"service:{layanan.pk}"})
    assert answer.status_code == 302
    assert layanan.examples.get().text == "cetak surat"
    assert "kertas sakti" not in flat(page.get(LIST))
    assert page.post(url, {"text": "lagi", "meaning": "act:menu"}).status_code == 404


def test_a_sentence_becomes_an_act_or_is_dismissed(
    masuk: LogIn, penyelia: Staff, said: UnmatchedSentence, kanal: Channel
) -> None:
    page = masuk(penyelia)
    page.post(f"{LIST}{said.pk}/", {"text": said.text, "meaning": "act:thanks"})
    assert ActExample.objects.get().act == "thanks"
    other = desk.not_understood("blabla bla", channel=kanal, ticket=None, now=timezone.now()).get()
    page.post(f"{LIST}{other.pk}/", {"meaning": "dismiss"})
    assert not UnmatchedSentence.objects.unsettled().exists()
    desk.not_understood("blabla bla", channel=kanal, ticket=None, now=timezone.now())
    assert not UnmatchedSentence.objects.unsettled().exists(), "dismissed for good"


@pytest.mark.parametrize("meaning", ["service:x", "service:" + "9" * 30, "act:tell", "x", "act:"])
def test_a_made_up_meaning_is_refused(
    meaning: str, masuk: LogIn, penyelia: Staff, said: UnmatchedSentence
) -> None:
    answer = masuk(penyelia).post(f"{LIST}{said.pk}/", {"text": "a b", "meaning": meaning})
    assert answer.status_code == 422
    assert UnmatchedSentence.objects.unsettled().exists()


def test_most_frequent_first_and_only_of_the_period(
    masuk: LogIn, penyelia: Staff, kanal: Channel
) -> None:
    now = timezone.now()
    for text, times, days in (("satu kata", 1, 0), ("dua kata", 3, 1), ("lama sekali", 9, 20)):
        for _ in range(times):
            desk.not_understood(text, channel=kanal, ticket=None, now=now - dt.timedelta(days=days))
    page = masuk(penyelia)
    shown = re.findall(r'name="text" value="([^"]*)"', flat(page.get(LIST)))
    assert shown == ["dua kata", "satu kata"]
    assert "lama sekali" in flat(page.get(f"{LIST}?hari=28"))
    assert page.get(f"{LIST}?hari=x").status_code == 200


def test_sentences_of_matters_that_one_may_not_read_are_not_shown(
    masuk: LogIn,
    admin_opd: Staff,
    super_admin: Staff,
    penyelia: Staff,
    said: UnmatchedSentence,
    layanan_khusus: Service,
) -> None:
    Ticket.objects.update(service=layanan_khusus)
    assert said.text in flat(masuk(penyelia).get(LIST))
    assert said.text not in flat(masuk(admin_opd).get(LIST))
    Ticket.objects.update(service=None)
    assert said.text in flat(masuk(admin_opd).get(LIST))
    assert said.text not in flat(masuk(super_admin).get(LIST)), "content only with a reason"


def test_the_list_costs_the_same_for_many(
    masuk: LogIn, penyelia: Staff, kanal: Channel, django_assert_max_num_queries: Any
) -> None:
    page, now = masuk(penyelia), timezone.now()
    page.get(LIST)
    for number in range(25):
        desk.not_understood(f"kalimat nomor {number}", channel=kanal, ticket=None, now=now)
    with django_assert_max_num_queries(12):
        answer = page.get(LIST)
    assert "Masih ada lagi" in flat(answer)


def test_trying_a_sentence_says_what_and_why_and_stores_nothing(
    masuk: LogIn, penyelia: Staff, kanal: Channel, standar: ServiceStandard
) -> None:
    ServiceExample.objects.create(service=standar.service, text="cetakkan kertas sakti")
    page = masuk(penyelia)
    assert page.get(TRY).status_code == 200
    counts = [model.objects.count() for model in (Ticket, Message, TicketEvent, UnmatchedSentence)]
    asked = {"channel": kanal.pk, "text": "tolong cetakkan kertas sakti <b>"}
    for situation in Situation:
        shown = flat(page.post(TRY, asked | {"situation": situation.value}))
        assert "Di telepon warga" in shown
        assert "mirip dengan" in shown
        assert "&lt;b&gt;" in shown
        assert "kertas sakti <b>" not in shown
    after = [model.objects.count() for model in (Ticket, Message, TicketEvent, UnmatchedSentence)]
    assert after == counts


def test_texts_are_refused_with_their_reason_and_shown_on_the_phone(
    masuk: LogIn, admin_opd: Staff, penyelia: Staff, dinas: Agency, kanal: Channel
) -> None:
    page, url = masuk(admin_opd), "/kelola/tickets/agencytext/add/"
    form = {"agency": dinas.pk, "key": "greeting", "text": "Sugeng rawuh {nama}"}
    assert "tidak ada di sini" in flat(page.post(url, form))
    assert masuk(penyelia).post(url, form).status_code == 403
    shown = flat(page.post(url, form | {"text": "Wilujeng sumping di {kantor}", "_preview": "1"}))
    assert "Wilujeng sumping di Dinas Sosial Contoh" in shown
    assert "Ini baru pratinjau" in shown
    assert not AgencyText.objects.exists()
    assert page.post(url, form | {"text": "Sugeng rawuh ing\u202e {kantor}"}).status_code == 302
    row = AgencyText.objects.get()
    assert row.text == "Sugeng rawuh ing {kantor}"
    shown = flat(page.get(f"/kelola/tickets/agencytext/{row.pk}/change/"))
    assert "Sugeng rawuh ing Dinas Sosial Contoh" in shown
    assert "/privasi/dinsos-contoh/" in shown
    for key, text in (
        ("closing", "Matur nuwun."),
        ("place", "Sebelah masjid."),
        ("privacy_page", "# A"),
    ):
        assert page.post(url, form | {"key": key, "text": text}).status_code == 302
        row = AgencyText.objects.get(key=key)
        assert page.get(f"/kelola/tickets/agencytext/{row.pk}/change/").status_code == 200
    assert page.post(url, form | {"text": "Dua"}).status_code == 200, "one of each"
