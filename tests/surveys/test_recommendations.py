"""Recommendations: who writes, who answers, who reads; and that the results are opened first."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models.final import RowIsFinal
from surveys import recommending
from surveys.models import (
    FollowUpPlan,
    ProgressReport,
    Recommendation,
    ResultsOpened,
    SurveyPeriod,
)
from tests import factories
from tests.reading import flat

LIST = "/dasbor/ikm/rekomendasi/"
TEXT = "Tambah satu loket pada hari Senin (contoh)."


@pytest.fixture
def saran(sehari: SurveyPeriod, evaluator: Any, clock: Any) -> Recommendation:
    recommending.note_opened(sehari, by=evaluator)
    return recommending.recommend(sehari, text=TEXT, by=evaluator)


def results(period: SurveyPeriod) -> str:
    return f"/dasbor/ikm/?instansi={period.agency.slug}&periode=p{period.pk}"


def planned(one: Recommendation, **changes: str) -> dict[str, str]:
    element = one.period.questionnaire.elements.get(code="U3")
    values = {"element": str(element.pk), "activity": "Loket kedua", "quarter": "2026-4"}
    return values | {"responsible": "Kepala bidang (contoh)"} | changes


@pytest.mark.parametrize("who", ["pejabat", "kepala", "evaluator"])
def test_who_has_not_opened_the_results_is_refused_and_told_why(
    request: Any, masuk: Any, sehari: SurveyPeriod, clock: Any, who: str
) -> None:
    browser, address = masuk(request.getfixturevalue(who)), f"{LIST}tulis/{sehari.pk}/"
    refused = browser.post(address, {"text": TEXT})
    assert refused.status_code == 409
    assert "Anda belum membuka hasil Semester contoh" in flat(refused)
    assert not Recommendation.objects.exists()
    page = browser.get(results(sehari))
    assert f"{LIST}tulis/{sehari.pk}/" in page.content.decode()
    browser.get(results(sehari))
    assert ResultsOpened.objects.count() == 1
    assert browser.post(address, {"text": TEXT}).status_code == 302
    assert browser.post(address, {"text": TEXT}).status_code == 302
    assert Recommendation.objects.get().text == TEXT


def test_other_results_than_the_periods_are_not_its_results(
    masuk: Any, pejabat: Any, sehari: SurveyPeriod, dinas: Any, clock: Any
) -> None:
    browser = masuk(pejabat)
    browser.get(f"/dasbor/ikm/?instansi={dinas.slug}&periode=30h")
    assert not ResultsOpened.objects.exists()
    with pytest.raises(recommending.NotYet):
        recommending.recommend(sehari, text=TEXT, by=pejabat)


PEOPLE = (
    "super_admin", "evaluator", "pejabat", "kepala", "admin_opd", "penyelia", "petugas", "pengamat",
    "orang_luar",
)  # fmt: skip


@pytest.mark.parametrize(
    ("page", "rights"),
    [
        ("tulis", "yyyy....."),
        ("lembar", "yyyyyy..."),
        ("rencana", "....y...."),
        ("kemajuan", "....y...."),
    ],
)
def test_each_page_is_for_its_roles_only(
    request: Any, masuk: Any, saran: Recommendation, page: str, rights: str
) -> None:
    FollowUpPlan.objects.create(
        recommendation=saran,
        element=saran.period.questionnaire.elements.get(code="U3"),
        activity="Loket",
        year=2026,
        quarter=4,
        responsible="Kabid",
        by=saran.by,
        at=saran.at,
    )
    address = {
        "tulis": f"{LIST}tulis/{saran.period_id}/",
        "lembar": f"{LIST}{saran.pk}/",
        "rencana": f"{LIST}{saran.pk}/rencana/",
        "kemajuan": f"{LIST}{saran.pk}/kemajuan/",
    }[page]
    for name, right in zip(PEOPLE, rights, strict=True):
        answer = masuk(request.getfixturevalue(name)).get(address)
        # 409: may write, and has not looked yet.
        assert (answer.status_code in (200, 409)) == (right == "y"), name
        assert answer.status_code in (200, 409, 404), name


def test_the_admin_of_another_office_sees_none_of_it(
    masuk: Any, saran: Recommendation, dinas_wita: Any
) -> None:
    outside = factories.StaffFactory()
    factories.MembershipFactory(staff=outside, agency=dinas_wita, role="agency_admin")
    browser = masuk(outside)
    assert TEXT not in flat(browser.get(LIST))
    assert browser.get(f"{LIST}?instansi={saran.period.agency.slug}").status_code == 200
    assert TEXT not in flat(browser.get(f"{LIST}?instansi={saran.period.agency.slug}"))
    for page in ("", "rencana/", "kemajuan/"):
        assert browser.get(f"{LIST}{saran.pk}/{page}").status_code == 404


def test_the_office_plans_reports_and_everybody_sees_how_far_it_is(
    masuk: Any, admin_opd: Any, evaluator: Any, saran: Recommendation, clock: Any
) -> None:
    browser, root = masuk(admin_opd), f"{LIST}{saran.pk}/"
    assert "Belum dijawab" in flat(masuk(evaluator).get(LIST))
    assert browser.get(f"{root}kemajuan/").headers["Location"] == f"{root}rencana/"
    for _ in range(2):
        assert browser.post(f"{root}rencana/", planned(saran)).status_code == 302
    assert FollowUpPlan.objects.count() == 1
    assert "Direncanakan" in flat(masuk(evaluator).get(LIST))
    without = browser.post(f"{root}kemajuan/", {"state": "done", "text": "Loket dibuka"})
    assert without.status_code == 422
    assert "Sebutkan bukti" in flat(without)
    done = {"state": "done", "text": "Loket dibuka", "evidence": "BA-01 (contoh)"}
    for _ in range(2):
        assert browser.post(f"{root}kemajuan/", done).status_code == 302
    assert ProgressReport.objects.count() == 1
    page = flat(masuk(evaluator).get(root))
    for words in ("Selesai", "BA-01 (contoh)", "Triwulan IV 2026", "Kepala bidang (contoh)"):
        assert words in page


def test_list_and_sheet_say_how_old_it_is_and_the_sheet_whose_it_is(
    masuk: Any, admin_opd: Any, evaluator: Any, saran: Recommendation, clock: Any
) -> None:
    root = f"{LIST}{saran.pk}/"
    assert "hari ini</p>" in flat(masuk(admin_opd).get(root))
    clock.shift(dt.timedelta(days=3))
    office = masuk(admin_opd)
    for browser in (office, masuk(evaluator)):
        assert 'data-label="Umur">3 hari<' in flat(browser.get(LIST))
    sheet = flat(office.get(root))
    assert "sudah 3 hari" in sheet
    assert f'class="letterhead__name">{saran.period.agency.name}<' in sheet
    office.post(f"{root}rencana/", planned(saran))
    office.post(f"{root}kemajuan/", {"state": "done", "text": "Dibuka", "evidence": "BA-01"})
    clock.shift(dt.timedelta(days=40))
    assert "dalam 3 hari" in flat(masuk(evaluator).get(root))
    assert 'data-label="Umur">3 hari<' in flat(masuk(evaluator).get(LIST))


def test_a_changed_plan_is_a_row_of_its_own_and_the_newest_counts(
    masuk: Any, admin_opd: Any, saran: Recommendation
) -> None:
    browser, root = masuk(admin_opd), f"{LIST}{saran.pk}/"
    browser.post(f"{root}rencana/", planned(saran))
    browser.post(f"{root}rencana/", planned(saran, quarter="2027-1"))
    found = Recommendation.objects.with_answers().get()
    assert found.plan is not None
    assert (found.plan.year, found.plan.quarter, found.plans.count()) == (2027, 1, 2)
    assert "sudah diganti" in flat(browser.get(root))
    with pytest.raises(RowIsFinal):
        found.delete()


def test_a_plan_whose_quarter_is_over_says_so_until_it_is_done(
    admin_opd: Any, saran: Recommendation
) -> None:
    element = saran.period.questionnaire.elements.get(code="U3")
    plan = recommending.Plan(
        element=element, activity="Loket", year=2026, quarter=4, responsible="Kabid"
    )
    recommending.plan(saran, plan=plan, by=admin_opd)
    assert not saran.is_overdue(dt.date(2026, 12, 31))
    assert saran.is_overdue(dt.date(2027, 1, 1))
    recommending.report(
        saran,
        progress=recommending.Progress(state="done", text="Dibuka", evidence="BA"),
        by=admin_opd,
    )
    assert not saran.is_overdue(dt.date(2027, 1, 1))


def test_the_list_asks_the_same_of_the_database_for_one_and_for_fifty(
    masuk: Any, evaluator: Any, saran: Recommendation
) -> None:
    browser = masuk(evaluator)
    browser.get(LIST)
    counts = []
    for more in (0, 49):
        for number in range(more):
            recommending.recommend(saran.period, text=f"{TEXT} {number}", by=evaluator)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(LIST).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
