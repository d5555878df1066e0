"""The report on the surveys of all offices: two named indexes, from frozen periods only, instruments apart."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Role, Staff
from siwhapik.evaluation.typesetting import NotSet
from siwhapik.skm import regency_views
from siwhapik.skm.regency import regency_of, spans
from surveys import period_steps, recommending
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body, sheets_of, words_of_pdf
from tests.siwhapik.skm.test_league import answer
from tests.surveys.conftest import questionnaire_of
from tickets.models import Export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/dasbor/ikm/laporan/?periode=2026-t1"
PDF, XLSX = (PAGE.replace("/?", f"/{form}/?") for form in ("pdf", "xlsx"))
Q1, DAY = (dt.date(2026, 1, 1), dt.date(2026, 3, 31)), dt.date(2026, 3, 2)


def period_of(
    agency: Agency,
    value: int,
    *,
    count: int = 5,
    days: tuple[dt.date, dt.date] = Q1,
    asked: Any = None,
    closes: bool = True,
    weight: str = "exact",
) -> SurveyPeriod:
    """A period with so many equal answers, closed if wanted."""
    asked = asked or questionnaire_in_use()
    made = SurveyPeriod.objects.create(
        state="open", agency=agency, questionnaire=asked, name=f"Periode {days[0]}",
        starts_on=days[0], ends_on=days[1], weight_policy=weight,
    )  # fmt: skip
    answer(agency, value, day=days[0] + dt.timedelta(days=5), count=count, asked=asked)
    if closes:
        period_steps.close(
            made, by=_closer(agency), now=dt.datetime.combine(days[1], dt.time(9), tzinfo=dt.UTC)
        )
        made.refresh_from_db()
    return made


def _closer(agency: Agency) -> Staff:
    staff: Staff = factories.StaffFactory()
    factories.MembershipFactory(staff=staff, agency=agency, role=Role.AGENCY_ADMIN)
    return staff


def test_both_indexes_are_named_and_page_pdf_and_recap_say_the_same(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    period_of(dinas, 3, count=15)
    period_of(factories.AgencyFactory(name="Kantor Contoh"), 4)
    browser = masuk(evaluator)
    page = flat(browser.get(PAGE))
    paper = words_of_pdf(body(browser.get(PDF)))
    # 15 x 3 + 5 x 4 = 65 of 20 people, times 25; and (75 + 100) : 2.
    for said in (page, paper):
        assert "81,25, mutu B (Baik), dari semua 20 responden bersama-sama" in said
        assert "rata-rata instansi 87,50, mutu B (Baik)" in said
        assert "Belum ada rekomendasi" in said
    assert "(75,00 + 100,00) : 2 = 87,50" in page
    book = sheets_of(body(browser.get(XLSX)))
    (offices,) = (rows for name, rows in book.items() if name.startswith("IKM tiap instansi"))
    assert [row[6] for row in offices[1:]] == [100, 75, 87.5, 81.25]
    assert {one.report for one in Export.objects.all()} == {"skm-gabungan"}


def test_running_crossing_few_and_missing_are_named_and_not_counted(
    masuk: Any, super_admin: Staff, dinas: Agency
) -> None:
    running, few, crossing, none = (
        factories.AgencyFactory(name=f"Kantor {word}") for word in ("A", "B", "C", "D")
    )
    period_of(dinas, 3)
    period_of(running, 4, closes=False)
    period_of(few, 1, count=4)
    period_of(crossing, 4, days=(dt.date(2025, 12, 1), dt.date(2026, 2, 1)))
    page = flat(masuk(super_admin).get(PAGE))
    assert "75,00, mutu C (Kurang baik), dari semua 5 responden" in page
    absent = page.split('id="tabel-tidak-dihitung"')[1].split("</section>")[0]
    for words in ("Kantor A", "masih berjalan", "Kantor B", "kurang dari 5", "Kantor C",
                  "melewati rentang", none.name, "tidak ada periode"):  # fmt: skip
        assert words in absent
    assert "25,00" not in page.split('id="tabel-hitungan-1"')[0]  # the index of the four
    assert "Konsep" in page


def test_late_answers_move_nothing(masuk: Any, evaluator: Staff, dinas: Agency) -> None:
    factories.AgencyFactory()
    period = period_of(dinas, 3)
    before = regency_of(list(Agency.objects.all()), spans(DAY)[-5], now=_now())
    answer(dinas, 1, day=DAY, count=9)
    assert (
        regency_of(list(Agency.objects.all()), spans(DAY)[-5], now=_now()).groups == before.groups
    )
    assert before.periods == (period,)


def test_instruments_are_never_added_up_nor_compared(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    other, past = questionnaire_of("lain"), (dt.date(2025, 10, 1), dt.date(2025, 12, 31))
    lain = factories.AgencyFactory(name="Kantor Lain")
    period_of(dinas, 3)
    period_of(dinas, 4, days=past)
    period_of(lain, 4, asked=other)
    period_of(lain, 2, days=past)
    browser = masuk(evaluator)
    page = flat(browser.get(PAGE))
    assert "tidak dapat dibandingkan atau dijumlahkan" in page
    assert page.count("dari semua 5 responden bersama-sama") == 4  # two groups, in Bab III and V
    # Then (4 + 2) : 2 x 25 = 75 of both; now 75 of the one that still asks the same.
    assert "(2 instansi, sekarang 1): semua responden tetap" in page
    assert "belum ada rentang sebelumnya yang dapat dibandingkan" in page
    assert "turun 25,00" in page


def test_two_groups_of_nearly_one_name_have_sheets_of_their_own(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    """A sheet's name has 31 characters at most, no slash, and no other in small letters."""
    for code, office in (("satu", dinas), ("dua", factories.AgencyFactory())):
        asked = questionnaire_of(code, name=f"Kuesioner 14/2017 [contoh], {code}")
        period_of(office, 3, asked=asked)
    book = sheets_of(body(masuk(evaluator).get(XLSX)))
    _, *listed = book["Daftar lembar"]
    assert [name for name, _ in listed] == list(book)[1:-1]
    assert list(book)[-1] == "Keterangan"
    assert {"Unsur terendah tiap instansi, K", "Unsur terendah tiap instans (2)"} <= book.keys()
    ends = {title[-4:].strip() for _, title in listed if title.startswith("Hitungan")}
    assert ends == {"satu", "dua"}


