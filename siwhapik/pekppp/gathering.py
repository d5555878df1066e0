"""Reads what the evidence of a year is judged by: so many queries, however many offices."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Q

from services.models import Agency, OfficeRecord, Service, ServiceStandard
from services.models.service import Kind
from services.publishing import FINISHED
from siwhapik.periods import Period
from surveys.models import Recommendation, SurveyPeriod
from tickets.figures.asked import Asked
from tickets.figures.reading import Figures

T = TypeVar("T")
KINDS = ("review", "publication", "pledge")  # of services.record_kinds


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """One office and year. `as_of`: its last day, or today; nothing later counts."""

    agency: Agency
    as_of: dt.date
    # The services that it offers, with the standard that held on that day.
    standards: Sequence[tuple[Service, ServiceStandard | None]]
    # Of KINDS, not archived, the newest first; each with `file_count`.
    records: Sequence[OfficeRecord]
    # Begun ones that end in the year, oldest first, with their snapshot.
    periods: Sequence[SurveyPeriod]
    recommendations: Sequence[Recommendation]  # after those, with their plans and reports
    complaints: Counter[str]  # arrived, resolved, due_kept, due_late

    def records_of(self, kind: str) -> list[OfficeRecord]:
        return [one for one in self.records if one.kind == kind]

    @property
    def shows_standards(self) -> bool:
        """Whether this system itself shows everybody a standard of the office."""
        return any(standard for _, standard in self.standards)

    @property
    def shows_results(self) -> bool:
        """Whether it shows everybody the results of one of its periods."""
        return any(one.is_published for one in self.periods)

    def published(self, about: str) -> list[OfficeRecord]:
        """In which media something was published; the newest of each medium."""
        found = [one for one in self.records_of("publication") if one.values.get("about") == about]
        newest: dict[str, OfficeRecord] = {}
        for one in found:
            newest.setdefault(str(one.values.get("medium")), one)
        return list(newest.values())


def gathered(offices: Sequence[Agency], year: Period, *, now: dt.datetime) -> list[Gathered]:
    """All of them, in the order of the offices."""
    last = dt.date(year.first.year, 12, 31)
    standards = _standards(offices)
    records = _by_office(_records(offices, last), lambda one: one.agency_id)
    periods = _by_office(_periods(offices, year.first.year), lambda one: one.agency_id)
    written = Recommendation.objects.filter(
        period__agency__in=offices, period__ends_on__year=year.first.year
    )
    recommendations = _by_office(written.with_answers(), lambda one: one.period.agency_id)
    complaints = _complaints(offices, year, now=now)
    found = []
    for one in offices:
        as_of = min(now.astimezone(one.zone).date(), last)
        held = [
            (service, _held(versions, as_of)) for service, versions in standards.get(one.pk, [])
        ]
        found.append(
            Gathered(
                agency=one,
                as_of=as_of,
                standards=held,
                records=[row for row in records.get(one.pk, []) if row.day <= as_of],
                periods=periods.get(one.pk, []),
                recommendations=recommendations.get(one.pk, []),
                complaints=complaints.get(one.pk, Counter()),
            )
        )
    return found


def _held(versions: Iterable[ServiceStandard], day: dt.date) -> ServiceStandard | None:
    """The version that held on that day; of two on the day of the change the newer."""
    holding = (
        one
        for one in versions
        if (one.valid_from is None or one.valid_from <= day)
        and (one.valid_until is None or one.valid_until >= day)
    )
    return max(holding, key=lambda one: one.version, default=None)


def _standards(
    offices: Sequence[Agency],
) -> dict[int, list[tuple[Service, list[ServiceStandard]]]]:
    versions: dict[int, list[ServiceStandard]] = defaultdict(list)
    finished = ServiceStandard.objects.filter(
        service__agency__in=offices, service__is_active=True, status__in=FINISHED
    )
    for one in finished:
        versions[one.service_id].append(one)
    found: dict[int, list[tuple[Service, list[ServiceStandard]]]] = defaultdict(list)
    for service in Service.objects.active().filter(agency__in=offices).order_by("name", "pk"):
        found[service.agency_id].append((service, versions[service.pk]))
    return found


def _records(offices: Sequence[Agency], last: dt.date) -> Iterable[OfficeRecord]:
    live = Count("files", filter=Q(files__removed_at=None))
    kept = OfficeRecord.objects.of_offices(offices).kept().filter(kind__in=KINDS, day__lte=last)
    return kept.annotate(file_count=live).order_by("-day", "-pk")


def _periods(offices: Sequence[Agency], year: int) -> Iterable[SurveyPeriod]:
    begun = SurveyPeriod.objects.begun().filter(agency__in=offices, ends_on__year=year)
    return begun.select_related("frozen").order_by("starts_on")


def _complaints(
    offices: Sequence[Agency], year: Period, *, now: dt.datetime
) -> dict[int, Counter[str]]:
    asked = Asked(agencies=offices, first=year.first, last=year.last)
    found: dict[int, Counter[str]] = {}
    for (agency, kind), counts in Figures(asked, now=now).by("agency_id", "kind").items():
        if kind == Kind.COMPLAINT:
            names = ("arrived", "resolved", "due_kept", "due_late")
            found[agency] = Counter({name: counts[name] for name in names})
    return found


def _by_office(rows: Iterable[T], office: Callable[[T], int]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for one in rows:
        found[office(one)].append(one)
    return found
