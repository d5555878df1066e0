"""Log-ins are read by a text: as they are now, and never when they are over."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from siwhapik.sessions import SessionStore


@pytest.fixture
def kept(db: None) -> str:
    session = SessionStore()
    session["what"] = "contoh"
    session.create()
    return session.session_key or ""


def test_what_was_kept_is_read_by_one_query(kept: str, django_assert_num_queries: Any) -> None:
    session = SessionStore(kept)
    with django_assert_num_queries(1):
        assert session["what"] == "contoh"
        assert session.session_key == kept


def test_one_that_is_over_holds_nothing_and_its_key_is_not_used_again(kept: str) -> None:
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    session = SessionStore(kept)
    assert session.get("what") is None
    session["other"] = 1
    session.save()
    assert session.session_key not in (kept, None)


def test_a_key_that_nobody_has_is_not_taken_over(db: None) -> None:
    session = SessionStore("x" * 32)
    session["what"] = "contoh"
    session.save()
    assert not Session.objects.filter(session_key="x" * 32).exists()
