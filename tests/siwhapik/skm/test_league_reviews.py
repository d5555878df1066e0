"""The comparison of offices says which finished periods nobody has reviewed, and can show these alone."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Staff
from surveys import period_steps, recommending, reviewing
from surveys.loading import questionnaire_in_use
from surveys.models import PeriodReview, SurveyPeriod
from tests import factories
from tests.siwhapik.skm.test_league import CSV, NOW, PAGE, answer, lines
from tests.surveys.conftest import questionnaire_of
from tickets.words import day_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
UNREVIEWED = f"{PAGE}&telaah=belum"


def closed(
    agency: Agency, name: str, month: int, *, by: Staff, now: dt.datetime, asked: Any = None
) -> SurveyPeriod:
    made = SurveyPeriod.objects.create(
        agency=agency, questionnaire=asked or questionnaire_in_use(), name=name, state="open",
        starts_on=dt.date(2026, month, 1), ends_on=dt.date(2026, month, 28),
    )  # fmt: skip
    period_steps.close(made, by=by, now=now)
    return SurveyPeriod.objects.select_related("agency").get(pk=made.pk)


def reviewed(period: SurveyPeriod, by: Staff, outcome: str = "adequate") -> PeriodReview:
    recommending.note_opened(period, by=by)
    found = reviewing.Review(snapshot_id=period.frozen_id or 0, outcome=outcome, note="Contoh")
    return reviewing.review(period, found=found, by=by)


def said(browser: Any, address: str = f"{CSV}?periode=2026") -> dict[str, str]:
    return {one["Instansi"]: one["Telaah"] for one in lines(browser.get(address))}


def test_each_office_with_its_periods_and_the_unreviewed_alone(
    masuk: Any, evaluator: Staff, super_admin: Staff, dinas: Agency, now: dt.datetime
) -> None:
    done, none = factories.AgencyFactory(name="Sudah"), factories.AgencyFactory(name="Tanpa")
    for agency in (dinas, done, none):
        answer(agency, 4, day=NOW)
    waits = closed(dinas, "Maret", 3, by=super_admin, now=now)
    reviewed(closed(done, "Maret", 3, by=super_admin, now=now), evaluator)
    browser = masuk(evaluator)
    day = now.astimezone(dinas.zone)
    assert said(browser) == {
        dinas.name: "belum ditelaah", "Sudah": f"memadai, {day_words(day)}", "Tanpa": "-",
        "Semua instansi": "-",
    }  # fmt: skip
    assert f"instansi={dinas.slug}&amp;periode=p{waits.pk}" in browser.get(PAGE).content.decode()
    page = browser.get(UNREVIEWED).content.decode()
    assert 'scope="row">Sudah<' not in page
    assert f'scope="row">{dinas.name}<' in page
    assert "periode=2026&amp;telaah=belum" in page  # the files show the same
    found = lines(browser.get(UNREVIEWED.replace("/?", "/csv/?")))
    assert [one["Instansi"] for one in found] == [dinas.name, "Semua instansi"]
    assert [one["Responden"] for one in found] == ["5", "15"]
    assert found[0]["Peringkat"] == "1"
    reviewed(waits, evaluator)
    assert (
        "Tidak ada periode yang sudah ditutup dan belum ditelaah"
        in browser.get(UNREVIEWED).content.decode()
    )


def test_of_several_periods_each_is_named(
    masuk: Any, evaluator: Staff, super_admin: Staff, dinas: Agency, now: dt.datetime
) -> None:
    factories.AgencyFactory()
    answer(dinas, 4, day=NOW)
    first = closed(dinas, "Maret", 3, by=super_admin, now=now)
    second = closed(dinas, "April", 4, by=super_admin, now=now)
    browser = masuk(evaluator)
    assert said(browser)[dinas.name] == "belum ditelaah: Maret, April"
    page = browser.get(PAGE).content.decode()
    for period, words in ((first, "belum ditelaah: Maret"), (second, "April")):
        assert f'&amp;periode=p{period.pk}">{words}</a>' in page
    reviewed(first, evaluator)
    assert said(browser)[dinas.name] == "belum ditelaah: April"
    reviewed(second, evaluator, "recommend")
    day = day_words(now.astimezone(dinas.zone))
    both = f"Maret: memadai, {day}; April: perlu rekomendasi, {day}"
    assert said(browser)[dinas.name] == both


def test_closed_again_it_waits_again(
    masuk: Any, evaluator: Staff, super_admin: Staff, admin_opd: Staff, dinas: Agency,
    now: dt.datetime,
) -> None:  # fmt: skip
    factories.AgencyFactory()
    answer(dinas, 4, day=NOW)
    period = closed(dinas, "Maret", 3, by=super_admin, now=now)
    reviewed(period, evaluator)
    period_steps.reopen(period, by=admin_opd, now=now, reason="Salah hitung (contoh)")
    assert said(masuk(evaluator))[dinas.name] == "-"
    period_steps.close(period, by=admin_opd, now=now)
    assert said(masuk(evaluator))[dinas.name] == "belum ditelaah"


def test_a_period_that_nobody_answered_waits_too_and_has_no_place(
    masuk: Any, evaluator: Staff, super_admin: Staff, dinas: Agency, now: dt.datetime
) -> None:
    answer(factories.AgencyFactory(name="Lain"), 4, day=NOW)
    waits = closed(dinas, "Maret", 3, by=super_admin, now=now)
    other = closed(dinas, "April", 4, by=super_admin, now=now, asked=questionnaire_of("tanpa"))
    browser = masuk(evaluator)
    for address in (PAGE, UNREVIEWED):
        page = browser.get(address).content.decode()
        assert page.count(f'scope="row">{dinas.name}<') == 2  # a table for each questionnaire
        assert f"periode=p{waits.pk}" in page
        assert f"periode=p{other.pk}" in page
        assert "belum ditelaah dengan kuesioner ini" not in page
    found = lines(browser.get(UNREVIEWED.replace("/?", "/csv/?")))
    mine = [one for one in found if one["Instansi"] == dinas.name]
    assert [(one["Responden"], one["Peringkat"], one["Kecukupan"], one["IKM"]) for one in mine] == [
        ("0", "-", "-", "-")
    ] * 2
    assert [one["Telaah"] for one in mine] == ["belum ditelaah"] * 2
    assert said(browser)["Lain"] == "-"


def test_a_period_called_like_what_waits_does_not_wait(
    masuk: Any, evaluator: Staff, super_admin: Staff, dinas: Agency, now: dt.datetime
) -> None:
    factories.AgencyFactory()
    answer(dinas, 4, day=NOW)
    for name, month in (("belum ditelaah ulang", 3), ("=1+1", 4)):
        reviewed(closed(dinas, name, month, by=super_admin, now=now), evaluator)
    browser = masuk(evaluator)
    assert "=1+1: memadai" in said(browser)[dinas.name]
    assert dinas.name not in said(browser, f"{CSV}?periode=2026&telaah=belum")


def test_many_offices_and_periods_cost_no_further_queries(
    masuk: Any, evaluator: Staff, super_admin: Staff, now: dt.datetime
) -> None:
    offices = factories.AgencyFactory.create_batch(6)
    browser, counts = masuk(evaluator), []
    for some in (offices[:2], offices[2:]):
        for one in some:
            answer(one, 4, day=NOW)
            reviewed(closed(one, "Maret", 3, by=super_admin, now=now), evaluator)
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            browser.get(PAGE)
        counts.append(len(seen))
    assert counts[0] == counts[1]