def test_recommendations_stand_there_with_their_state(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    factories.AgencyFactory()
    period = period_of(dinas, 3)
    recommending.note_opened(period, by=evaluator)
    recommending.recommend(period, text="Perjelas syarat, contoh", by=evaluator)
    page = flat(masuk(evaluator).get(PAGE))
    assert "Perjelas syarat, contoh" in page
    assert "Ada 1 rekomendasi: 1 belum dijawab." in page


def test_some_offices_are_not_called_all(masuk: Any, dinas: Agency) -> None:
    other, _ = factories.AgencyFactory.create_batch(2)
    staff = factories.StaffFactory()
    for agency in (dinas, other):
        factories.MembershipFactory(staff=staff, agency=agency, role=Role.SUPERVISOR)
    page = flat(masuk(staff).get(PAGE))
    assert "Laporan SKM beberapa instansi" in page
    assert "2 instansi, tidak semua instansi" in page
    assert "Belum ada indeks" in page


@pytest.mark.parametrize("who", ["penyelia", "petugas", "admin_opd", "orang_luar"])
def test_who_has_one_office_gets_none(request: pytest.FixtureRequest, masuk: Any, who: str) -> None:
    factories.AgencyFactory()
    browser = masuk(request.getfixturevalue(who))
    assert [browser.get(one).status_code for one in (PAGE, PDF, XLSX)] == [404] * 3
    assert not Export.objects.exists()


def test_nonsense_in_the_address_is_the_running_span(masuk: Any, evaluator: Staff) -> None:
    factories.AgencyFactory.create_batch(2)
    assert masuk(evaluator).get("/dasbor/ikm/laporan/?periode=%00").status_code == 200
    assert masuk(evaluator).get("/dasbor/ikm/laporan/doc/").status_code == 404


def test_a_pdf_that_cannot_be_made_is_said(
    masuk: Any, evaluator: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.AgencyFactory.create_batch(2)

    def fails(_: object) -> bytes:
        raise NotSet

    monkeypatch.setattr(regency_views, "pdf_of", fails)
    response = masuk(evaluator).get(PDF)
    assert response.status_code == 503
    assert "PDF belum dapat dibuat" in flat(response)


def test_quarters_are_whole_quarters() -> None:
    found = {one.code: (one.starts, one.ends) for one in spans(dt.date(2026, 11, 1))}
    assert found["2026-t1"] == Q1
    assert found["2026-t4"] == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize("count", [1, 50])
def test_it_takes_as_many_queries_for_fifty_offices_as_for_one(
    masuk: Any, evaluator: Staff, count: int
) -> None:
    asked = questionnaire_in_use()
    factories.AgencyFactory()
    first = period_of(factories.AgencyFactory(), 3)
    for agency in factories.AgencyFactory.create_batch(count - 1):
        SurveyPeriod.objects.create(
            state="closed", agency=agency, questionnaire=asked, name="Periode contoh",
            starts_on=Q1[0], ends_on=Q1[1], frozen=first.frozen,
        )  # fmt: skip
    browser = masuk(evaluator)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as seen:
        browser.get(PAGE)
    assert len(seen) == 11


def _now() -> dt.datetime:
    return dt.datetime(2026, 4, 2, 5, tzinfo=dt.UTC)


def test_without_a_choice_the_newest_span_that_says_something_is_shown(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    factories.AgencyFactory(name="Kantor Contoh")
    browser, address = masuk(evaluator), PAGE.partition("?")[0]
    assert "Semester I 2026" in flat(browser.get(address))
    period_of(dinas, 3, days=(dt.date(2025, 5, 1), dt.date(2025, 8, 1)))
    page = flat(browser.get(address))
    assert "75,00, mutu C" in page
    assert "Tahun 2025</strong>" in page
    assert "pdf/?periode=2025" in page
    chosen = flat(browser.get(f"{address}?periode=2026-s1"))
    assert "75,00, mutu C" not in chosen


def test_versions_that_ask_the_same_are_one_group_and_other_weights_another(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    first = questionnaire_of("contoh", legacy_weights=["0.11"])
    second, other = questionnaire_of("contoh", version=2), factories.AgencyFactory(name="Lain")
    rounded = factories.AgencyFactory(name="Bulat")
    period_of(dinas, 3, asked=first)
    period_of(other, 4, asked=second)
    period_of(dinas, 2, asked=second, days=(dt.date(2025, 10, 1), dt.date(2025, 12, 31)))
    period_of(rounded, 4, asked=first, weight="0.11")
    page = flat(masuk(evaluator).get(PAGE))
    assert "dengan kuesioner Contoh (versi 2): 87,50" in page
    assert "dari semua 10 responden bersama-sama" in page
    assert "naik 25,00" in page
    assert "dengan kuesioner Contoh: 99,00" in page
    assert "nilainya tidak dapat dibandingkan" in page
    assert page.count("Jawaban atas kuesioner") == 1
    assert "Jawaban atas kuesioner Contoh versi 1 dan 2 dijumlahkan" in page
