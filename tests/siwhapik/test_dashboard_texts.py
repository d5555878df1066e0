"""What pages of figures read by texts is what the querysets read."""

import datetime as dt

import pytest

from services.models import Agency
from siwhapik.dashboard.satisfaction import begun
from siwhapik.queries import query_of
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod


@pytest.mark.django_db
def test_survey_periods_come_in_the_order_of_the_staff_pages(
    dinas: Agency, dinas_wita: Agency
) -> None:
    asked, noon = questionnaire_in_use(), dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    for n, state in enumerate(("draft", "open", "closed", "published", "published", "closed")):
        SurveyPeriod.objects.create(
            agency=dinas if n != 5 else dinas_wita,
            questionnaire=asked,
            name=f"Contoh {n}",
            starts_on=dt.date(2026, n + 1, 1),
            ends_on=dt.date(2026, n + 1, 20),
            state=state,
            published_at=noon + dt.timedelta(days=n) if state == "published" else None,
        )
    expected = list(dinas.survey_periods.begun().published_first())
    assert [one.name for one in begun(dinas)] == [one.name for one in expected]
    assert [one.name for one in expected] == ["Contoh 4", "Contoh 3", "Contoh 2", "Contoh 1"]


def test_addresses_are_quoted_but_for_numbers_and_days() -> None:
    at = dt.datetime(2026, 6, 9, 10, tzinfo=dt.UTC)
    asked = {"a": 7, "b": dt.date(2026, 6, 9), "c": "x & y", "d": at, "e": True}
    told = "a=7&b=2026-06-09&c=x+%26+y&d=2026-06-09+10%3A00%3A00%2B00%3A00&e=True"
    assert query_of(asked) == told
