"""What the bot knows of an office is kept by each process, and is never older than the last write."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from services.models import (
    Agency,
    Holiday,
    OfferMark,
    OfficeHours,
    Service,
    ServiceExample,
    ServiceStandard,
    Staff,
)
from tests import factories
from tests.tickets.converse_tools import Phone
from tickets import desk
from tickets.apps import TicketsConfig
from tickets.inbound.catalogue import Offices
from tickets.inbound.converse import converse
from tickets.intake.acts import Act
from tickets.models import ActExample, AgencyText, Channel
from tickets.own_texts import Key

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SENTENCE = "cetakkan kertas sakti"


def _all(number: Channel, now: dt.datetime) -> tuple[Any, ...]:
    """Everything that a run may ask of its offices."""
    offices, agency = Offices(), number.agency
    today = now.astimezone(agency.zone).date()
    return (
        offices.catalogue(number, now),
        offices.hours(agency, today),
        offices.days(agency, today),
        offices.opens_at(agency, now),
        dict(offices.texts(agency, today)),
    )


def _queries(read: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        read()
    return [each["sql"] for each in asked.captured_queries]


@pytest.fixture
def number(kanal: Channel, standar: ServiceStandard, layanan_lain: Service) -> Channel:
    """A number that is read and kept, beside one of another office in the same place."""
    factories.StandardFactory(service=layanan_lain)
    kanal.services.add(layanan_lain)
    Agency.objects.filter(pk=kanal.agency_id).update(address="Kota Contoh")
    kanal.agency.refresh_from_db()
    beside = factories.AgencyFactory(name="Kantor Contoh", address="Kota Contoh")
    service = factories.ServiceFactory(agency=beside)
    factories.StandardFactory(service=service)
    factories.ChannelFactory(agency=beside, services=[service])
    return kanal


def test_one_query_finds_out_that_nothing_has_changed(number: Channel, now: dt.datetime) -> None:
    first = _all(number, now)
    asked = _queries(lambda: _all(number, now))
    assert len(asked) == 1
    assert "services_offermark" in asked[0]
    assert _all(number, now) == first


def test_a_turn_reads_no_catalogue(phone: Phone, number: Channel) -> None:
    phone.says("halo")
    phone.arrives("terima kasih")
    asked = _queries(phone.work)
    tables = {table for sql in asked for table in re.findall(r'FROM "(services_\w+)"', sql)}
    assert tables == {"services_offermark"}


def test_a_turn_asks_little(
    phone: Phone, number: Channel, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    """The first words open a ticket, the next ones add to it; savepoints are counted, too. On
    PostgreSQL several statements are one way to the database (ADR 0068).
    """
    _all(number, now)
    first, second = {"sqlite": (16, 12), "postgresql": (10, 6)}[connection.vendor]
    for said, asked in (("selamat pagi", first), ("kantornya buka jam berapa", second)):
        phone.arrives(said)
        with django_assert_num_queries(asked):
            converse(phone.conversation.pk, phone.now)


@pytest.fixture
def watched() -> set[str]:
    """The tables whose writes move the mark, by the triggers that stand in the database."""
    tables = connection.introspection.table_names()
    prefix = "services_move_offer_mark_"
    query = "SELECT tgname FROM pg_trigger"
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [name.removeprefix(prefix) for (name,) in cursor.fetchall() if prefix in name]
    return {table for table in tables if any(name.startswith(table) for name in names)}


def test_all_that_is_read_is_watched(number: Channel, now: dt.datetime, watched: set[str]) -> None:
    Agency.objects.update(address="Jalan Contoh 1")  # nothing is kept
    asked = "\n".join(_queries(lambda: _all(number, now)))
    read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', asked)) - {"services_offermark"}
    assert len(read) > 10
    assert read <= watched
    columns = set(re.findall(r'"tickets_channel"\."(\w+)"', asked)) - {"id"}
    assert columns <= set(TicketsConfig.SHOWN)


def test_the_next_citizen_after_teaching_is_understood(
    phone: Phone, number: Channel, standar: ServiceStandard, penyelia: Staff, now: dt.datetime
) -> None:
    phone.says(SENTENCE)
    assert phone.ticket().service is None
    desk.teach_service(SENTENCE, service=standar.service, by=penyelia, now=now, said=None)
    other = Phone(factories.ConversationFactory(channel=number), now)
    other.says(SENTENCE)
    assert other.ticket().service == standar.service


def test_a_sentence_taught_under_kelola_is_understood(
    number: Channel, standar: ServiceStandard, penyelia: Staff, now: dt.datetime, masuk: Any
) -> None:
    assert SENTENCE not in Offices().catalogue(number, now).services[0].examples
    form = {"examples": SENTENCE, "initial-examples": ""}
    page = f"/kelola/services/service/{standar.service_id}/change/"
    assert masuk(penyelia).post(page, form).status_code == 302
    told = {each.id: each.examples for each in Offices().catalogue(number, now).services}
    assert told[standar.service_id] == (SENTENCE,)


WRITES: dict[str, Callable[[Channel], object]] = {
    "a service is closed": lambda number: Service.objects.filter(name="Legalisasi Contoh").update(
        is_active=False
    ),
    "a new fee": lambda number: ServiceStandard.objects.update(fee="Rp 5.000"),
    "an example": lambda number: ServiceExample.objects.create(
        service=number.services.all()[0], text="mau surat"
    ),
    "an act": lambda number: ActExample.objects.create(
        agency=number.agency, act=Act.THANKS, text="gaskeun bossku"
    ),
    "a text": lambda number: AgencyText.objects.create(
        agency=number.agency, key=Key.PLACE, text="Di sebelah pasar"
    ),
    "hours": lambda number: OfficeHours.objects.filter(agency=number.agency).update(
        opens=dt.time(9)
    ),
    "a holiday": lambda number: Holiday.objects.create(
        agency=number.agency, date=dt.date(2026, 6, 9), name="Libur contoh"
    ),
    "a national holiday": lambda number: Holiday.objects.create(
        date=dt.date(2026, 6, 10), name="Libur contoh"
    ),
    "the number's services": lambda number: number.services.set(number.services.all()[:1]),
    "another office's number": lambda number: Channel.objects.exclude(pk=number.pk).update(
        display_phone_number="+62 811-0000-9999"
    ),
}


@pytest.mark.parametrize("what", WRITES)
def test_what_is_written_is_known_at_once(what: str, number: Channel, now: dt.datetime) -> None:
    before = _all(number, now)
    WRITES[what](number)
    assert _all(number, now) != before


@pytest.mark.parametrize("what", WRITES)
def test_what_is_rolled_back_was_never_known(what: str, number: Channel, now: dt.datetime) -> None:
    before = _all(number, now)
    with transaction.atomic():
        WRITES[what](number)
        assert _all(number, now) != before
        transaction.set_rollback(True)
    assert _all(number, now) == before
    WRITES[what](number)
    assert _all(number, now) != before


def test_a_standard_ends_with_its_day_where_the_office_is(
    number: Channel, standar: ServiceStandard, now: dt.datetime
) -> None:
    last = dt.date(2026, 6, 9)
    ServiceStandard.objects.filter(pk=standar.pk).update(valid_until=last)
    minute = dt.timedelta(minutes=1)
    midnight = dt.datetime.combine(last + DAY, dt.time(), tzinfo=number.agency.zone)
    for at, offered in ((now, True), (midnight - minute, True), (midnight, False), (now, True)):
        found = {each.id for each in Offices().catalogue(number, at).services}
        assert (standar.service_id in found) is offered


def test_the_days_go_on_without_a_write(number: Channel, now: dt.datetime) -> None:
    offices, today = Offices(), now.date()
    assert offices.days(number.agency, today)[0].date == today
    assert offices.days(number.agency, today + DAY)[0].date == today + DAY
    OfficeHours.objects.filter(agency=number.agency).update(valid_until=today)
    assert Offices().hours(number.agency, today)
    assert not Offices().hours(number.agency, today + DAY)


def test_nothing_of_one_office_is_known_of_another(
    number: Channel, dinas_wita: Agency, now: dt.datetime
) -> None:
    OfficeHours.objects.filter(agency=dinas_wita).update(opens=dt.time(6))
    service = factories.ServiceFactory(agency=dinas_wita)
    factories.StandardFactory(service=service)
    other = factories.ChannelFactory(agency=dinas_wita, services=[service])
    AgencyText.objects.create(agency=number.agency, key=Key.PLACE, text="Di sebelah pasar")
    ActExample.objects.create(agency=number.agency, act=Act.THANKS, text="gaskeun bossku")
    ours = _all(number, now)
    theirs = _all(other, now)
    assert [each.id for each in theirs[0].services] == [service.pk]
    assert not theirs[0].act_examples
    assert ours[1] != theirs[1]
    assert ours[4][Key.PLACE] != theirs[4][Key.PLACE]
    assert _all(number, now) == ours
    assert _all(other, now) == theirs


def test_two_numbers_of_an_office_have_their_own_services(
    number: Channel, layanan_lain: Service, now: dt.datetime
) -> None:
    second = factories.ChannelFactory(agency=number.agency, services=[layanan_lain])
    for _ in range(2):
        assert len(Offices().catalogue(number, now).services) == 2
        assert [each.id for each in Offices().catalogue(second, now).services] == [layanan_lain.pk]


def test_without_a_mark_everything_is_read_each_time(number: Channel, now: dt.datetime) -> None:
    OfferMark.objects.all().delete()
    before = _all(number, now)
    ServiceStandard.objects.update(fee="Rp 5.000")
    assert _all(number, now) != before
