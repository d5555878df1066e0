"""Ended sessions and old counters go; those in use stay."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from services.models import Throttle
from services.throttle import allow
from siwhapik.forgetting import forget_expired
from siwhapik.sweeps import registered

HOUR = dt.timedelta(hours=1)


def _ended(count: int, now: dt.datetime) -> None:
    Session.objects.bulk_create(
        Session(session_key=f"ended{number}", expire_date=now - HOUR) for number in range(count)
    )


@pytest.mark.django_db
def test_what_has_ended_is_forgotten_and_nothing_else(now: dt.datetime) -> None:
    _ended(1200, now)  # more than one batch
    Session(session_key="running", expire_date=now + HOUR).save()
    allow("lacak", who="a", limit=9, per=HOUR, now=now - 25 * HOUR)
    allow("lacak", who="b", limit=9, per=HOUR, now=now)
    assert forget_expired(now) == 1201
    assert [session.pk for session in Session.objects.all()] == ["running"]
    assert Throttle.objects.count() == 1
    assert forget_expired(now) == 0


@pytest.mark.django_db
def test_a_run_ends_after_so_many(now: dt.datetime) -> None:
    _ended(1500, now)
    assert forget_expired(now, limit=1000) == 1000
    assert Session.objects.count() == 500


def test_it_is_swept_every_hour() -> None:
    assert registered()["siwhapik.forget_expired"].seconds == 3600
