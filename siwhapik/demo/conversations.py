"""Two weeks of matters at an office, in all states; the same ones each time, relative to now."""

import datetime as dt
import random
from typing import Any

from services.calendars import calendar_of
from services.workdays import WorkCalendar
from siwhapik.demo.delicate import MATTERS, Delicate, play_delicate
from siwhapik.demo.files import SampleFiles
from siwhapik.demo.ground import Office
from siwhapik.demo.people import FIRST_NAMES
from siwhapik.demo.play import Ending, Scene, play
from siwhapik.demo.somebody import somebody
from siwhapik.demo.stories import STORIES
from siwhapik.demo.thread import Thread
from tickets import desk
from tickets.delivery import has_trouble
from tickets.faults import refusal
from tickets.models import Channel, CitizenIdentity, Conversation, Message, Ticket

UNDELIVERABLE = 131026  # WhatsApp's code
RECENT = dt.timedelta(hours=40)
ALL = dt.timedelta(days=14)
# The endings of tickets that are in the queue now, and of older ones: (ending, weight).
NOW = (
    (Ending.NEW, 32),
    (Ending.IN_PROGRESS, 30),
    (Ending.WAITING_CITIZEN, 12),
    (Ending.WAITING_OTHER, 8),
    (Ending.RESOLVED, 18),
)
BEFORE = (
    (Ending.RESOLVED, 86),
    (Ending.IN_PROGRESS, 6),
    (Ending.WAITING_CITIZEN, 5),
    (Ending.WAITING_OTHER, 3),
)
# What somebody who looks at the example shall find in any case, whatever chance brings beside it.
SHOWN = (Ending.WAITING_OTHER, Ending.WAITING_CITIZEN, Ending.IN_PROGRESS, Ending.RESOLVED)
HOURS = (6, 7, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 13, 14, 14, 15, 16, 18, 19, 20, 21)


