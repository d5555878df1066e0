"""What one report on the surveys of all offices is written from: only finished periods, from their snapshots.

Offices that were asked different questions, or weigh them otherwise, are never added up: each is a group of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.models import Agency
from siwhapik.skm.league import before
from siwhapik.skm.regency_groups import Figures, Group, compared
from siwhapik.skm.reviews import Reviewed, reviewed
from surveys import frozen, ranges
from surveys.models import Recommendation, SurveyPeriod
from surveys.ranges import IndexRange

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, kw_only=True)
class Regency:
    """Everything that the report says; `is_whole`: of all active offices, not only of some."""

    agencies: tuple[Agency, ...]
    is_whole: bool
    dates: IndexRange
    groups: tuple[Group, ...]
    periods: tuple[SurveyPeriod, ...]
    # Finished ones whose answers are too few to be shown; they count in no index.
    few: tuple[SurveyPeriod, ...]
    # Still running, or reaching beyond the span: not counted, but named.
    running: tuple[SurveyPeriod, ...]
    crossing: tuple[SurveyPeriod, ...]
    recommendations: tuple[Recommendation, ...]
    # What who evaluates found of each counted period.
    reviews: tuple[Reviewed, ...]
    now: dt.datetime
    today: dt.date

    @property
    def is_draft(self) -> bool:
        """Whether a later report on the same span may say something else."""
        return self.dates.ends >= self.today or bool(self.running)

    @property
    def lacking(self) -> list[Agency]:
        """The active offices without a finished period in the span."""
        done = {one.agency_id for one in self.periods}
        return [one for one in self.agencies if one.is_active and one.pk not in done]


def spans(today: dt.date) -> list[IndexRange]:
    """Half years and years, then the quarters of this year and the last."""
    quarters = [
        _quarter(year, number) for year in (today.year, today.year - 1) for number in (4, 3, 2, 1)
    ]
    return ranges.choices(today, rolls=False) + [one for one in quarters if one.starts <= today]


def telling(agencies: Sequence[Agency], offered: Sequence[IndexRange]) -> IndexRange | None:
    """The first of these spans with a finished period in it; None where none has one."""
    done = SurveyPeriod.objects.filter(agency__in=agencies, frozen__isnull=False)
    days = list(done.values_list("starts_on", "ends_on"))
    return next(
        (one for one in offered if any(one.starts <= a and b <= one.ends for a, b in days)), None
    )


def _quarter(year: int, number: int) -> IndexRange:
    starts = dt.date(year, 3 * number - 2, 1)
    following = dt.date(year + number // 4, 3 * number % 12 + 1, 1)
    return IndexRange(
        code=f"{year}-t{number}",
        label=f"Triwulan {_ROMAN[number - 1]} {year}",
        starts=starts,
        ends=following - dt.timedelta(days=1),
    )


def regency_of(agencies: Sequence[Agency], dates: IndexRange, *, now: dt.datetime) -> Regency:
    """Read it all, in as many queries for two offices as for fifty."""
    touching = _touching(agencies, dates)
    asked = {one.agency_id for one in touching}
    agencies = [one for one in agencies if one.is_active or one.pk in asked] or agencies
    active = set(Agency.objects.active().values_list("pk", flat=True))
    inside = [one for one in touching if _is_inside(one, dates)]
    done = [one for one in inside if one.is_done and one.frozen is not None]
    past = before(dates)
    then = [one for one in _touching(agencies, past) if _is_inside(one, past) and one.is_done]
    figures = _figures(done)
    wanted = Recommendation.objects.filter(period__in=[one.pk for one in done]).with_answers()
    return Regency(
        agencies=tuple(agencies),
        is_whole=active <= {one.pk for one in agencies},
        dates=dates,
        groups=compared(figures, _figures(then)),
        periods=tuple(done),
        few=tuple(one for one, figure in figures if figure.is_few),
        running=tuple(one for one in touching if not one.is_done),
        crossing=tuple(one for one in touching if one.is_done and one not in inside),
        recommendations=tuple(wanted.order_by("period__agency__name", "pk")),
        reviews=tuple(reviewed(done)),
        now=now,
        today=now.astimezone(agencies[0].zone).date(),
    )


def _touching(agencies: Sequence[Agency], dates: IndexRange) -> list[SurveyPeriod]:
    found = SurveyPeriod.objects.begun().filter(
        agency__in=agencies, starts_on__lte=dates.ends, ends_on__gte=dates.starts
    )
    related = found.select_related("agency", "questionnaire", "frozen")
    return list(related.order_by("agency__name", "starts_on", "pk"))


def _is_inside(period: SurveyPeriod, dates: IndexRange) -> bool:
    return dates.starts <= period.starts_on and period.ends_on <= dates.ends


def _figures(periods: Iterable[SurveyPeriod]) -> Figures:
    """From the snapshots: what came later moves nothing."""
    return [(one, frozen.whole_of(one.frozen)) for one in periods if one.frozen is not None]
