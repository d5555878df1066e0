"""The reports say who reviewed a finished period (the role), when, and what was found; of a remark only that it is one."""

from typing import Any

import pytest
from django.utils import timezone

from services.models import Agency, Staff
from surveys import recommending, reviewing
from surveys.models import PeriodReview, Recommendation, Response, SurveyPeriod
from surveys.recommending import Target
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body, sheets_of, words_of_pdf
from tests.siwhapik.skm.test_regency import PAGE, XLSX, period_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def reviewed(period: SurveyPeriod, by: Staff, outcome: str = "recommend") -> None:
    recommending.note_opened(period, by=by)
    found = reviewing.Review(
        snapshot_id=period.frozen_id or 0, outcome=outcome, note="Catatan dalam (contoh)"
    )
    reviewing.review(period, found=found, by=by)


def test_the_report_on_a_period_has_it_on_page_paper_and_in_the_recap(
    masuk: Any, evaluator: Staff, penyelia: Staff, dinas: Agency
) -> None:
    period = period_of(dinas, 3)
    browser, address = masuk(penyelia), f"/dasbor/ikm/periode/{period.pk}/laporan/"
    assert "Belum ditelaah" in flat(browser.get(address))
    reviewed(period, evaluator, "adequate")
    reviewed(period, evaluator)
    page = flat(browser.get(address))
    paper = words_of_pdf(body(browser.get(f"{address}pdf/")))
    for said in (page, paper):
        chapter = said.split("Analisis hasil SKM")[-1]
        assert "Telaah hasil" in chapter
        assert "Perlu rekomendasi" in chapter
        assert "Evaluator" in chapter
        assert "Catatan dalam" not in said
        assert str(evaluator) not in said
    rows = sheets_of(body(browser.get(f"{address}xlsx/")))["Telaah hasil"]
    day = PeriodReview.objects.latest("pk").at.astimezone(dinas.zone)
    assert rows[1] == ("Perlu rekomendasi", "Evaluator", f"{day:%d-%m-%Y}")


@pytest.mark.parametrize(("who", "role"), [("pejabat", "Pejabat"), ("super_admin", "Super admin")])
def test_others_review_as_such_and_a_running_period_says_nothing(
    masuk: Any, request: Any, penyelia: Staff, dinas: Agency, who: str, role: str
) -> None:
    period = period_of(dinas, 3, closes=False)
    browser, address = masuk(penyelia), f"/dasbor/ikm/periode/{period.pk}/laporan/"
    assert "Telaah hasil" not in flat(browser.get(address))
    other = period_of(factories.AgencyFactory(), 3)
    reviewed(other, request.getfixturevalue(who))
    factories.MembershipFactory(staff=penyelia, agency=other.agency, role="supervisor")
    page = flat(masuk(penyelia).get(f"/dasbor/ikm/periode/{other.pk}/laporan/"))
    assert role in page.split('id="tabel-telaah"')[1].split("</section>")[0]


def test_the_role_is_that_at_the_office_whose_results_were_reviewed(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    """Who is an evaluator at another office only reviews here as what they are here."""
    there = factories.AgencyFactory(name="Kantor Contoh")
    both = factories.StaffFactory()
    factories.MembershipFactory(staff=both, agency=dinas, role="official")
    factories.MembershipFactory(staff=both, agency=there, role="evaluator")
    for period in (period_of(dinas, 3), period_of(there, 3)):
        reviewed(period, both)
    rows = sheets_of(body(masuk(evaluator).get(XLSX)))["Telaah hasil"]
    assert {row[0]: row[3] for row in rows[1:]} == {
        dinas.short_name: "Pejabat",
        there.short_name: "Evaluator",
    }


def test_the_report_on_all_offices_counts_and_lists_them(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    reviewed(period_of(dinas, 3), evaluator)
    period_of(factories.AgencyFactory(name="Kantor Contoh"), 4)
    browser = masuk(evaluator)
    page = flat(browser.get(PAGE))
    assert "1 dari 2 periode sudah ditelaah: 1 perlu rekomendasi." in page
    rows = sheets_of(body(browser.get(XLSX)))["Telaah hasil"]
    assert {row[2] for row in rows[1:]} == {"Perlu rekomendasi", "Belum ditelaah"}


def test_plans_say_what_each_recommendation_is_about(
    masuk: Any, evaluator: Staff, admin_opd: Staff, penyelia: Staff, dinas: Agency
) -> None:
    period = period_of(dinas, 3)
    recommending.note_opened(period, by=evaluator)
    remark = Response.objects.filter(agency=dinas).latest("pk")
    element = period.questionnaire.elements.get(code="U3")
    for about in (Target(remark=None), Target(element=element)):
        recommending.recommend(period, text="Contoh", about=about, by=evaluator)
    Recommendation.objects.create(
        period=period, remark=remark, text="Contoh", by=evaluator, at=timezone.now()
    )
    for one in period.recommendations.all():
        plan = recommending.Plan(
            element=element, activity="Loket", year=2026, quarter=3, responsible="Kabid"
        )
        recommending.plan(one, plan=plan, by=admin_opd)
    page = flat(masuk(penyelia).get(f"/dasbor/ikm/periode/{period.pk}/laporan/"))
    table = page.split('id="tabel-rtl"')[1].split("</section>")[0]
    for words in ("Saran warga", "Unsur U3", "Seluruh hasil"):
        assert words in table
