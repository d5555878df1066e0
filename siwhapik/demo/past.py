"""What came in the two months before the fortnight that is played, so that months can be compared."""

import calendar
import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.calendars import calendar_of
from siwhapik.demo.conversations import ALL, HOURS
from siwhapik.demo.ground import Office
from siwhapik.demo.past_rows import PastRows, Visit
from siwhapik.demo.stories import STORIES
from tickets.models import Baseline, Ticket

_DAY = dt.timedelta(days=1)
Source = Ticket.Source
# How busy a month is beside the fortnight, and how long an answer takes beside what is usual.
BUSY, SLOW = (0.8, 1.2, 1.5), (1.6, 1.1, 0.9)
ELSEWHERE = (Source.WALK_IN, Source.WALK_IN, Source.WALK_IN, Source.PHONE, Source.PROXY)
# SI PATAS tells of a month with three letters, two questions and two complaints, from five people, beside
# 2.102 visits at the counter in a year: (service, which of the five).
KOBER = "KOBER"
SEVEN = (
    *(("pengantar", 0), ("domisili", 1), ("sktm", 2)),
    *(("info", 1), ("info", 3), ("lingkungan", 0), ("lingkungan", 4)),
)
COUNTER_OF_YEAR, COUNTER_OF_MONTHS = 2102, (175, 168)
BOOK = "Buku register loket (contoh)"


@dataclass(frozen=True)
class Month:
    """One month of the past, or what lies before the fortnight in the running one. `place`: 0, 1, 2."""

    first: dt.date
    days: int
    length: int
    place: int

    def count(self, of_fortnight: int) -> int:
        return round(of_fortnight * BUSY[self.place] * self.days / self.length)


class Past:
    """One office's earlier matters, all of them at an end; they come before those of the fortnight."""

    def __init__(self, office: Office, *, now: dt.datetime) -> None:
        self.office, self.now = office, now
        self._chance = random.Random(f"{office.agency.code} lalu")  # noqa: S311 - no secret
        self._keys = [key for key in office.services if key in STORIES]
        self._people = 0
        self._writers: list[int] = []  # those of them who have WhatsApp

    def play(self) -> list[Ticket]:
        """The tickets, oldest first, so that register numbers ascend."""
        rows = PastRows(self.office, calendar=calendar_of(self.office.agency), now=self.now)
        months = list(self._months())
        visits = [visit for month in months for visit in self._visits(month)]
        if self.office.agency.code == KOBER:
            self._count_the_counter(months)
        return rows.write(sorted(visits, key=lambda visit: visit.at))

    def _months(self) -> Iterator[Month]:
        until = (self.now - ALL).astimezone(self.office.agency.zone).date()
        today = self.now.astimezone(self.office.agency.zone).date()
        for place in range(3):
            ahead = today.year * 12 + today.month - 1 - 2 + place
            first = dt.date(ahead // 12, ahead % 12 + 1, 1)
            length = calendar.monthrange(first.year, first.month)[1]
            days = min(length, (until - first).days)
            if days > 0:
                yield Month(first, days, length, place)

    def _visits(self, month: Month) -> list[Visit]:
        if self.office.agency.code == KOBER and month.place == 0:
            first = self._people
            self._people += 5
            return [self._visit(month, key, first + who) for key, who in SEVEN]
        online = [self._anybody(month) for _ in range(month.count(self.office.data.tickets))]
        others = range(month.count(self.office.data.tickets) // 4)
        return online + [self._anybody(month, self._chance.choice(ELSEWHERE)) for _ in others]

    def _anybody(self, month: Month, source: Ticket.Source = Source.WHATSAPP) -> Visit:
        """One in eight of those who write has written before."""
        if source is Source.WHATSAPP and self._writers and self._chance.random() < 0.125:
            who = self._chance.choice(self._writers[-8:])
        else:
            who = self._people
            self._people += 1
            if source is Source.WHATSAPP:
                self._writers.append(who)
        return self._visit(month, self._chance.choice(self._keys), who, source)

    def _visit(
        self, month: Month, key: str, who: int, source: Ticket.Source = Source.WHATSAPP
    ) -> Visit:
        return Visit(
            at=self._moment(month, source),
            key=key,
            story=self._chance.choice(STORIES[key]),
            who=who,
            source=source,
            officer=self._chance.choice(self.office.operators),
            slow=SLOW[month.place],
            chance=self._chance,
        )

    def _moment(self, month: Month, source: Ticket.Source) -> dt.datetime:
        """At an hour at which people write, seldom on a Saturday or Sunday; at the counter while it is open."""
        day = month.first + _DAY * self._chance.randrange(month.days)
        if day.weekday() > 4 and self._chance.random() < 0.7:
            day = month.first + _DAY * self._chance.randrange(month.days)
        zone, minute = self.office.agency.zone, self._chance.randint(0, 59)
        at = dt.datetime.combine(day, dt.time(self._chance.choice(HOURS), minute), zone)
        if source is Source.WHATSAPP:
            return at.astimezone(dt.UTC)
        return self._while_open(at, month)

    def _while_open(self, at: dt.datetime, month: Month) -> dt.datetime:
        office = calendar_of(self.office.agency)
        days = [month.first + _DAY * number for number in range(month.days)]
        spans = [span for day in days for span in office.openings(day)]
        if not spans:
            return at.astimezone(dt.UTC)
        opens, closes = self._chance.choice(spans)
        return (opens + (closes - opens) * self._chance.random()).replace(second=0, microsecond=0)

    def _count_the_counter(self, months: Sequence[Month]) -> None:
        """What the office counted by hand: the year before, and the two months."""
        admin = self.office.supervisor
        year = months[0].first.year - 1
        counted: list[tuple[int, int | None, int]] = [(year, None, COUNTER_OF_YEAR)]
        for month, visits in zip(months, COUNTER_OF_MONTHS, strict=False):
            counted.append((month.first.year, month.first.month, visits))
        Baseline.objects.bulk_create(
            Baseline(
                agency=self.office.agency,
                year=of,
                month=month,
                visits=visits,
                origin=BOOK,
                entered_by=admin,
                entered_at=self.now,
            )
            for of, month, visits in counted
        )
