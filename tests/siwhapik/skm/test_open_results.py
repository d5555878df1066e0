"""Published results for everybody: one office's page and its open data, without small groups."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Role, Service, Staff
from surveys import period_steps, recommending
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod
from surveys.recommending import Plan, Target
from tests import factories
from tests.reading import flat
from tests.siwhapik.skm.test_report import dibuka as dibuka
from tests.siwhapik.skm.test_report import ditutup as ditutup
from tests.surveys.conftest import jawab as jawab
from tests.surveys.conftest import lima as lima

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/ikm/dinsos-contoh/"


@pytest.fixture
def diumumkan(ditutup: SurveyPeriod, admin_opd: Staff, now: dt.datetime) -> SurveyPeriod:
    period_steps.publish(ditutup, by=admin_opd, now=now)
    ditutup.refresh_from_db()
    return ditutup


def lines_of(client: Client, period: SurveyPeriod) -> list[dict[str, str]]:
    response = client.get(f"{PAGE}{period.pk}.csv")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_everybody_reads_elements_services_and_trend(
    client: Client, diumumkan: SurveyPeriod
) -> None:
    assert PAGE in flat(client.get("/ikm/"))
    page = flat(client.get(PAGE))
    assert "IKM 87,63, mutu B (Baik), 11 responden dari" in page.split("<section")[0]
    assert "Periode sebelumnya" not in page  # there is none
    for words in ("U1 Persyaratan", "84,09", "IKM per layanan", "Tren IKM", "87,63",
                  "Sidiknya cocok"):  # fmt: skip
        assert words in page


def test_open_data_has_the_same_figures(client: Client, diumumkan: SurveyPeriod) -> None:
    lines = lines_of(client, diumumkan)
    whole, first = lines[0], lines[1]
    assert (whole["tingkat"], whole["responden"], whole["nilai"], whole["mutu"]) == (
        "instansi", "11", "87.63", "B",
    )  # fmt: skip
    assert (first["nama"], first["nilai"]) == ("U1 Persyaratan", "84.09")
    assert {one["tingkat"] for one in lines} == {"instansi", "unsur"}  # both services are small


def test_a_service_of_few_answers_stands_in_neither(
    client: Client, diumumkan: SurveyPeriod, layanan_lain: Service
) -> None:
    page = flat(client.get(PAGE))
    assert "kurang dari 5" in page
    assert "80,56" not in page
    assert layanan_lain.name not in {one["nama"] for one in lines_of(client, diumumkan)}


def test_what_the_office_does_is_told_without_names(
    client: Client, diumumkan: SurveyPeriod, admin_opd: Staff
) -> None:
    evaluator = factories.StaffFactory()
    factories.MembershipFactory(staff=evaluator, agency=None, role=Role.EVALUATOR)
    recommending.note_opened(diumumkan, by=evaluator)
    element = diumumkan.questionnaire.elements.get(code="U8")
    made = recommending.recommend(
        diumumkan, text="Rahasia evaluator", about=Target(element=element), by=evaluator
    )
    plan = Plan(element=element, activity="Piket aduan", year=2026, quarter=3, responsible="Kasi X")
    recommending.plan(made, plan=plan, by=admin_opd)
    page = flat(client.get(PAGE))
    assert "Piket aduan" in page
    assert "Triwulan III 2026" in page
    assert "Rahasia evaluator" not in page
    assert "Kasi X" not in page


def test_what_is_not_published_is_404_also_by_its_number(
    client: Client, ditutup: SurveyPeriod, diumumkan_lain: SurveyPeriod
) -> None:
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}{ditutup.pk}.csv").status_code == 404
    other = diumumkan_lain.agency.slug
    assert client.get(f"/ikm/{other}/").status_code == 200
    assert client.get(f"/ikm/{other}/{ditutup.pk}.csv").status_code == 404
    assert client.get("/ikm/tidak-ada/").status_code == 404


@pytest.fixture
def diumumkan_lain(dinas_wita: Agency, admin_opd: Staff, now: dt.datetime) -> SurveyPeriod:
    """An empty period of another office."""
    from_here = factories.StaffFactory()
    factories.MembershipFactory(staff=from_here, agency=dinas_wita, role=Role.AGENCY_ADMIN)
    period = SurveyPeriod.objects.create(
        state="open", agency=dinas_wita, questionnaire=_asked(), name="Semester I",
        starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30),
    )  # fmt: skip
    period_steps.close(period, by=from_here, now=now)
    period_steps.publish(period, by=from_here, now=now, knows_few=True)
    return period


def _asked() -> Any:
    return SurveyPeriod.objects.get().questionnaire


def test_an_unpublished_period_stands_in_no_public_trend(
    client: Client, diumumkan: SurveyPeriod, dinas: Agency, admin_opd: Staff, jawab: Any,
    now: dt.datetime,
) -> None:  # fmt: skip
    earlier = SurveyPeriod.objects.create(
        state="open", agency=dinas, questionnaire=diumumkan.questionnaire, name="Rahasia 2025",
        starts_on=dt.date(2025, 7, 1), ends_on=dt.date(2025, 12, 31),
    )  # fmt: skip
    for _ in range(5):
        jawab(dinas, [2] * 9, at=dt.datetime(2025, 8, 3, 3, tzinfo=dt.UTC))
    period_steps.close(earlier, by=admin_opd, now=now)
    assert "Rahasia 2025" not in flat(client.get(PAGE))


def test_a_withdrawn_period_leaves_the_trend_of_another_one_at_once(
    client: Client, diumumkan: SurveyPeriod, dinas: Agency, admin_opd: Staff, jawab: Any,
    now: dt.datetime, settings: Any,
) -> None:  # fmt: skip
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": "trend"}}
    earlier = SurveyPeriod.objects.create(
        state="open", agency=dinas, questionnaire=diumumkan.questionnaire, name="Semester II 2025",
        starts_on=dt.date(2025, 7, 1), ends_on=dt.date(2025, 12, 31),
    )  # fmt: skip
    for _ in range(5):
        jawab(dinas, [2] * 9, at=dt.datetime(2025, 8, 3, 3, tzinfo=dt.UTC))
    period_steps.close(earlier, by=admin_opd, now=now)
    period_steps.publish(earlier, by=admin_opd, now=now)
    newest = {"periode": str(diumumkan.pk)}
    assert "Semester II 2025" in trend_of(client.get(PAGE, newest))
    period_steps.withdraw(earlier, by=admin_opd, now=now, reason="Angkanya keliru")
    assert "Semester II 2025" not in trend_of(client.get(PAGE, newest))


def trend_of(response: Any) -> str:
    [table] = [one for one in response.context["tables"] if one.code == "tren"]
    return str([[cell.words for cell in row] for row in table.rows])


def test_withdrawn_is_gone_at_once_and_another_period_can_be_chosen(
    client: Client, diumumkan: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    assert client.get(PAGE, {"periode": "x"}).status_code == 200
    assert client.get(PAGE, {"periode": str(diumumkan.pk)}).status_code == 200
    SurveyPeriod.objects.filter(pk=diumumkan.pk).update(state="closed")
    assert client.get(PAGE).status_code == 404


def test_the_page_is_light(
    client: Client, diumumkan: SurveyPeriod, settings: Any, django_assert_max_num_queries: Any
) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": "results"}}
    client.get(PAGE)
    with django_assert_max_num_queries(3):
        response = client.get(PAGE)
    assert len(response.content) < 60_000


def test_a_period_of_fewer_than_five_answers_shows_no_index_anywhere(
    client: Client, masuk: Any, admin_opd: Staff, dinas: Agency, jawab: Any, now: dt.datetime
) -> None:
    for _ in range(4):
        jawab(dinas, [4] * 9)
    period = SurveyPeriod.objects.create(
        agency=dinas, questionnaire=questionnaire_in_use(), name="Sedikit", state="open",
        starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30),
    )  # fmt: skip
    period = period_steps.close(period, by=admin_opd, now=now) or period
    period_steps.publish(period, by=admin_opd, now=now, knows_few=True)
    page = flat(client.get(PAGE))
    assert "Belum cukup jawaban: 4 dari 5" in page
    assert "100,00" not in page
    (line,) = lines_of(client, period)
    assert (line["responden"], line["nilai"], line["mutu"]) == (
        "4", "", "belum cukup jawaban: 4 dari 5",
    )  # fmt: skip
    report = flat(masuk(admin_opd).get(f"/dasbor/ikm/periode/{period.pk}/laporan/"))
    assert "Belum cukup jawaban: 4 dari 5" in report
    assert "100,00" not in report
