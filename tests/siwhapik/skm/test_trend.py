"""The page of an office's results shows the index of its finished periods: one instrument, oldest first."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Staff
from surveys import period_steps
from surveys.loading import questionnaire_in_use
from surveys.models import Questionnaire, SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.siwhapik.skm.test_league import answer
from tests.surveys.conftest import questionnaire_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/dasbor/ikm/"


def finished(
    agency: Agency,
    month: int,
    *values: int,
    now: dt.datetime,
    asked: Questionnaire | None = None,
    weight: str = "exact",
) -> SurveyPeriod:
    """A closed month of 2025 with an answer of each of these values, named after it."""
    asked = asked or questionnaire_in_use()
    made = SurveyPeriod.objects.create(
        agency=agency, questionnaire=asked, name=f"Bulan {month}", state="open",
        starts_on=dt.date(2025, month, 1), ends_on=dt.date(2025, month, 28), weight_policy=weight,
    )  # fmt: skip
    for value in values:
        answer(agency, value, day=dt.date(2025, month, 2), count=1, asked=asked)
    admin = factories.StaffFactory()
    factories.MembershipFactory(staff=admin, agency=agency, role="agency_admin")
    period_steps.close(made, by=admin, now=now)
    return made


def trend_of(response: Any) -> list[list[str]]:
    page = flat(response)
    if 'id="tabel-tren"' not in page:
        return []
    table = page.split('id="tabel-tren"')[1].split("</tbody>")[0].split("<tbody>")[1]
    rows = table.split("<tr>")[1:]
    return [
        [cell.split("</")[0].rsplit(">", 1)[1] for cell in row.split("</t")[:-2]] for row in rows
    ]


def test_the_agency_admin_sees_finished_periods_of_one_instrument(
    masuk: Any, admin_opd: Staff, dinas: Agency, dinas_wita: Agency, now: dt.datetime
) -> None:
    browser = masuk(admin_opd)
    first = finished(dinas, 1, 3, 3, 3, 3, 3, now=now)
    finished(dinas_wita, 3, 1, 1, 1, 1, 1, now=now)
    assert trend_of(browser.get(PAGE)) == []  # one alone is no trend
    finished(dinas, 2, 4, 4, 4, 4, 4, now=now, asked=questionnaire_of("lain"))
    page = browser.get(PAGE)
    assert [row[0] for row in trend_of(page)] == ["Bulan 1"]
    assert "Tidak dibandingkan, karena instrumennya lain: Bulan 2." in flat(page)
    finished(dinas, 4, 4, 4, 4, 4, 4, now=now)
    finished(dinas, 5, 1, 1, 1, 1, now=now)  # too few to show
    finished(dinas, 6, 2, 2, 2, 2, 2, now=now)
    page = browser.get(PAGE)
    assert trend_of(page) == [
        ["Bulan 1", "5", "tanpa undangan", "75,00", "C, Kurang baik", "-"],
        ["Bulan 4", "5", "tanpa undangan", "100,00", "A, Sangat baik", "naik 25,00"],
        ["Bulan 5", "4", "-", "-", "-", "-"],
        ["Bulan 6", "5", "tanpa undangan", "50,00", "D, Tidak baik", "-"],
    ]
    words = page.content.decode()
    assert "<title>Bulan 4: 100" in words  # a bar says what it shows
    assert f"periode=p{first.pk}" in words.split('id="tabel-tren"')[1]
    other = browser.get(f"{PAGE}?periode=2025&kuesioner=lain")
    assert [row[0] for row in trend_of(other)] == ["Bulan 2"]
    assert "instrumennya lain: Bulan 1, Bulan 4, Bulan 5, Bulan 6." in flat(other)


def test_a_reopened_period_and_the_ninth_are_not_in_it_and_all_cost_the_same(
    masuk: Any, admin_opd: Staff, dinas: Agency, now: dt.datetime
) -> None:
    browser, counts = masuk(admin_opd), []
    for months in ((1, 2), range(3, 11)):
        made = [finished(dinas, month, *[3] * 5, now=now) for month in months]
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            page = browser.get(PAGE)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert [row[0] for row in trend_of(page)] == [f"Bulan {month}" for month in range(3, 11)]
    assert trend_of(page)[0][5] == "tetap"  # from the month before, which is not shown
    period_steps.reopen(made[-1], by=admin_opd, now=now, reason="Salah hitung (contoh)")
    assert trend_of(browser.get(PAGE))[-1][0] == "Bulan 9"


def test_a_version_of_another_source_goes_on_with_the_line_and_other_weights_do_not(
    masuk: Any, admin_opd: Staff, dinas: Agency, now: dt.datetime
) -> None:
    first = questionnaire_of("contoh", legacy_weights=["0.11"])
    second = questionnaire_of("contoh", version=2, legal_basis="Peraturan contoh")
    finished(dinas, 1, *[3] * 5, now=now, asked=first)
    finished(dinas, 2, *[4] * 5, now=now, asked=first, weight="0.11")
    last = finished(dinas, 3, *[4] * 5, now=now, asked=second)
    page = masuk(admin_opd).get(f"{PAGE}?periode=p{last.pk}")
    assert [(row[0], row[5]) for row in trend_of(page)] == [
        ("Bulan 1", "-"),
        ("Bulan 3", "naik 25,00"),
    ]
    assert "Tidak dibandingkan, karena bobotnya lain: Bulan 2." in flat(page)
