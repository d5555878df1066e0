"""What the bot offers on one number: services, their standards, the office and its hours."""

import datetime as dt
from collections.abc import Mapping
from copy import copy
from typing import cast
from uuid import UUID

from django.db.models import Prefetch, Q

from services.calendars import calendar_of
from services.hours_words import hours_in_words, interval_words
from services.models import (
    Agency,
    Article,
    OfferMark,
    Requirement,
    Service,
    ServiceExample,
    ServiceStandard,
    Step,
)
from services.models.service import ServiceQuerySet, local_days
from services.remembering import Remembered
from services.workdays import NoOfficeHours, WorkCalendar, is_open, next_opening
from tickets.apps import TicketsConfig
from tickets.inbound.neighbours import other_lines
from tickets.intake import Article as AnsweredOnce
from tickets.intake import Catalogue, Day, ServiceInfo
from tickets.intake.acts import Act
from tickets.intake.values import Group, Kind
from tickets.models import ActExample, AgencyText, Channel
from tickets.own_texts import ENGLISH_NOTICE, Key, said, said_in_english
from tickets.public_links import privacy_link

_DAYS = 45  # holidays are asked about weeks before
_STEPS = 300  # characters of the procedure in a message
_NUMBERS = 30  # of one process whose catalogues and texts are kept
_CATALOGUES: Remembered[int, Catalogue] = Remembered(_NUMBERS)
_WEEKS: Remembered[int, tuple[str, tuple[Day, ...]]] = Remembered(_NUMBERS)
_TEXTS: Remembered[int, Mapping[str, str]] = Remembered(_NUMBERS)
_CHANNELS: Remembered[int, Channel] = Remembered(_NUMBERS)
# Of the tickets that were worked last; a row takes 3 kB.
_SERVICES: Remembered[int, Service] = Remembered(300)
_STANDARDS: Remembered[int, ServiceStandard] = Remembered(300)


def offered_on(channel: Channel, now: dt.datetime) -> ServiceQuerySet:
    """The services that citizens may choose on a number; only those of the number's own office."""
    return channel.services.offered(now).filter(agency=channel.agency_id)


def catalogue_of(channel: Channel, now: dt.datetime) -> Catalogue:
    """The services of a number in the order of its menu, with what its office has taught the bot.

    Eight queries for any number of services and examples.
    """
    # As plain lists: Django would make a query set for each standard, at twice the cost.
    standards = ServiceStandard.objects.holding(now).prefetch_related(
        Prefetch("requirements", to_attr="asked"), Prefetch("steps", to_attr="walked")
    )
    services = (
        offered_on(channel, now)
        .order_by("order", "name")
        .prefetch_related(Prefetch("standards", standards, to_attr="in_force"))
    )
    examples = _examples(channel)
    taught = ActExample.objects.filter(agency=channel.agency_id, act__in=list(Act))
    return Catalogue(
        services=tuple(_info(service, examples.get(service.pk, ())) for service in services),
        act_examples=tuple(taught.values_list("act", "text")),
        elsewhere=other_lines(channel, now),
        office=channel.agency.name,
        articles=_articles(channel, [service.pk for service in services]),
    )


def _articles(channel: Channel, offered: list[int]) -> tuple[AnsweredOnce, ...]:
    """What the office answered once for all: about itself, and about what this number offers."""
    about = Q(service__isnull=True) | Q(service__in=offered)
    rows = Article.objects.published().filter(about, agency=channel.agency_id).order_by("pk")
    return tuple(
        AnsweredOnce(id=one.pk, questions=one.questions, answer=one.answer) for one in rows
    )


