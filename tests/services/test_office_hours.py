"""Office hours until midnight: accepted, said and counted; what overlaps or runs backwards is refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from services.calendars import calendar_of, calendars_of
from services.hours_words import hours_in_words
from services.models import Agency, Holiday, OfferMark, OfficeHours, Staff
from services.workdays import add_working_time, is_open
from tests import factories

pytestmark = pytest.mark.django_db
WIB = dt.timezone(dt.timedelta(hours=7))
SINCE = dt.date(2026, 1, 1)
LogIn = Callable[[Staff], Client]


@pytest.fixture
def kantor() -> Agency:
    """An office in WIB that has no hours yet."""
    return factories.AgencyFactory()


def hours(agency: Agency, opens: str, closes: str, **given: Any) -> OfficeHours:
    clock = dt.time.fromisoformat
    row = {"agency": agency, "weekday": 0, "valid_from": SINCE, **given}
    return OfficeHours(opens=clock(opens), closes=clock(closes), **row)


def added(agency: Agency, opens: str, closes: str, **given: Any) -> bool:
    row = hours(agency, opens, closes, **given)
    try:
        row.full_clean()
    except ValidationError:
        return False
    row.save()
    return True


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        ("00:00", "00:00", "Senin 24 jam"),
        ("16:00", "00:00", "Senin 16.00-24.00"),
        ("00:00", "08:00", "Senin 00.00-08.00"),
        ("23:59", "00:00", "Senin 23.59-24.00"),
    ],
)
def test_hours_until_midnight_are_accepted_and_said(
    kantor: Agency, opens: str, closes: str, said: str
) -> None:
    assert added(kantor, opens, closes)
    row = kantor.office_hours.get()
    assert str(row) == said
    assert hours_in_words([row], on=dt.date(2026, 6, 8)) == [said]


@pytest.mark.parametrize(("opens", "closes"), [("16:00", "08:00"), ("08:00", "08:00")])
def test_hours_that_run_backwards_are_refused(kantor: Agency, opens: str, closes: str) -> None:
    with pytest.raises(ValidationError, match=r"hari berikutnya, mulai 00\.00"):
        hours(kantor, opens, closes).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        hours(kantor, opens, closes).save()


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        (("00:00", "00:00"), ("09:00", "10:00"), False),
        (("00:00", "00:00"), ("00:00", "00:00"), False),
        (("16:00", "00:00"), ("23:00", "23:30"), False),
        (("16:00", "00:00"), ("23:00", "00:00"), False),
        (("09:00", "10:00"), ("00:00", "00:00"), False),
        (("08:00", "16:00"), ("15:59", "00:00"), False),
        (("08:00", "16:00"), ("16:00", "00:00"), True),
        (("16:00", "00:00"), ("00:00", "16:00"), True),
    ],
)
def test_what_overlaps_on_a_day_until_midnight_is_refused(
    kantor: Agency, first: tuple[str, str], second: tuple[str, str], fits: bool
) -> None:
    assert added(kantor, *first)
    assert added(kantor, *second) is fits
    assert added(kantor, *first, weekday=1), "another day is free"
    ended = {"valid_from": dt.date(2025, 1, 1), "valid_until": dt.date(2025, 12, 31)}
    assert added(kantor, *first, **ended), "another year too"


def test_hours_do_not_end_before_they_begin(kantor: Agency) -> None:
    row = hours(kantor, "08:00", "16:00", valid_until=SINCE - dt.timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert "valid_until" in refused.value.message_dict
    assert added(kantor, "08:00", "16:00", valid_until=SINCE)


def test_a_day_of_24_hours_is_counted_to_the_second(kantor: Agency) -> None:
    assert all(added(kantor, "00:00", "00:00", weekday=day) for day in range(7))
    calendar = calendar_of(kantor)
    start = dt.datetime(2026, 11, 25, 20, tzinfo=WIB)
    due = add_working_time(calendar, start=start, amount=dt.timedelta(hours=72))
    assert due == dt.datetime(2026, 11, 28, 20, tzinfo=WIB)
    assert is_open(calendar, dt.datetime(2026, 11, 25, 23, 59, 30, tzinfo=WIB))
    assert is_open(calendar, dt.datetime(2026, 11, 26, 0, 0, tzinfo=WIB))


@pytest.mark.parametrize("typed", ["00:00", "00.00", "24.00", "24:00"])
def test_the_page_takes_midnight_as_it_is_written(
    masuk: LogIn, admin_opd: Staff, dinas: Agency, typed: str
) -> None:
    form = {"agency": dinas.pk, "weekday": 5, "opens": "16.00", "closes": typed}
    page = masuk(admin_opd)
    answer = page.post("/kelola/services/officehours/add/", form | {"valid_from": "2026-01-01"})
    assert answer.status_code == 302, answer.context["errors"]
    assert str(OfficeHours.objects.get(agency=dinas, weekday=5)) == "Sabtu 16.00-24.00"
    assert "24.00" in page.get("/kelola/services/officehours/").content.decode()


def test_a_calendar_is_read_once_until_something_changes(
    dinas: Agency, dinas_wita: Agency, django_assert_num_queries: Any
) -> None:
    first, other = calendar_of(dinas), calendar_of(dinas_wita)
    mark = OfferMark.current()
    with django_assert_num_queries(1):
        assert calendar_of(dinas) is first
    with django_assert_num_queries(0):
        assert calendar_of(dinas_wita, mark=mark) is other
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        assert calendars_of([dinas.pk, dinas_wita.pk]) == {dinas.pk: first, dinas_wita.pk: other}
    own = Holiday.objects.create(agency=dinas, date=SINCE, name="Libur contoh")
    assert calendars_of([dinas.pk])[dinas.pk].holidays[SINCE] == own.name
    assert calendar_of(dinas).holidays[SINCE] == own.name
    assert SINCE not in calendar_of(dinas_wita).holidays
    dinas.timezone = Agency.Zone.JAYAPURA  # typed and not saved yet
    assert calendar_of(dinas).zone == dinas.zone
