"""A page of results says which version of which questionnaire it shows, and where the others are."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Staff
from surveys import period_steps
from surveys.answering import Form, write
from surveys.loading import questionnaire_in_use
from surveys.models import Questionnaire, SurveyPeriod
from surveys.ways import Way
from tests.reading import flat
from tests.surveys.conftest import questionnaire_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/dasbor/ikm/"


def answered(agency: Agency, asked: Questionnaire, value: int, *, at: dt.datetime) -> None:
    for _ in range(5):
        form = Form(values=dict.fromkeys(asked.elements.all(), value))
        write(form, now=at, agency=agency, way=Way.OPEN, questionnaire=asked)


def period_of(agency: Agency, asked: Questionnaire, name: str, day: dt.date) -> SurveyPeriod:
    return SurveyPeriod.objects.create(
        state="open", agency=agency, questionnaire=asked, name=name, starts_on=day, ends_on=day
    )


@pytest.fixture
def second(db: None) -> Questionnaire:
    """Another version of the national one, with questions of its own."""
    code = questionnaire_in_use().code
    return questionnaire_of(code, version=2, name="Survei Kepuasan Masyarakat, sembilan unsur")


def test_two_versions_in_one_range_stand_apart_and_each_leads_to_the_other(
    masuk: Any, admin_opd: Staff, dinas: Agency, second: Questionnaire, now: dt.datetime
) -> None:
    first = questionnaire_in_use()
    answered(dinas, first, 4, at=now)
    answered(dinas, second, 2, at=now)
    browser, years = masuk(admin_opd), f"{PAGE}?periode={now.year}"
    for shown, other, value in ((first, second, "100,00"), (second, first, "50,00")):
        page = flat(browser.get(f"{years}&kuesioner={shown.reference}"))
        head = page.split("<h2")[0]
        assert f"{shown.name}, versi {shown.version}</strong>" in head
        assert "hanya dari jawaban kuesioner ini" in head
        assert value in head
        assert "responden menjawab kuesioner lain dalam periode ini" in head
        assert f"Lihat {other.name}, versi {other.version}</a>" in head
        assert f"kuesioner={other.reference}" in head
        computed = flat(
            browser.get(f"{PAGE}hitungan/?periode={now.year}&kuesioner={shown.reference}")
        )
        assert f"{shown.name}, versi {shown.version}" in computed


def test_a_period_leads_to_the_newest_period_of_another_version(
    masuk: Any, admin_opd: Staff, dinas: Agency, second: Questionnaire, now: dt.datetime
) -> None:
    first, today = questionnaire_in_use(), now.date()
    older = period_of(dinas, first, "Bulan lalu", today - dt.timedelta(days=40))
    newer = period_of(dinas, first, "Minggu lalu", today - dt.timedelta(days=7))
    running = period_of(dinas, second, "Sekarang", today)
    head = flat(masuk(admin_opd).get(f"{PAGE}?periode=p{running.pk}")).split("<h2")[0]
    assert f"periode=p{newer.pk}" in head
    assert "versi 1: Minggu lalu</a>" in head
    assert f"periode=p{older.pk}" not in head.split("Kuesioner:")[1]


def test_one_version_alone_says_nothing_of_others(
    masuk: Any, admin_opd: Staff, dinas: Agency, now: dt.datetime
) -> None:
    answered(dinas, questionnaire_in_use(), 3, at=now)
    page = flat(masuk(admin_opd).get(f"{PAGE}?periode={now.year}"))
    assert ", versi 1</strong>" in page
    assert "kuesioner lain" not in page


def test_everybody_reads_which_version_a_published_period_asked(
    dinas: Agency, second: Questionnaire, admin_opd: Staff, now: dt.datetime
) -> None:
    days = (now.date() - dt.timedelta(days=1), now.date())
    for asked, name, day in zip(
        (questionnaire_in_use(), second), ("Dulu", "Kini"), days, strict=True
    ):
        made = period_of(dinas, asked, name, day)
        answered(dinas, asked, 3, at=dt.datetime.combine(day, dt.time(3), tzinfo=dt.UTC))
        period_steps.close(made, by=admin_opd, now=now)
        period_steps.publish(made, by=admin_opd, now=now)
    page = flat(Client().get(f"/ikm/{dinas.slug}/"))
    assert f"Kuesioner: {second.name}, versi 2." in page
    assert "Dulu (kuesioner lain)" in page
    assert "Kini (kuesioner lain)" not in page
