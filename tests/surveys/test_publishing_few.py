"""A period of fewer than five answers is published by who knows it: the public page shows no index of it."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Staff
from surveys import period_steps
from surveys.models import PeriodStep, SurveyPeriod
from tests.reading import flat
from tickets.desk.base import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WARNED = "Halaman IKM untuk umum tidak akan memperlihatkan nilainya"
TICKED = {"step": "published", "knows_few": "on"}


def closed(period: SurveyPeriod, by: Staff, now: dt.datetime) -> SurveyPeriod:
    period_steps.open_period(period, by=by, now=now)
    period_steps.close(period, by=by, now=now)
    return period


@pytest.mark.parametrize(("answers", "warns"), [(0, True), (4, True), (5, False)])
def test_who_publishes_few_answers_is_warned_and_says_that_it_is_meant(
    masuk: Any, client: Any, admin_opd: Staff, rancangan: SurveyPeriod, dinas: Agency, jawab: Any,
    now: dt.datetime, answers: int, warns: bool,
) -> None:  # fmt: skip
    for _ in range(answers):
        jawab(dinas, [4] * 9)
    address = f"/dasbor/ikm/periode/{closed(rancangan, admin_opd, now).pk}/"
    browser = masuk(admin_opd)
    page = flat(browser.get(address))
    assert (WARNED in page) is (warns)
    assert ('name="knows_few"' in page) is warns
    answer = browser.post(address, {"step": "published"})
    assert answer.status_code == (422 if warns else 302)
    if warns:
        refused = flat(answer)
        assert "Beri tanda bila tetap akan diumumkan" in refused
        assert 'href="#id_knows_few"' in refused
        assert not PeriodStep.objects.filter(verb="published").exists()
        assert browser.post(address, TICKED).status_code == 302
    assert SurveyPeriod.objects.get().is_published
    said = f"Belum cukup jawaban: {answers} dari 5" if 0 < answers < 5 else ""
    assert said in flat(client.get("/ikm/"))


def test_of_a_period_that_was_closed_before_figures_were_frozen_too(
    masuk: Any, admin_opd: Staff, rancangan: SurveyPeriod, dinas: Agency, jawab: Any,
    now: dt.datetime,
) -> None:  # fmt: skip
    jawab(dinas, [4] * 9)
    period = closed(rancangan, admin_opd, now)
    SurveyPeriod.objects.filter(pk=period.pk).update(frozen=None)
    address, browser = f"/dasbor/ikm/periode/{period.pk}/", masuk(admin_opd)
    assert WARNED in flat(browser.get(address))
    assert browser.post(address, {"step": "published"}).status_code == 422
    assert browser.post(address, TICKED).status_code == 302


def test_the_step_itself_refuses_too(
    rancangan: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    period = closed(rancangan, admin_opd, now)
    with pytest.raises(Refused, match="kurang dari 5") as refused:
        period_steps.publish(period, by=admin_opd, now=now)
    assert refused.value.field == "knows_few"
    assert not SurveyPeriod.objects.get().is_published