class Offices:
    """What one run knows of its numbers and offices: menu, hours, calendar, texts.

    A process keeps what it has read until something that offices offer changes, or a day begins
    (docs/decisions/0050): one query finds that out.
    """

    def __init__(self) -> None:
        self._mark: UUID | None = None
        self._days: tuple[dt.datetime, tuple[dt.date, ...]] | None = None

    def knows(self, *, mark: UUID | None) -> None:
        """The mark was read a moment ago, and nothing that it tells of since."""
        self._mark = mark

    def channel(self, pk: int) -> Channel:
        """A number with its office, as far as the mark tells of it; the rest is read when asked."""
        return copy(_CHANNELS.get(pk, stamp=self._current(), read=lambda: _shown_of(pk)))

    def service(self, pk: int) -> Service:
        """A service, offered or not; for reading only."""
        read = Service.objects.order_by().get
        return _SERVICES.get(pk, stamp=self._current(), read=lambda: read(pk=pk))

    def standard(self, pk: int) -> ServiceStandard:
        """A standard, in force or not; for reading only."""
        read = ServiceStandard.objects.order_by().get
        return _STANDARDS.get(pk, stamp=self._current(), read=lambda: read(pk=pk))

    def catalogue(self, channel: Channel, now: dt.datetime) -> Catalogue:
        """What a number offers."""
        mark = self._current()
        stamp = (mark, *self._today(now)) if mark else None
        return _CATALOGUES.get(channel.pk, stamp=stamp, read=lambda: catalogue_of(channel, now))

    def _today(self, now: dt.datetime) -> tuple[dt.date, ...]:
        """Today in each zone; a run asks it for one moment, several times."""
        if self._days is None or self._days[0] != now:
            self._days = (now, tuple(local_days(now).values()))
        return self._days[1]

    def calendar(self, agency: Agency) -> WorkCalendar:
        """An office's own time."""
        return calendar_of(agency, mark=self._current())

    def hours(self, agency: Agency, today: dt.date) -> str:
        """ "Senin-Kamis 07.30-12.00 dan 13.00-16.00; Jumat 07.30-11.30"; "" without hours."""
        return self._week(agency, today)[0]

    def texts(self, agency: Agency, today: dt.date) -> Mapping[str, str]:
        """What the office says in its own words, else the product in its place, by key."""
        own = _TEXTS.get(agency.pk, stamp=self._current(), read=lambda: _own_texts(agency))
        values = office_values(agency, self.hours(agency, today))
        told = {str(key): said(key, own, values) for key in Key if key != Key.PRIVACY_PAGE}
        return {**told, ENGLISH_NOTICE: said_in_english(Key.PRIVACY, values)}

    def days(self, agency: Agency, today: dt.date) -> tuple[Day, ...]:
        """The office's hours on the next days, today first."""
        return self._week(agency, today)[1]

    def opens_at(self, agency: Agency, now: dt.datetime) -> dt.datetime | None:
        """When the office opens again; None while it is open, or when no hours are set."""
        calendar = self.calendar(agency)
        try:
            return None if is_open(calendar, now) else next_opening(calendar, now)
        except NoOfficeHours:
            return None

    def _week(self, agency: Agency, today: dt.date) -> tuple[str, tuple[Day, ...]]:
        mark, calendar = self._current(), self.calendar(agency)
        stamp = (mark, today, calendar.zone) if mark else None
        return _WEEKS.get(agency.pk, stamp=stamp, read=lambda: _week(calendar, today))

    def _current(self) -> UUID | None:
        """The mark at this run's beginning: what is read later is not older than it."""
        self._mark = self._mark or OfferMark.current()
        return self._mark


def _shown_of(pk: int) -> Channel:
    """What never changes of it, and what moves the mark; its health and its pauses do not."""
    channel = Channel.objects.only("kind", *TicketsConfig.SHOWN).get(pk=pk)
    channel.agency = Agency.objects.get(pk=channel.agency_id)
    return channel


def _week(calendar: WorkCalendar, today: dt.date) -> tuple[str, tuple[Day, ...]]:
    """The hours in words as they hold today, and those of the next days."""
    days = (_day(calendar, today + dt.timedelta(days=n)) for n in range(_DAYS))
    return "; ".join(hours_in_words(calendar.hours, on=today)), tuple(days)


def _own_texts(agency: Agency) -> dict[str, str]:
    rows = AgencyText.objects.filter(agency=agency).exclude(key=Key.PRIVACY_PAGE)
    return dict(rows.values_list("key", "text"))


def office_values(agency: Agency, hours: str) -> dict[str, str]:
    """What the blanks of an office's own texts are filled with."""
    return {
        "kantor": agency.name,
        "alamat": agency.address,
        "telepon": agency.phone,
        "jam": hours,
        "tautan": privacy_link(agency),
    }


def _examples(channel: Channel) -> dict[int, tuple[str, ...]]:
    """The sentences of each service of a number; there may be thousands, so no row becomes an object."""
    found: dict[int, list[str]] = {}
    rows = ServiceExample.objects.filter(service__channels=channel).order_by("pk")
    for service, text in rows.values_list("service_id", "text"):
        found.setdefault(service, []).append(text)
    return {service: tuple(texts) for service, texts in found.items()}


def _day(calendar: WorkCalendar, date: dt.date) -> Day:
    spans = [
        interval_words(
            opens.astimezone(calendar.zone).time(), closes.astimezone(calendar.zone).time()
        )
        for opens, closes in calendar.openings(date)
    ]
    return Day(date=date, hours=" dan ".join(spans), holiday=calendar.holidays.get(date, ""))


def _info(service: Service, examples: tuple[str, ...]) -> ServiceInfo:
    standard: ServiceStandard | None = next(iter(getattr(service, "in_force", [])), None)
    info = {
        "id": service.pk,
        "name": service.name,
        "short_name": service.short_name,
        "kind": cast(Kind, service.kind),
        "group": cast(Group, service.group),
        "examples": examples,
        "keywords": tuple(word.strip() for word in service.keywords.split(",") if word.strip()),
        "wants_location": service.wants_location,
        "wants_photo": service.wants_location or service.kind == "complaint",
    }
    if standard is not None:
        asked: list[Requirement] = getattr(standard, "asked", [])
        steps: list[Step] = getattr(standard, "walked", [])
        info |= {
            "requirements": tuple(_asked(row) for row in asked if row.is_required),
            "optional_requirements": tuple(_asked(row) for row in asked if not row.is_required),
            "procedure": " → ".join(step.text for step in steps)[:_STEPS],
            "time": standard.turnaround,
            "fee": standard.fee,
            "product": standard.product,
        }
    return ServiceInfo(**info)  # type: ignore[arg-type]  # a dict of mixed values, typed above


def _asked(row: Requirement) -> str:
    return f"{row.name} ({row.note})" if row.note else row.name
