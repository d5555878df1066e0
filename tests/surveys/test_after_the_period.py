"""Who answers when the figures of the period stand is told so, before and after; who was in time is not."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Staff
from surveys import linking, period_steps
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod
from surveys.ways import Way
from tests.reading import flat
from tests.surveys.conftest import everything

LATE = "nilai yang sudah ditutup tidak berubah"
COUNTED = "ikut dihitung dalam Indeks Kepuasan Masyarakat"
HOUR = dt.timedelta(hours=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def hari_ini(dinas: Agency, now: dt.datetime) -> SurveyPeriod:
    """An open period of today alone."""
    return SurveyPeriod.objects.create(
        agency=dinas,
        questionnaire=questionnaire_in_use(),
        name="Hari ini",
        state="open",
        starts_on=now.date(),
        ends_on=now.date(),
    )


def test_in_time_it_counts_and_goes_on_to_count_when_the_period_is_closed(
    hari_ini: SurveyPeriod, tautan: str, client: Client, admin_opd: Staff, clock: Any
) -> None:
    assert LATE not in flat(client.get(tautan))
    thanks = flat(client.post(tautan, everything(), follow=True))
    assert COUNTED in thanks
    assert LATE not in thanks
    clock.shift(HOUR)
    period_steps.close(hari_ini, by=admin_opd, now=dt.datetime.now(dt.UTC))
    assert COUNTED in flat(client.get(tautan))


def test_after_it_the_form_says_so_and_so_do_the_thanks(
    hari_ini: SurveyPeriod, tautan: str, client: Client, admin_opd: Staff, now: dt.datetime
) -> None:
    period_steps.close(hari_ini, by=admin_opd, now=now)
    assert LATE in flat(client.get(tautan))
    thanks = flat(client.post(tautan, everything(), follow=True))
    assert LATE in thanks
    assert COUNTED not in thanks
    assert "result does not change any more" in flat(client.get(f"{tautan}?bahasa=en"))


@pytest.mark.parametrize("way", [Way.OPEN, Way.KIOSK])
def test_an_open_link_says_it_as_well(
    hari_ini: SurveyPeriod,
    layanan: Any,
    client: Client,
    admin_opd: Staff,
    now: dt.datetime,
    way: Way,
) -> None:
    link = linking.make(hari_ini.agency, service=layanan, way=way, by=admin_opd, now=now)
    page = f"/s/{link.code}/"
    for is_late in (False, True):
        if is_late:
            period_steps.close(hari_ini, by=admin_opd, now=now)
        thanks = flat(client.get(f"{page}terima-kasih/"))
        assert (LATE in flat(client.get(page)), LATE in thanks) == (is_late, is_late)
        assert (COUNTED in thanks) is not is_late