class Fortnight:
    """Plays one office's matters, oldest first, so that register numbers ascend."""

    def __init__(self, office: Office, *, now: dt.datetime, files: SampleFiles) -> None:
        self.office, self.now, self._files = office, now, files
        self._chance = random.Random(office.agency.code)  # noqa: S311 - example data, not a secret
        self._calendar = calendar_of(office.agency)

    def play(self) -> list[Ticket]:
        """All tickets that came over WhatsApp."""
        times = sorted(self._times())
        shown = dict(zip(times[len(times) // 3 :], SHOWN, strict=False))
        tickets = [self._one(at, shown.get(at)) for at in times]
        tickets.append(self._one(self.now - dt.timedelta(minutes=13), Ending.NEW))
        tickets.append(self._one(self.now - dt.timedelta(minutes=4), Ending.INTAKE))
        tickets += map(self._delicate, MATTERS.get(self.office.agency.code, ()))
        _trouble(tickets)
        return tickets

    def _delicate(self, matter: Delicate) -> Ticket:
        at = self.now - dt.timedelta(minutes=matter.minutes)
        thread = Thread(self._conversation(self._channel(matter.service), at), self._files)
        return play_delicate(matter, thread, office=self.office, now=self.now)

    def register_walk_ins(self) -> None:
        """Some who came to the counter; the newest is still in hand."""
        operator = self.office.operators[0]
        service = next(iter(self.office.services.values()))
        for days in (6, 3, 1):
            now = _opened(self._calendar, self.now - dt.timedelta(days=days))
            name = f"{self._chance.choice(FIRST_NAMES)} Contoh"
            ticket = desk.register_walk_in(
                desk.WalkIn(
                    agency=self.office.agency,
                    name=name,
                    service=service,
                    note="Datang ke loket, tidak memakai WhatsApp. Dibantu mengisi formulir.",
                    source=Ticket.Source.PROXY if days == 3 else Ticket.Source.WALK_IN,
                    proxy_name="Ketua RT (contoh)" if days == 3 else "",
                ),
                by=operator,
                now=now,
            )
            if days > 1:
                done = now + dt.timedelta(minutes=25)
                desk.resolve(ticket, by=operator, now=done, outcome=Ticket.Outcome.FULFILLED)

    def _times(self) -> list[dt.datetime]:
        count = self.office.data.tickets
        recent = max(count // 3, 3)
        spread = [self._moment(RECENT) for _ in range(recent)]
        return spread + [self._moment(ALL) for _ in range(count - recent)]

    def _moment(self, within: dt.timedelta) -> dt.datetime:
        """A moment of the past at an hour at which people write."""
        for _ in range(30):
            day = self.now - within * self._chance.random()
            local = day.astimezone(self.office.agency.zone)
            minute, hour = self._chance.randint(0, 59), self._chance.choice(HOURS)
            at = local.replace(hour=hour, minute=minute, second=minute, microsecond=0)
            if self.now - within <= at < self.now - dt.timedelta(minutes=12):
                return at.astimezone(dt.UTC)
        return self.now - within * self._chance.uniform(0.1, 0.9)

    def _one(self, at: dt.datetime, ending: Ending | None = None) -> Ticket:
        endings = NOW if self.now - at < RECENT else BEFORE
        if ending is None:
            weights = [weight for _, weight in endings]
            ending = self._chance.choices([one for one, _ in endings], weights)[0]
        key = self._chance.choice([key for key in self.office.services if key in STORIES])
        thread = Thread(self._conversation(self._channel(key), at), self._files)
        scene = Scene(
            office=self.office,
            story=self._chance.choice(STORIES[key]),
            key=key,
            received_at=at,
            ending=ending,
            officer=self._chance.choice(self.office.operators),
            now=self.now,
            calendar=self._calendar,
            chance=self._chance,
        )
        ticket = play(scene, thread)
        thread.write(ticket)
        if ending is Ending.INTAKE:
            silent = self.now + dt.timedelta(minutes=6)
            Conversation.objects.filter(pk=thread.conversation.pk).update(silent_at=silent)
        return ticket

    def _channel(self, key: str) -> Channel:
        for channel, line in zip(self.office.channels, self.office.data.lines, strict=True):
            if key in line.services:
                return channel
        return self.office.channels[0]

    def _conversation(self, channel: Channel, at: dt.datetime) -> Conversation:
        citizen, address = somebody(self.office.agency)
        citizen.save()
        CitizenIdentity.objects.create(
            agency=self.office.agency,
            citizen=citizen,
            kind=CitizenIdentity.Kind.WA_ID,
            value=address,
            valid_from=at,
        )
        return Conversation.objects.create(
            channel=channel,
            citizen=citizen,
            address=address,
            last_inbound_at=at,
            window_expires_at=at + dt.timedelta(hours=24),
        )


def _trouble(tickets: list[Ticket]) -> None:
    """The newest replies of two tickets in work did not arrive, on whatever day the example begins."""
    keys = [ticket.pk for ticket in tickets]
    answered = Ticket.objects.open().filter(pk__in=keys, first_responded_at__isnull=False)
    failed = {"error_code": UNDELIVERABLE, "error": refusal(UNDELIVERABLE)}
    troubles: tuple[tuple[Message.Status, dict[str, Any]], ...] = (
        (Message.Status.UNKNOWN, {}),
        (Message.Status.FAILED, failed),
    )
    for ticket, (status, why) in zip(answered.order_by("-received_at")[:2], troubles, strict=False):
        replies = ticket.messages.filter(direction=Message.Direction.OUT, author__isnull=False)
        if (newest := replies.in_order().last()) is not None:
            Message.objects.filter(pk=newest.pk).update(status=status, **why)
            has_trouble.refresh(ticket.pk)


def _opened(calendar: WorkCalendar, at: dt.datetime) -> dt.datetime:
    """The last time before `at` at which the office was open."""
    day = calendar.local_day(at)
    while not calendar.openings(day):
        day -= dt.timedelta(days=1)
    return calendar.openings(day)[0][0] + dt.timedelta(minutes=35)
