"""Of what the survey says in an evaluation only answers and recommendations are kept, and none is ever missing."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.models import Agency, Staff
from surveys import ranges, recommending, reports
from surveys.loading import questionnaire_in_use
from surveys.models import Element, Invitation, Questionnaire, Recommendation, SurveyPeriod
from surveys.recommended import recommendations_of
from tests.surveys.conftest import MIXED, questionnaire_of

YEAR = ranges.IndexRange(
    code="2026", label="Tahun 2026", starts=dt.date(2026, 1, 1), ends=dt.date(2026, 12, 31)
)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages", "clock")]


@pytest.fixture
def kept_pages(settings: Any) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": "answers"}}
    caches["pages"].clear()


@pytest.fixture
def saran(dinas: Agency, penyelia: Staff) -> Recommendation:
    period = SurveyPeriod.objects.create(
        agency=dinas, name="Juni contoh", questionnaire=questionnaire_in_use(), state="closed",
        starts_on=dt.date(2026, 6, 1), ends_on=dt.date(2026, 6, 30),
    )  # fmt: skip
    words = "Tambah loket (contoh)."
    return Recommendation.objects.create(period=period, text=words, by=penyelia, at=timezone.now())


def test_a_new_answer_and_a_new_invitation_count_at_once(dinas: Agency, jawab: Any) -> None:
    asked = questionnaire_in_use()
    jawab(dinas, MIXED)
    first = reports.newest(dinas, dates=YEAR, questionnaire=asked)
    assert first == reports.newest(dinas, dates=YEAR, questionnaire=asked)
    jawab(dinas, MIXED)
    second = reports.newest(dinas, dates=YEAR, questionnaire=asked)
    assert (first.n, second.n) == (1, 2)
    counted = reports.figures([dinas], dates=YEAR, questionnaire=asked, by="agency_id")
    assert second == counted[dinas.pk]
    Invitation.objects.update(answered_at=None)
    assert reports.newest(dinas, dates=YEAR, questionnaire=asked).funnel.answered == 0


def test_the_questionnaire_of_an_office_without_answers_is_the_one_in_use(dinas: Agency) -> None:
    before = questionnaire_in_use()
    assert reports.most_asked([dinas], YEAR) == before
    other = questionnaire_of("lain")
    Questionnaire.objects.update(is_default=False)
    Questionnaire.objects.filter(pk=other.pk).update(is_default=True)
    assert reports.most_asked([dinas], YEAR) == other
    assert [*reports.elements_of(other)] == [f"U{number}" for number in range(1, 10)]
    assert {*reports.elements_of(before).values()} == {
        *Element.objects.filter(questionnaire=before)
    }


def test_a_plan_and_a_report_of_progress_are_read_at_once(
    dinas: Agency, dinas_wita: Agency, penyelia: Staff, saran: Recommendation
) -> None:
    (found,) = recommendations_of(dinas)
    assert (found.text, found.state) == ("Tambah loket (contoh).", "waiting")
    with CaptureQueriesContext(connection) as asked:
        assert recommendations_of(dinas) == (found,)
    assert len(asked) == 1
    assert recommendations_of(dinas_wita) == ()
    element = saran.period.questionnaire.elements.get(code="U3")
    plan = recommending.Plan(
        element=element, activity="Loket kedua", year=2026, quarter=4, responsible="Kabid (contoh)"
    )
    recommending.plan(saran, plan=plan, by=penyelia)
    assert recommendations_of(dinas)[0].state == "planned"
    done = recommending.Progress(state="done", text="Dibuka", evidence="BA-01 (contoh)")
    recommending.report(saran, progress=done, by=penyelia)
    assert recommendations_of(dinas)[0].state == "done"
