"""A published period, and the other system."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from services.models import Staff
from surveys import period_steps
from surveys.models import SurveyPeriod
from tests.siwhapik.skm.test_report import dibuka as dibuka
from tests.siwhapik.skm.test_report import ditutup as ditutup
from tests.siwhapik.submitting.other_side import TOKEN, OtherSide
from tests.surveys.conftest import jawab as jawab
from tests.surveys.conftest import lima as lima


@pytest.fixture
def tujuan(settings: Any) -> Iterator[OtherSide]:
    """The other system, switched on."""
    far = OtherSide()
    settings.NATIONAL_SKM_URL, settings.NATIONAL_SKM_TOKEN = far.url, TOKEN
    yield far
    far.close()


@pytest.fixture
def diumumkan(ditutup: SurveyPeriod, admin_opd: Staff, now: dt.datetime) -> SurveyPeriod:
    """A period with eleven answers, published just now."""
    period_steps.publish(ditutup, by=admin_opd, now=now)
    return ditutup
