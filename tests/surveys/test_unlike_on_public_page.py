"""`/ikm/` says where offices were asked different things, and keeps silent where they were asked the same."""

import datetime as dt

import pytest
from django.test import Client

from services.models import Agency
from surveys.models import Questionnaire, SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.siwhapik.skm.test_regency import period_of
from tests.surveys.conftest import questionnaire_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORDS = "tidak dapat dibandingkan"


def published(agency: Agency, asked: Questionnaire, at: dt.datetime, **given: str) -> None:
    made = period_of(agency, 3, asked=asked, **given)
    SurveyPeriod.objects.filter(pk=made.pk).update(state="published", published_at=at)


def test_unlike_questionnaires_and_weights_are_said_and_equal_versions_are_not(
    client: Client, dinas: Agency, now: dt.datetime
) -> None:
    first = questionnaire_of("contoh", legacy_weights=["0.11"])
    published(dinas, first, now)
    published(factories.AgencyFactory(), questionnaire_of("contoh", version=2), now)
    assert WORDS not in flat(client.get("/ikm/"))
    published(factories.AgencyFactory(name="Bulat"), first, now, weight="0.11")
    page = flat(client.get("/ikm/"))
    assert WORDS in page
    assert "Kuesioner Contoh (versi 2)" in page
