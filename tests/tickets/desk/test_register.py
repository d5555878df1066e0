"""Register numbers without gaps, codes that are not guessed, and one officer per ticket."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from services.models import Absence, Agency, DutyShift, Service, Staff
from tests import factories
from tests.tickets.converse_tools import Phone
from tickets import desk
from tickets.desk import assigning, register
from tickets.intake.entities import entities
from tickets.models import Conversation, Message, Ticket

S = Ticket.State


def opening(agency: Agency, at: dt.datetime, **more: Any) -> desk.Opening:
    return desk.Opening(
        agency=agency,
        citizen=more.pop("citizen", None) or factories.CitizenFactory(agency=agency),
        source=Ticket.Source.WALK_IN,
        received_at=at,
        state=more.pop("state", S.NEW),
        **more,
    )


def at_once(count: int, do: Callable[[int], Any]) -> list[Any]:
    """`do(0..count-1)` in as many threads, each with a connection of its own; errors come back."""

    def one(number: int) -> Any:
        try:
            return do(number)
        except desk.Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db
def test_numbers_count_per_agency_and_year_of_its_own_zone(
    dinas: Agency, dinas_wita: Agency
) -> None:
    eve = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)  # 23.30 WIB, but 00.30 WITA
    numbers = [desk.open_ticket(opening(dinas, eve)).register_number for _ in range(2)]
    numbers.append(desk.open_ticket(opening(dinas_wita, eve)).register_number)
    assert numbers == ["DINSOS-2026-000001", "DINSOS-2026-000002", "DUKCAPIL-2027-000001"]


@pytest.mark.django_db
def test_a_ticket_that_was_not_made_gives_its_number_back(
    percakapan: Any, now: dt.datetime
) -> None:
    agency, citizen = percakapan.channel.agency, percakapan.citizen
    first = opening(agency, now, conversation=percakapan, citizen=citizen, state=S.INTAKE)
    desk.open_ticket(first)
    with pytest.raises(desk.Refused):
        desk.open_ticket(first)
    second = desk.open_ticket(opening(agency, now))
    assert second.register_number == "DINSOS-2026-000002"


def test_the_alphabet_of_codes_has_no_twins() -> None:
    assert not set("01OIL") & set(register.ALPHABET)
    assert register.CODE_LENGTH >= 8


@pytest.mark.django_db
def test_a_code_that_is_taken_fails_the_whole_turn_and_the_next_try_gets_another(
    percakapan: Conversation, standar: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, taken_by = Phone(percakapan, now), factories.TicketFactory()
    with monkeypatch.context() as taken:
        taken.setattr(register, "new_tracking_code", lambda: taken_by.tracking_code)
        assert phone.says("halo") == []
    assert Message.objects.unworked().filter(conversation=percakapan).exists()
    assert phone.later(minutes=1).work()
    assert not Message.objects.unworked().filter(conversation=percakapan).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_twenty_at_once_get_twenty_numbers_without_a_gap(dinas: Agency, now: dt.datetime) -> None:
    citizens = [factories.CitizenFactory(agency=dinas) for _ in range(20)]
    made = at_once(20, lambda n: desk.open_ticket(opening(dinas, now, citizen=citizens[n])))
    numbers = sorted(ticket.register_number for ticket in made)
    assert numbers == [f"DINSOS-2026-{n:06d}" for n in range(1, 21)]
    assert len({ticket.tracking_code for ticket in made}) == 20


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_of_ten_officers_at_once_one_takes_the_ticket(
    tiket: Ticket, layanan: Service, now: dt.datetime
) -> None:
    staff = [factories.StaffFactory() for _ in range(10)]
    for person in staff:
        factories.MembershipFactory(staff=person, agency=tiket.agency, services=[layanan])

    def take(number: int) -> Any:
        mine = Ticket.objects.get(pk=tiket.pk)
        return desk.take(mine, by=Staff.objects.get(pk=staff[number].pk), now=now)

    results = at_once(10, take)
    assert Counter(type(result) for result in results) == {Ticket: 1, desk.Refused: 9}
    assert tiket.events.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_ten_clicks_at_once_send_once(tiket: Ticket, petugas: Staff, layanan: Service) -> None:
    now = tiket.received_at

    def click(_: int) -> Any:
        mine = Ticket.objects.get(pk=tiket.pk)
        person = Staff.objects.get(pk=petugas.pk)
        reply = desk.Reply(text="Baik", form_key="satu-formulir")
        return desk.reply(mine, by=person, now=now, reply=reply)

    results = at_once(10, click)
    assert {message.pk for result in results for message in result} == {Message.objects.get().pk}
    assert tiket.events.filter(verb="replied").count() == 1


@pytest.fixture
def antrean(dinas: Agency, layanan: Service, standar: Any, now: dt.datetime) -> list[Ticket]:
    return [
        desk.open_ticket(opening(dinas, now + dt.timedelta(minutes=n), service=layanan))
        for n in range(5)
    ]


def given(staff: Staff) -> int:
    return Ticket.objects.filter(assignee=staff).count()


@pytest.mark.django_db
def test_tickets_are_not_shared_out_unless_the_agency_chose_it(
    antrean: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    assert desk.auto_assign_everywhere(now) == 0
    assert given(petugas) == 0


@pytest.mark.django_db
def test_round_robin_takes_turns_and_goes_on_where_it_was(
    antrean: list[Ticket], petugas: Staff, petugas_lain: Staff, dinas: Agency, now: dt.datetime
) -> None:
    dinas.auto_assign = Agency.AutoAssign.ROUND_ROBIN
    dinas.save()
    assert desk.auto_assign(dinas, now, limit=3) == 3
    assert desk.auto_assign_everywhere(now) == 2
    assert {given(petugas), given(petugas_lain)} == {2, 3}
    event = antrean[0].events.get(verb="assigned")
    assert (event.actor, event.data["by"]) == (None, "auto")


@pytest.mark.django_db
def test_least_loaded_evens_out_what_people_have(
    antrean: list[Ticket], petugas: Staff, petugas_lain: Staff, dinas: Agency, now: dt.datetime
) -> None:
    dinas.auto_assign = Agency.AutoAssign.LEAST_LOADED
    dinas.save()
    for ticket in antrean[:3]:
        desk.take(ticket, by=petugas, now=now)
    assert desk.auto_assign(dinas, now) == 2
    assert given(petugas_lain) == 2


@pytest.mark.django_db
def test_nobody_absent_off_duty_or_full_is_given_a_ticket(
    antrean: list[Ticket], petugas: Staff, petugas_lain: Staff, dinas: Agency, now: dt.datetime
) -> None:
    dinas.auto_assign = Agency.AutoAssign.ROUND_ROBIN
    dinas.save()
    today = now.astimezone(dinas.zone).date()
    away = Absence.objects.create(staff=petugas, starts_on=today, ends_on=today)
    petugas_lain.memberships.update(capacity=1)
    assert desk.auto_assign(dinas, now) == 1
    assert (given(petugas), given(petugas_lain)) == (0, 1)
    away.delete()
    DutyShift.objects.create(
        agency=dinas, staff=petugas_lain, starts_at=now, ends_at=now + dt.timedelta(hours=8)
    )
    assert desk.auto_assign(dinas, now) == 0
    assert desk.auto_assign(dinas, now + dt.timedelta(hours=9)) == 4
    assert given(petugas) == 4


@pytest.mark.django_db
def test_matters_of_services_that_nobody_works_stay_in_the_queue(
    petugas: Staff, dinas: Agency, layanan_lain: Service, now: dt.datetime
) -> None:
    dinas.auto_assign = Agency.AutoAssign.LEAST_LOADED
    dinas.save()
    ticket = desk.open_ticket(opening(dinas, now, service=layanan_lain))
    assert desk.auto_assign(dinas, now) == 0
    assert Ticket.objects.get(pk=ticket.pk).assignee is None


def test_what_went_to_another_office_meanwhile_is_not_given_here(
    dinas: Agency, layanan: Service, petugas: Staff, now: dt.datetime, monkeypatch: Any
) -> None:
    dinas.auto_assign = Agency.AutoAssign.ROUND_ROBIN
    ticket = factories.TicketFactory(agency=dinas, service=layanan, state="new", assignee=None)
    elsewhere = factories.AgencyFactory()
    real = assigning.on_hand

    def moved_meanwhile(agency: Agency, at: dt.datetime) -> Any:
        Ticket.objects.filter(pk=ticket.pk).update(agency=elsewhere, service=None)
        return real(agency, at)

    monkeypatch.setattr(assigning, "on_hand", moved_meanwhile)
    assert desk.auto_assign(dinas, now) == 0
    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_a_tracking_code_is_neither_a_word_nor_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot would take it for one when a citizen writes it."""
    drawn = iter("ABCDEFGHJK2345678923ABCDE23456")
    monkeypatch.setattr(register.secrets, "choice", lambda _: next(drawn))
    code = register.new_tracking_code()
    assert code == "ABCDE23456"
    assert entities(code).codes == (code,)
