"""Guessing is held back, per person and per span."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils import timezone
from structlog.testing import capture_logs

from services.models import Throttle
from services.throttle import allow, forget_before, visitor

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_the_limit_holds_and_ends_with_the_span() -> None:
    now = timezone.now()
    tries = [allow("kode", who="a", limit=3, per=HOUR, now=now) for _ in range(5)]
    assert tries == [True, True, True, False, False]
    assert allow("kode", who="b", limit=3, per=HOUR, now=now)
    assert allow("lain", who="a", limit=3, per=HOUR, now=now)
    assert allow("kode", who="a", limit=3, per=HOUR, now=now + HOUR * 2)


def test_neither_name_nor_address_is_kept_readable() -> None:
    allow("kode", who="10.0.0.1", limit=3, per=HOUR, now=timezone.now())
    assert "10.0.0.1" not in Throttle.objects.get().key


def test_a_limit_that_is_reached_is_logged_once_a_period_and_names_nobody() -> None:
    now = timezone.now()
    with capture_logs() as logged:
        for moment in (now, now, now, now + HOUR * 2, now + HOUR * 2):
            allow("kode", who="10.0.0.1", limit=1, per=HOUR, now=moment)
    assert [(line["event"], line["limit_of"]) for line in logged] == [
        ("throttle.reached", "kode")
    ] * 2
    assert "10.0.0.1" not in str(logged)


def test_old_counters_are_forgotten() -> None:
    now = timezone.now()
    allow("kode", who="a", limit=3, per=HOUR, now=now - HOUR * 3)
    allow("kode", who="b", limit=3, per=HOUR, now=now)
    assert forget_before(now - HOUR) == 1
    assert Throttle.objects.count() == 1


def test_only_behind_our_proxy_its_note_counts(rf: RequestFactory, settings: object) -> None:
    request = rf.get("/", headers={"x-forwarded-for": "1.1.1.1, 2.2.2.2"}, REMOTE_ADDR="9.9.9.9")
    assert visitor(request) == "9.9.9.9"
    settings.BEHIND_PROXY = True  # type: ignore[attr-defined]  # pytest-django's settings
    assert visitor(request) == "2.2.2.2"
