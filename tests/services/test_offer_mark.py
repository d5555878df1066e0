"""Whatever changes what offices offer replaces the mark, however it is written."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model

from services.models import (
    Agency,
    Holiday,
    OfferMark,
    OfficeHours,
    Requirement,
    Service,
    ServiceExample,
    ServiceStandard,
    Step,
)
from tests import factories
from tickets.models import ActExample, AgencyText, Channel, Conversation

pytestmark = pytest.mark.django_db
MIGRATION = import_module("services.migrations.0012_mark_of_what_is_offered")
Row = Callable[[Channel], Model]

# A row of each table that is watched, and a column to change in it.
ROWS: dict[str, tuple[Row, str]] = {
    "agency": (lambda number: number.agency, "address"),
    "service": (lambda number: number.services.get(), "keywords"),
    "standard": (lambda number: ServiceStandard.objects.get(), "fee"),
    "requirement": (lambda number: factories.RequirementFactory(standard=_standard()), "note"),
    "step": (lambda number: factories.StepFactory(standard=_standard()), "text"),
    "example": (lambda number: _example(number), "text"),
    "hours": (lambda number: number.agency.office_hours.first() or _hours(number), "weekday"),
    "holiday": (lambda number: Holiday.objects.create(date=_DAY, name="Libur contoh"), "name"),
    "number": (lambda number: number, "name"),
    "act": (
        lambda number: ActExample.objects.create(agency=number.agency, act="menu", text="piye"),
        "text",
    ),
    "text": (
        lambda number: AgencyText.objects.create(
            agency=number.agency, key="place", text="Di pasar"
        ),
        "text",
    ),
}
_DAY = dt.date(2026, 8, 17)


def _standard() -> ServiceStandard:
    return ServiceStandard.objects.get()


def _example(number: Channel) -> ServiceExample:
    return ServiceExample.objects.create(service=number.services.get(), text="mau surat")


def _hours(number: Channel) -> OfficeHours:
    return OfficeHours.objects.create(
        agency=number.agency, weekday=6, opens=dt.time(8), closes=dt.time(9)
    )


@pytest.fixture
def number(kanal: Channel, standar: ServiceStandard) -> Channel:
    return kanal


def _moved(write: Callable[[], object]) -> bool:
    before = OfferMark.current()
    write()
    return OfferMark.current() != before


def _changed(row: Model, column: str) -> Any:
    value = getattr(row, column)
    return 5 if isinstance(value, int) else f"{value} baru"


@pytest.mark.parametrize("name", ROWS)
def test_saving_a_row_moves_it(number: Channel, name: str) -> None:
    find, column = ROWS[name]
    row = find(number)
    setattr(row, column, _changed(row, column))
    assert _moved(row.save)
    assert _moved(lambda: row.save(update_fields=[column]))


@pytest.mark.parametrize("name", ROWS)
def test_updating_rows_in_the_database_moves_it(number: Channel, name: str) -> None:
    find, column = ROWS[name]
    row = find(number)
    rows = type(row)._default_manager.filter(pk=row.pk)
    setattr(row, column, _changed(row, column))
    assert _moved(lambda: rows.update(**{column: getattr(row, column)}))
    assert _moved(lambda: rows.bulk_update([row], [column]))


@pytest.mark.parametrize("name", sorted({*ROWS} - {"agency", "service", "standard", "number"}))
def test_deleting_and_bulk_creating_move_it(number: Channel, name: str) -> None:
    row = ROWS[name][0](number)
    rows = type(row)._default_manager.filter(pk=row.pk)
    assert _moved(rows.delete)
    assert _moved(lambda: type(row)._default_manager.bulk_create([row]))
    assert _moved(row.delete)


@pytest.mark.parametrize("name", ROWS)
def test_loading_a_fixture_moves_it(number: Channel, name: str) -> None:
    text = serializers.serialize("json", [ROWS[name][0](number)])
    [loaded] = serializers.deserialize("json", text)
    assert _moved(loaded.save)  # calls no `save` of the model


def test_opening_moves_it() -> None:
    assert _moved(factories.AgencyFactory)
    assert _moved(lambda: factories.ServiceFactory(agency=Agency.objects.get()))
    assert _moved(lambda: factories.StandardFactory(service=Service.objects.get()))
    assert _moved(lambda: factories.ChannelFactory(agency=Agency.objects.get()))


def test_the_services_of_a_number_move_it(number: Channel, layanan_lain: Service) -> None:
    assert _moved(lambda: number.services.add(layanan_lain))
    assert _moved(lambda: number.services.remove(layanan_lain))
    assert _moved(lambda: layanan_lain.channels.set([number]))
    assert _moved(number.services.clear)


def test_what_goes_with_its_service_moves_it(number: Channel) -> None:
    example = _example(number)
    assert _moved(example.service.examples.all().delete)
    standard = _standard()
    factories.RequirementFactory(standard=standard)
    number.services.clear()
    assert _moved(standard.delete)
    assert not Requirement.objects.exists()


def test_sql_of_its_own_moves_it(number: Channel) -> None:
    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE services_step SET text = 'Langkah contoh'")

    factories.StepFactory(standard=_standard())
    assert _moved(write)
    assert {step.text for step in Step.objects.all()} == {"Langkah contoh"}


def test_a_command_moves_it() -> None:
    assert _moved(lambda: call_command("load_holidays", verbosity=0))


def test_a_numbers_health_does_not_move_it(number: Channel) -> None:
    rows = Channel.objects.filter(pk=number.pk)
    assert not _moved(lambda: rows.update(health="failing", health_error={"code": 1}))
    assert not _moved(lambda: rows.update(resume_at=dt.datetime(2026, 6, 9, tzinfo=dt.UTC)))
    assert not _moved(lambda: number.save(update_fields=["access_token"]))


def test_what_offices_do_all_day_does_not_move_it(percakapan: Conversation) -> None:
    assert not _moved(lambda: factories.TicketFactory(conversation=percakapan))
    assert not _moved(lambda: factories.MessageFactory(ticket__conversation=percakapan))


def test_the_same_value_never_comes_twice(number: Channel) -> None:
    values = {OfferMark.current()}
    for text in "abc":
        with transaction.atomic():
            Agency.objects.update(address=text)
            values.add(OfferMark.current())
            transaction.set_rollback(True)
        assert OfferMark.current() in values
    assert len(values) == 4


@pytest.mark.django_db(transaction=True)
def test_lost_triggers_come_back_with_the_next_migrate() -> None:
    """As on SQLite, where Django makes a table anew to change it."""
    MIGRATION.unwatch(apps, SimpleNamespace(connection=connection))
    assert not _moved(factories.AgencyFactory)
    call_command("migrate", verbosity=0)
    assert _moved(factories.AgencyFactory)


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a search path is PostgreSQL's")
def test_a_write_without_a_search_path_moves_it_too(kanal: Channel) -> None:
    """As a restore of data alone writes."""
    before = OfferMark.current()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("UPDATE public.services_agency SET address = 'Jalan Contoh 1'")
        cursor.execute("SET LOCAL search_path = public")
    assert OfferMark.current() != before
