"""Links of the open survey: made, shown as posters, and ended by who runs an office's surveys."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service
from surveys import linking
from surveys.models import SurveyLink
from surveys.ways import Way
from tests.reading import flat
from tickets.desk.base import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = "/dasbor/ikm/tautan/"


def given(agency: Agency, **more: Any) -> dict[str, Any]:
    return {"agency": agency.pk, "service": "", "way": "qr", **more}


@pytest.fixture
def poster(dinas: Agency, layanan: Service, admin_opd: Any, now: dt.datetime) -> SurveyLink:
    return linking.make(dinas, service=layanan, way=Way.OPEN, by=admin_opd, now=now)


def test_an_agency_admin_makes_a_poster_and_a_counter(
    masuk: Any, admin_opd: Any, dinas: Agency, layanan: Service, now: dt.datetime
) -> None:
    browser = masuk(admin_opd)
    assert "Belum ada survei terbuka" in flat(browser.get(LIST))
    assert browser.post(LIST, given(dinas, service=layanan.pk)).status_code == 302
    assert browser.post(LIST, given(dinas, way="kiosk")).status_code == 302
    rows = SurveyLink.objects.order_by("pk")
    assert [(one.service, one.way, one.created_by, one.created_at) for one in rows] == [
        (layanan, "qr", admin_opd, now),
        (None, "kiosk", admin_opd, now),
    ]
    page = flat(browser.get(LIST))
    for link in rows:
        assert linking.address_of(link) in page
        assert Client().get(f"/s/{link.code}/").status_code == 200


def test_one_of_a_kind_runs_at_a_time(
    masuk: Any, admin_opd: Any, dinas: Agency, layanan: Service, poster: SurveyLink
) -> None:
    browser = masuk(admin_opd)
    again = browser.post(LIST, given(dinas, service=layanan.pk))
    assert (again.status_code, "masih berlaku" in flat(again)) == (422, True)
    assert SurveyLink.objects.count() == 1
    browser.post(f"{LIST}{poster.pk}/akhiri/")
    assert browser.post(LIST, given(dinas, service=layanan.pk)).status_code == 302
    first, second = SurveyLink.objects.order_by("pk")
    assert first.code != second.code


@pytest.mark.parametrize("who", ["petugas", "penyelia", "pejabat", "evaluator", "orang_luar"])
def test_others_neither_see_nor_make_nor_end_them(
    request: pytest.FixtureRequest, masuk: Any, dinas: Agency, poster: SurveyLink, who: str
) -> None:
    browser = masuk(request.getfixturevalue(who))
    assert browser.get(LIST).status_code == 404
    assert browser.post(LIST, given(dinas)).status_code == 404
    assert browser.get(f"{LIST}{poster.pk}/poster/").status_code == 404
    assert browser.post(f"{LIST}{poster.pk}/akhiri/").status_code == 404
    assert SurveyLink.objects.get().ended_at is None


def test_an_admin_of_another_office_is_refused(
    dinas_wita: Agency, dinas: Agency, admin_opd: Any, layanan: Service, now: dt.datetime
) -> None:
    with pytest.raises(Refused):
        linking.make(dinas_wita, service=None, way=Way.OPEN, by=admin_opd, now=now)
    foreign = Service.objects.create(agency=dinas_wita, name="Lain", short_name="Lain", slug="lain")
    with pytest.raises(Refused):
        linking.make(dinas, service=foreign, way=Way.OPEN, by=admin_opd, now=now)
    assert not SurveyLink.objects.exists()


def test_ending_twice_is_ending_once(
    masuk: Any, admin_opd: Any, super_admin: Any, poster: SurveyLink, now: dt.datetime, clock: Any
) -> None:
    masuk(admin_opd).post(f"{LIST}{poster.pk}/akhiri/")
    clock.shift(60)
    masuk(super_admin).post(f"{LIST}{poster.pk}/akhiri/")
    poster.refresh_from_db()
    assert (poster.ended_at, poster.ended_by) == (now, admin_opd)
    assert "Sudah diakhiri" in flat(masuk(admin_opd).get(LIST))
    assert masuk(admin_opd).get(f"{LIST}{poster.pk}/poster/").status_code == 404


@pytest.mark.parametrize(("asked", "drawn"), [("", "a4"), ("a4", "a4"), ("a5", "a5"), ("b", "a4")])
def test_the_poster_says_what_it_is(
    masuk: Any, admin_opd: Any, poster: SurveyLink, asked: str, drawn: str
) -> None:
    page = flat(masuk(admin_opd).get(f"{LIST}{poster.pk}/poster/?kertas={asked}"))
    assert f'class="poster poster--{drawn} card"' in page
    for words in ("Dinas Sosial Contoh", "Layanan Surat Keterangan Contoh", "Pindai kode ini"):
        assert words in page
    assert f"/s/{poster.code}/" in page
    assert '<svg class="qr"' in page


def test_the_number_of_queries_does_not_grow(
    masuk: Any, super_admin: Any, dinas: Agency, dinas_wita: Agency, layanan: Service,
    layanan_lain: Service, poster: SurveyLink, now: dt.datetime, django_assert_num_queries: Any,
) -> None:  # fmt: skip
    browser = masuk(super_admin)
    browser.get(LIST)
    with django_assert_num_queries(5):
        browser.get(LIST)
    for agency in (dinas, dinas_wita):
        for way in (Way.OPEN, Way.KIOSK):
            linking.make(agency, service=None, way=way, by=super_admin, now=now)
    with django_assert_num_queries(5):
        assert "Dinas Kependudukan Contoh" in flat(browser.get(LIST))


def test_a_phone_may_keep_the_form_that_was_refused_a_counter_may_not(
    tautan: str, dinas: Agency, layanan: Service, admin_opd: Any, now: dt.datetime
) -> None:
    client, kept = Client(), "no-cache, private"
    refused = client.post(tautan, {})
    assert (refused.status_code, refused["Cache-Control"]) == (422, kept)
    for way, said in ((Way.OPEN, kept), (Way.KIOSK, "no-store, private")):
        link = linking.make(dinas, service=layanan, way=way, by=admin_opd, now=now)
        refused = client.post(f"/s/{link.code}/", {})
        assert (refused.status_code, refused["Cache-Control"]) == (422, said)
        assert client.get(f"/s/{link.code}/")["Cache-Control"] == "no-store, private"
