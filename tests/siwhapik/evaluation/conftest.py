"""The month of the reports' cast (June 2026), looked at in July."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency
from tests.siwhapik.reports.conftest import juni as juni
from tickets.models import Ticket

JUNI = "/laporan/evaluasi/dinsos-contoh/2026-06/"


@pytest.fixture
def juli(clock: Any, dinas: Agency, juni: list[Ticket]) -> list[Ticket]:
    """June is over: 3 applications, 2 questions, 2 complaints, from 5 people."""
    clock.move_to(dt.datetime(2026, 7, 2, 3, 0, tzinfo=dt.UTC))
    return juni
