"""An office that is no longer active: staff read all that was measured, nothing new begins, the public sees nothing."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from services.models import Agency, Staff
from surveys import period_steps, recommending
from surveys.models import SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.siwhapik.skm.test_trend import finished
from tickets.desk.base import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ABOUT_OFFICE = (
    "surveys:index", "surveys:computation", "surveys:comments", "skm:groups", "skm:added",
    "surveys:recommendations",
)  # fmt: skip
OFFERS = (
    "Survei terbuka dan loket", "Formulir kertas", "Tanyakan dalam survei", "Tambah periode",
    'value="opened"',
)  # fmt: skip
ABOUT_PERIOD = ("surveys:period", "surveys:review", "surveys:recommend", "skm:report")


@pytest.fixture
def ended(dinas: Agency, evaluator: Staff, now: dt.datetime) -> SurveyPeriod:
    """A finished period of an office that was closed afterwards."""
    made = finished(dinas, 3, 3, 3, 3, 3, 4, now=now)
    recommending.note_opened(made, by=evaluator)
    Agency.objects.filter(pk=dinas.pk).update(is_active=False)
    return SurveyPeriod.objects.select_related("agency").get(pk=made.pk)


def test_every_page_about_it_answers(masuk: Any, evaluator: Staff, ended: SurveyPeriod) -> None:
    factories.AgencyFactory.create_batch(2)
    browser, about = masuk(evaluator), f"?instansi={ended.agency.slug}&periode=p{ended.pk}"
    for name in ABOUT_OFFICE:
        assert browser.get(reverse(name) + about).status_code == 200, name
    for name in ABOUT_PERIOD:
        assert browser.get(reverse(name, args=[ended.pk])).status_code == 200, name
    assert "80,00" in flat(browser.get(reverse("surveys:index") + about))
    assert ended.name in flat(browser.get(reverse("surveys:periods")))


def test_side_by_side_it_stands_only_where_it_has_results(
    masuk: Any, evaluator: Staff, ended: SurveyPeriod
) -> None:
    factories.AgencyFactory.create_batch(2)
    browser, name = masuk(evaluator), f'scope="row">{ended.agency.name}<'
    for page in ("/dasbor/ikm/", "/dasbor/ikm/perbandingan/", "/dasbor/ikm/laporan/"):
        assert ended.agency.name in flat(browser.get(f"{page}?periode=2025")), page
        assert ended.agency.name not in flat(browser.get(f"{page}?periode=2026")), page
    assert name in flat(browser.get("/dasbor/ikm/perbandingan/?periode=2025"))
    whole = flat(browser.get("/dasbor/ikm/laporan/?periode=2026"))
    assert "semua 2 instansi" in whole


def test_without_a_choice_the_active_offices_come_first(
    masuk: Any, ended: SurveyPeriod, dinas_wita: Agency
) -> None:
    staff = factories.StaffFactory()
    for agency in (ended.agency, dinas_wita):
        factories.MembershipFactory(staff=staff, agency=agency, role="agency_admin")
    page = flat(masuk(staff).get(reverse("surveys:comments")))
    assert dinas_wita.name in page


def test_one_that_never_asked_anything_is_nowhere(masuk: Any, evaluator: Staff) -> None:
    agency = factories.AgencyFactory(is_active=False)
    factories.AgencyFactory.create_batch(2)
    browser = masuk(evaluator)
    assert browser.get(f"/dasbor/ikm/?instansi={agency.slug}").status_code == 404


def test_no_survey_is_opened_there_and_the_public_sees_nothing(
    ended: SurveyPeriod, admin_opd: Staff, now: dt.datetime, client: Client
) -> None:
    SurveyPeriod.objects.filter(pk=ended.pk).update(state="published", published_at=now)
    draft = SurveyPeriod.objects.create(
        agency=ended.agency, questionnaire=ended.questionnaire, name="Baru",
        starts_on=now.date(), ends_on=now.date(),
    )  # fmt: skip
    with pytest.raises(Refused, match="tidak aktif lagi"):
        period_steps.open_period(draft, by=admin_opd, now=now)
    assert ended.agency.name not in flat(client.get("/ikm/"))
    assert client.get(reverse("skm:office", args=[ended.agency.slug])).status_code == 404


def test_nothing_that_begins_something_is_offered_there(
    ended: SurveyPeriod, admin_opd: Staff, masuk: Any, now: dt.datetime
) -> None:
    draft = SurveyPeriod.objects.create(
        agency=ended.agency, questionnaire=ended.questionnaire, name="Baru",
        starts_on=now.date(), ends_on=now.date(),
    )  # fmt: skip
    browser, about = masuk(admin_opd), f"?instansi={ended.agency.slug}"
    for page in (
        reverse("surveys:index") + about,
        reverse("skm:added") + about,
        reverse("surveys:periods"),
        reverse("surveys:period", args=[draft.pk]),
    ):
        shown = flat(browser.get(page))
        assert not [one for one in OFFERS if one in shown], page
    assert browser.post(f"{reverse('skm:added')}{ended.agency.pk}/solved/").status_code == 404
    assert not ended.agency.added_questions.exists()
    Agency.objects.update(is_active=True)
    shown = flat(browser.get(reverse("surveys:index") + about))
    shown += flat(browser.get(reverse("skm:added") + about))
    shown += flat(browser.get(reverse("surveys:periods")))
    shown += flat(browser.get(reverse("surveys:period", args=[draft.pk])))
    assert not [one for one in OFFERS if one not in shown], "else they prove nothing"


def test_who_publishes_there_is_not_told_that_everybody_sees_it(
    ended: SurveyPeriod, admin_opd: Staff, masuk: Any
) -> None:
    SurveyPeriod.objects.filter(pk=ended.pk).update(state="closed", published_at=None)
    browser, address = masuk(admin_opd), reverse("surveys:period", args=[ended.pk])
    assert "tampil di halaman IKM untuk umum" not in flat(browser.get(address))
    told = flat(browser.post(address, {"step": "published"}, follow=True))
    assert "memuatnya bila instansinya aktif kembali" in told
    assert "tampil di halaman IKM untuk umum" not in told.split("memuatnya bila")[0]
