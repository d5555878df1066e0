"""The index of a running period, shown in steps to readers who may not see single answers (R-98).

Whoever notes an index before and after one answer can compute that answer. Therefore operators and
viewers see answers from the day after, never fewer than five new ones at once. A service moves
only with five new answers of its own, and what of the whole stands in no service's row yet is
nothing or five answers at least. Agency admin, supervisor, evaluator, official and super admin
read every answer anyway, so they see each at once.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.cache import caches
from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from services.models import Agency
from surveys.counting import By, answered, within
from surveys.figures import FEWEST_SHOWN
from surveys.models import Questionnaire, Response
from surveys.presenting import hidden_groups
from surveys.ranges import IndexRange
from surveys.sums import Within

# How many answers came in on a day (of the office's clock), by service.
DayCounts = Mapping[dt.date, Mapping[int | None, int]]
_HOLDS = 3600  # seconds; what came before today is never changed


@dataclass(frozen=True, kw_only=True)
class Cuts:
    """Up to which day (included, of the office's clock) stored answers are shown; None: no step yet."""

    whole: dt.date | None = None
    services: Mapping[int | None, dt.date] = field(default_factory=dict)


def walk(days: DayCounts) -> Cuts:
    """The last step of the whole and of each service, from the answers of each finished day."""
    whole: dt.date | None = None
    services: dict[int | None, dt.date] = {}
    waiting: Counter[int | None] = Counter()  # since the whole's last step
    unreleased: Counter[int | None] = Counter()  # in the whole's figure, not in their service's
    for day in sorted(days):
        waiting.update(days[day])
        if waiting.total() < FEWEST_SHOWN:
            continue
        whole = day
        unreleased.update(waiting)
        waiting.clear()
        kept = hidden_groups(unreleased)
        for service in [one for one in unreleased if one not in kept]:
            services[service] = day
            del unreleased[service]
    return Cuts(whole=whole, services=services)


def cuts_of(
    agencies: Iterable[Agency], *, dates: IndexRange, questionnaire: Questionnaire, now: dt.datetime
) -> dict[int, Cuts]:
    """The steps of each office's running index, by office; of a closed period there are none."""
    if dates.frozen_id is not None:
        return {}
    pages, about = caches["pages"], f"{questionnaire.pk}:{dates.starts}:{dates.ends}"
    offices = list(agencies)
    keys = {one.pk: f"ikm-steps:{one.pk}:{about}:{_today(one, now)}" for one in offices}
    known: dict[str, Cuts] = pages.get_many(keys.values())
    unknown = [one for one in offices if keys[one.pk] not in known]
    counted = _counted(unknown, dates=dates, questionnaire=questionnaire, now=now)
    if counted:  # once a day in each process: answers of finished days are never changed
        pages.set_many({keys[pk]: cuts for pk, cuts in counted.items()}, _HOLDS)
    return counted | {pk: known[key] for pk, key in keys.items() if key in known}


def shown_within(
    agencies: Iterable[Agency],
    cuts: Mapping[int, Cuts],
    *,
    dates: IndexRange,
    questionnaire_id: int,
    by: By,
) -> list[Within]:
    """The answers that stand in the shown index of the offices in `cuts`, or in that of their services."""
    days = (dates.starts, dates.ends)
    return [
        within(
            [agency], days=days, questionnaire_id=questionnaire_id, services=services,
            but=_since(agency, day),
        )
        for agency in agencies
        if agency.pk in cuts
        for day, services in _shown(cuts[agency.pk], by)
    ]  # fmt: skip


def _shown(cuts: Cuts, by: By) -> list[tuple[dt.date, tuple[int | None, ...] | None]]:
    """Each last day that counts, and for which services; None: for all."""
    if by != "service_id":
        return [] if cuts.whole is None else [(cuts.whole, None)]
    together: dict[dt.date, list[int | None]] = defaultdict(list)
    for service, day in cuts.services.items():
        together[day].append(service)
    return [(day, tuple(services)) for day, services in together.items()]


def _since(agency: Agency, day: dt.date) -> Q:
    """What was stored after that day."""
    return Q(submitted_at__gte=_midnight(agency, day + dt.timedelta(days=1)))


def _midnight(agency: Agency, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=agency.zone)


def _today(agency: Agency, now: dt.datetime) -> dt.date:
    return now.astimezone(agency.zone).date()


def _counted(
    agencies: Iterable[Agency], *, dates: IndexRange, questionnaire: Questionnaire, now: dt.datetime
) -> dict[int, Cuts]:
    """The steps of those offices by what came in before today, in a query for each time zone."""
    by_zone: dict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        by_zone[agency.timezone].append(agency)
    found: dict[int, Cuts] = {}
    for offices in by_zone.values():
        days: dict[int, dict[dt.date, dict[int | None, int]]] = {one.pk: {} for one in offices}
        asked = answered(
            offices, days=(dates.starts, dates.ends), questionnaire_id=questionnaire.pk
        )
        today = _midnight(offices[0], _today(offices[0], now))
        finished = Response.objects.filter(**asked, submitted_at__lt=today).order_by()
        day = TruncDate("submitted_at", tzinfo=offices[0].zone)
        rows = finished.annotate(day=day).values_list("agency", "day", "service")
        for pk, on, service, n in rows.annotate(Count("pk")):
            days[pk].setdefault(on, {})[service] = n
        found |= {pk: walk(counts) for pk, counts in days.items()}
    return found
