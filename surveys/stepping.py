"""The index of a running period, shown in steps to readers who may not see single answers (R-98).

Whoever notes an index before and after one answer can compute that answer. Therefore operators and
viewers see answers from the day after, never fewer than five new ones at once. A service moves
only with five new answers of its own, and where nobody who noted the figures of every day could
compute what a few answered. Agency admin, supervisor, evaluator, official and super admin
read every answer anyway, so they see each at once.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.cache import caches
from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from services.models import Agency
from surveys.counting import By, answered, within
from surveys.figures import FEWEST_SHOWN
from surveys.following import Told
from surveys.models import Questionnaire, Response
from surveys.ranges import IndexRange
from surveys.sums import Within

# How many answers came in on a day (of the office's clock), by service.
DayCounts = Mapping[dt.date, Mapping[int | None, int]]
# Of each service the answers of each step of the whole.
Steps = dict[int | None, dict[dt.date, int]]
_MOST_TRIED = 20  # services one by one
_HOLDS = 3600  # seconds; what came before today is never changed


@dataclass(frozen=True, kw_only=True)
class Cuts:
    """Up to which day (included, of the office's clock) stored answers are shown; None: no step yet."""

    whole: dt.date | None = None
    services: Mapping[int | None, dt.date] = field(default_factory=dict)


def walk(days: DayCounts) -> Cuts:
    """The last step of the whole and of each service, from the answers of each finished day.

    A reader may have noted every figure of every day: a service moves only where the answers of a few
    follow from none of them together (surveys/following.py).
    """
    whole: dt.date | None = None
    services: dict[int | None, dt.date] = {}
    waiting: Counter[int | None] = Counter()  # since the whole's last step
    unreleased: Steps = {}  # in the whole's figure, not in their service's
    told = Told(fewest=FEWEST_SHOWN)
    for day in sorted(days):
        waiting.update(days[day])
        if waiting.total() < FEWEST_SHOWN:
            continue
        whole = day
        for service, n in waiting.items():
            unreleased.setdefault(service, {})[day] = n
        waiting.clear()
        if not (found := _releasable(unreleased, told)):
            continue
        services |= dict.fromkeys(found, day)
        told = told.and_of({(one, day): unreleased.pop(one) for one in found}).put_together()
        if not unreleased:
            told = Told(fewest=FEWEST_SHOWN)  # what comes has no sum in common with what was
    return Cuts(whole=whole, services=services)


def _releasable(unreleased: Steps, told: Told) -> list[int | None]:
    """The services to show up to now: all that are enough, or as many as do not tell of a few, the largest first."""
    sizes = {service: sum(steps.values()) for service, steps in unreleased.items()}
    able = [one for one, n in sizes.items() if n >= FEWEST_SHOWN]
    able.sort(key=lambda one: (-sizes[one], str(one)))
    if not _tells_few(unreleased, told, able):
        return able
    chosen: list[int | None] = []
    for one in able[:_MOST_TRIED]:
        if not _tells_few(unreleased, told, [*chosen, one]):
            chosen.append(one)
    return chosen


def _tells_few(unreleased: Steps, told: Told, chosen: Sequence[int | None]) -> bool:
    rest = Counter[dt.date]()
    for service, steps in unreleased.items():
        if service not in chosen:
            rest.update(steps)
    return told.and_of({**{one: unreleased[one] for one in chosen}, "rest": rest}).tells_few()


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
