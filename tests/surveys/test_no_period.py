"""Who runs an office's periods is told where none is open; and the two ways of one number."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency
from surveys.lacking import without_open_period
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod
from tests.reading import flat

PAGE = "/dasbor/ikm/"
WORDS = "Belum ada periode survei yang dibuka"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def period_of(agency: Agency, **given: Any) -> SurveyPeriod:
    values: dict[str, Any] = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 6, 30)}
    return SurveyPeriod.objects.create(
        agency=agency, name="Semester I", questionnaire=questionnaire_in_use(), **values | given
    )


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        (None, True),
        ({"state": "draft"}, True),
        ({"state": "closed"}, True),
        ({"state": "open"}, False),
        ({"state": "open", "ends_on": dt.date(2026, 6, 8)}, True),
        ({"state": "open", "ends_on": dt.date(2026, 6, 9)}, False),
        ({"state": "open", "starts_on": dt.date(2026, 6, 10)}, True),
    ],
)
def test_an_office_lacks_a_period_where_none_is_open_today(
    dinas: Agency, admin_opd: Any, now: Any, given: dict[str, Any] | None, lacks: bool
) -> None:
    if given is not None:
        period_of(dinas, **given)
    assert without_open_period(admin_opd, now=now) == ([dinas] if lacks else [])


def test_the_day_is_the_offices_own(dinas_wita: Agency, super_admin: Any) -> None:
    period_of(dinas_wita, state="open")
    last = dt.datetime(2026, 6, 30, 15, 59, tzinfo=dt.UTC)  # 23.59 WITA
    assert dinas_wita not in without_open_period(super_admin, now=last)
    assert dinas_wita in without_open_period(super_admin, now=last + dt.timedelta(minutes=1))


def test_only_who_can_do_something_about_it_is_told(
    dinas: Agency, admin_opd: Any, penyelia: Any, petugas: Any, masuk: Any
) -> None:
    for page in (PAGE, "/dasbor/ikm/periode/", "/kelola/surveys/surveyperiod/"):
        assert WORDS in flat(masuk(admin_opd).get(page)), page
    for other in (penyelia, petugas):
        assert WORDS not in flat(masuk(other).get(PAGE))
    period_of(dinas, state="open")
    assert WORDS not in flat(masuk(admin_opd).get(PAGE))


def test_pooled_and_mean_of_services_stand_side_by_side(
    dinas: Agency, lima: None, penyelia: Any, petugas: Any, masuk: Any
) -> None:
    page = flat(masuk(penyelia).get(PAGE))
    # Four of 100,00 and one of 80,56: together 96,11, and 90,28 where both services weigh the same.
    assert "IKM instansi di atas, 96,11, dihitung dari semua responden" in page
    assert "Rata-rata IKM layanan: 90,28" in page
    assert "Rata-rata IKM layanan" not in flat(masuk(petugas).get(PAGE)), "one answer is hidden"
