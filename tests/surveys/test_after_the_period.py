"""Who answers when the figures of the period stand is told so, before and after; who was in time is not."""

import datetime as dt
import time
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from services.models import Agency, Staff
from surveys import linking, period_steps, reports
from surveys.loading import questionnaire_in_use
from surveys.models import Response, SurveyPeriod
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


def must_be_late(period: SurveyPeriod) -> None:
    """Neither in the figures that stand nor lost: it is told as one that came after them."""
    period.refresh_from_db()
    assert period.frozen is not None
    assert period.frozen.content["whole"]["n"] == 0
    assert reports.late(period) == 1
    assert Response.objects.get().submitted_at > period.frozen.at


def test_what_was_sent_before_and_is_stored_after_it_is_late(
    hari_ini: SurveyPeriod, tautan: str, client: Client, admin_opd: Staff, now: dt.datetime
) -> None:
    """Its process was slow, or the clock of another machine is ahead."""
    period_steps.close(hari_ini, by=admin_opd, now=now + dt.timedelta(seconds=5))
    client.post(tautan, everything())
    must_be_late(hari_ini)
    assert LATE in flat(client.get(tautan))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_is_sent_while_it_is_closed_waits_and_is_late(
    hari_ini: SurveyPeriod, tautan: str, admin_opd: Staff, now: dt.datetime
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")

    def post() -> None:
        try:
            Client().post(tautan, everything())
        finally:
            connection.close()

    sending = Thread(target=post)
    with transaction.atomic():
        period_steps.close(hari_ini, by=admin_opd, now=now + dt.timedelta(seconds=5))
        sending.start()
        time.sleep(0.5)
        assert not Response.objects.exists()
    sending.join()
    must_be_late(hari_ini)
