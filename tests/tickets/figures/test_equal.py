"""Kept figures equal a count by hand, whatever happened to the tickets, and whenever they are read."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.models import Agency, Membership, Service, Staff
from tests import factories
from tests.tickets.figures import direct
from tickets import desk
from tickets.desk.base import working_on
from tickets.figures.reading import Asked, Figures
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import Channel, DailySpread, Ticket

Outcome = Ticket.Outcome
BEGINS = dt.datetime(2026, 6, 1, 1, 0, tzinfo=dt.UTC)
FIRST, LAST = dt.date(2026, 5, 20), dt.date(2026, 8, 1)

# (what, which ticket, a choice): `what` is a method of World.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "arrive",
                "arrive",
                "walk_in",
                "take",
                "answer",
                "resolve",
                "resolve",
                "reopen",
                "transfer",
                "choose",
                "wait",
                "resume",
                "withdraw",
                "zone",
                "made",
                "later",
                "later",
                "midnight",
                "close",
                "correct",
            ]
        ),
        st.integers(0, 5),
        st.integers(0, 9),
    ),
    min_size=4,
    max_size=24,
)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class World:
    """Two offices in two zones, and what may happen to their tickets."""

    def __init__(self, offices: list[Agency], staff: Staff, clock: Any) -> None:
        self.offices, self.staff, self.clock = offices, staff, clock
        self.services = list(Service.objects.order_by("pk"))
        self.channels = list(Channel.objects.order_by("pk"))

    @property
    def now(self) -> dt.datetime:
        return timezone.now()

    def play(self, what: str, which: int, choice: int) -> None:
        moved = {
            "later": lambda: self.clock.shift(dt.timedelta(hours=[1, 5, 9, 26, 70][choice % 5])),
            "midnight": self._to_midnight,
            "made": lambda: rebuild_figures(self.now),
            "close": lambda: desk.close_due(self.now),
            "zone": lambda: self._zone(choice),
            "arrive": lambda: self._arrive(choice),
            "walk_in": lambda: self._walk_in(choice),
        }
        if what in moved:
            moved[what]()
            return
        tickets = list(Ticket.objects.order_by("pk"))
        if tickets:
            ticket = tickets[which % len(tickets)]
            with suppress(desk.Refused):
                getattr(self, f"_{what}")(ticket, choice)

    def _to_midnight(self) -> None:
        day = (self.now + dt.timedelta(hours=7)).date() + dt.timedelta(days=1)
        begins = dt.datetime.combine(day, dt.time.min, dt.timezone(dt.timedelta(hours=7)))
        self.clock.move_to(begins - dt.timedelta(seconds=1))

    def _zone(self, choice: int) -> None:
        office = self.offices[choice % 2]
        office.timezone = Agency.Zone.values[choice % 4]
        office.save(update_fields=["timezone"])

    def _arrive(self, choice: int) -> None:
        channel = self.channels[choice % len(self.channels)]
        citizen = factories.CitizenFactory(agency=channel.agency)
        service = channel.services.first() if choice % 3 else None
        desk.open_ticket(
            desk.Opening(
                agency=channel.agency,
                citizen=citizen,
                channel=channel,
                source=Ticket.Source.WHATSAPP,
                received_at=self.now - dt.timedelta(hours=[0, 0, 0, 3, 40][choice % 5]),
                state=Ticket.State.NEW,
                service=service,
                now=self.now,
            )
        )

    def _walk_in(self, choice: int) -> None:
        office = self.offices[choice % 2]
        walk_in = desk.WalkIn(agency=office, name="Warga Contoh", subject="Contoh")
        desk.register_walk_in(walk_in, by=self.staff, now=self.now)

    def _take(self, ticket: Ticket, _: int) -> None:
        desk.take(ticket, by=self.staff, now=self.now)

    def _answer(self, ticket: Ticket, _: int) -> None:
        with working_on(ticket):
            if ticket.is_open:
                desk.answered(ticket, by=self.staff, now=self.now)

    def _resolve(self, ticket: Ticket, choice: int) -> None:
        outcome = [Outcome.FULFILLED, Outcome.ANSWERED, Outcome.REJECTED, Outcome.DUPLICATE][
            choice % 4
        ]
        desk.resolve(ticket, by=None, now=self.now, outcome=outcome, summary="Contoh.")

    def _reopen(self, ticket: Ticket, _: int) -> None:
        desk.reopen(ticket, by=self.staff, now=self.now, reason="Contoh")

    def _transfer(self, ticket: Ticket, choice: int) -> None:
        service = self.services[choice % len(self.services)]
        desk.transfer(ticket, by=self.staff, now=self.now, reason="Contoh", to_service=service)

    def _choose(self, ticket: Ticket, choice: int) -> None:
        service = self.services[choice % len(self.services)]
        desk.choose_service(ticket, service=service, now=self.now)

    def _wait(self, ticket: Ticket, _: int) -> None:
        desk.wait_for_citizen(ticket, by=self.staff, now=self.now, reason="Contoh")

    def _resume(self, ticket: Ticket, _: int) -> None:
        desk.resume(ticket, by=self.staff, now=self.now)

    def _withdraw(self, ticket: Ticket, _: int) -> None:
        desk.withdraw(ticket, now=self.now)

    def _correct(self, ticket: Ticket, _: int) -> None:
        desk.completed_files(ticket, by=self.staff, now=self.now)


def without_pauses(offices: list[Agency]) -> Mapping[int, int]:
    asked = Asked(agencies=offices, first=FIRST, last=LAST)
    return Figures(asked, now=timezone.now()).spread(DailySpread.Measure.NET).get((), {})


@pytest.fixture
def offices(dinas: Agency, dinas_wita: Agency, super_admin: Staff) -> list[Agency]:
    """Each with a number and two services, one of which counts from complete files."""
    for office in (dinas, dinas_wita):
        for start in ("received", "complete"):
            service = factories.ServiceFactory(agency=office)
            factories.StandardFactory(service=service, clock_start=start)
            factories.ChannelFactory(agency=office, services=[service])
        factories.MembershipFactory(staff=super_admin, agency=office, role="supervisor")
    Membership.objects.filter(staff=super_admin, agency=None).delete()
    return [dinas, dinas_wita]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_figures_equal_a_count_by_hand(
    offices: list[Agency], super_admin: Staff, steps: list[tuple[str, int, int]]
) -> None:
    with undone(), time_machine.travel(BEGINS, tick=False) as clock:
        here = list(Agency.objects.filter(pk__in=[one.pk for one in offices]).order_by("pk"))
        staff = Staff.objects.get(pk=super_admin.pk)
        world = World(here, staff, clock)
        for step in steps:
            world.play(*step)
            now = timezone.now()
            assert direct.kept(here, FIRST, LAST) == direct.counted(here, FIRST, LAST, now=now)
            assert without_pauses(here) == direct.net_buckets(here, FIRST, LAST)
        clock.shift(dt.timedelta(days=1))
        while rebuild_figures(timezone.now()):
            pass
        now = timezone.now()
        assert direct.kept(here, FIRST, LAST) == direct.counted(here, FIRST, LAST, now=now)
        assert without_pauses(here) == direct.net_buckets(here, FIRST, LAST)


@pytest.mark.parametrize("stands", ["before", "over an answer", "since it was resolved"])
def test_pauses_of_days_that_are_made_are_in_the_length_without_them(
    offices: list[Agency], super_admin: Staff, stands: str
) -> None:
    """A pause that begins or ends after the days it lies in were made, at each of its moments."""
    with time_machine.travel(BEGINS, tick=False) as clock:
        world = World(list(offices), super_admin, clock)

        def play(*steps: str) -> None:
            for step in steps:
                world.play(step, 0, 1)
                if step == "later":  # longer than days settle
                    clock.shift(dt.timedelta(days=4))
                    rebuild_figures(timezone.now())
                assert without_pauses(offices) == direct.net_buckets(offices, FIRST, LAST)

        play("arrive", "take", "answer")
        if stands == "before":
            play("wait", "later", "resume", "later", "resolve", "later")
        elif stands == "over an answer":
            play("wait", "later", "resolve", "later")
        else:
            play("resolve", "later", "reopen", "later", "wait", "later", "resolve", "later")
        assert sum(without_pauses(offices).values()) == 1
