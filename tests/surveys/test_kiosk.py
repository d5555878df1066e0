"""The survey at a counter: one screen for many visitors, with no way to another page."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service
from surveys import linking, period_steps
from surveys.models import Response, SurveyLink, SurveyPeriod
from surveys.ways import Way
from tests.reading import flat
from tests.surveys.conftest import everything
from tests.surveys.substituting import replace
from tests.surveys.test_open_survey import answer, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def loket(dinas: Agency, layanan: Service, admin_opd: Any, now: dt.datetime) -> SurveyLink:
    return linking.make(dinas, service=layanan, way=Way.KIOSK, by=admin_opd, now=now)


def links_in(page: str) -> set[str]:
    return set(re.findall(r'<a[^>]* href="([^"]+)"', page))


def test_no_link_leads_away(client: Client, loket: SurveyLink) -> None:
    form = flat(client.get(page_of(loket)))
    elsewhere = {
        one for one in links_in(form) if one[0] not in "#?"
    }  # its own screens and languages
    assert elsewhere == {page_of(loket)}
    thanks = flat(answer(loket, client, service="").client.get(f"{page_of(loket)}terima-kasih/"))
    assert links_in(thanks) == {"#main", page_of(loket)}
    assert "Selesai" in thanks
    refused = client.post(page_of(loket), {})
    assert {one for one in links_in(flat(refused)) if not one.startswith("#")} == {page_of(loket)}


def test_it_says_after_which_silence_it_begins_anew(client: Client, loket: SurveyLink) -> None:
    page = flat(client.get(page_of(loket)))
    assert 'data-silence="60"' in page
    assert "Bila layar tidak disentuh 60 detik, jawaban dihapus" in page
    assert 'autocomplete="off"' in page
    assert "data-touched" not in page
    assert "data-touched" in flat(client.post(page_of(loket), {}))
    assert 'data-silence="10"' in flat(client.get(f"{page_of(loket)}terima-kasih/"))


def test_the_choice_of_a_service_begins_anew_too(
    client: Client, dinas: Agency, layanan: Service, rancangan: SurveyPeriod, admin_opd: Any,
    now: dt.datetime,
) -> None:  # fmt: skip
    replace(rancangan, service=layanan)
    period_steps.open_period(rancangan, by=admin_opd, now=now)
    loket = linking.make(dinas, service=None, way=Way.KIOSK, by=admin_opd, now=now)
    choice = flat(client.get(page_of(loket)))
    assert f'data-kiosk="{page_of(loket)}" data-silence="60"' in choice
    assert "Bila layar tidak disentuh 60 detik, survei mulai dari awal" in choice
    assert "js/kiosk" in choice
    assert "data-touched" not in choice
    assert "data-touched" in flat(client.get(f"{page_of(loket)}?bahasa=en"))
    form = flat(client.get(f"{page_of(loket)}?layanan={layanan.pk}"))
    assert "jawaban dihapus" in form
    assert "data-touched" in form  # whoever chose it may have gone away
    assert "data-touched" in flat(client.get(f"{page_of(loket)}?layanan=0"))


def test_many_visitors_at_one_screen_are_no_doubles(
    client: Client, loket: SurveyLink, layanan: Service
) -> None:
    for value in (4, 3, 2):
        assert answer(loket, client, value).status_code == 302
    rows = list(Response.objects.values_list("way", "service", "device", "is_repeat"))
    assert rows == [("kiosk", layanan.pk, "", False)] * 3
    assert not client.cookies


def test_it_is_as_light_as_the_others(client: Client, loket: SurveyLink) -> None:
    assert len(client.get(page_of(loket)).content) <= 20_000


def test_a_counter_may_be_busy_and_not_endless(client: Client, loket: SurveyLink) -> None:
    codes = [
        client.post(page_of(loket), everything(4, once=f"{number:032}")).status_code
        for number in range(61)
    ]
    assert codes == [302] * 60 + [429]
