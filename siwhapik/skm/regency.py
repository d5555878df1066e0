"""What one report on the surveys of all offices is written from: only finished periods, from their snapshots.

Offices that were asked different questions are never added up: each instrument is a group of its own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from services.models import Agency
from siwhapik.skm.league import before
from surveys import frozen, ranges
from surveys.figures import FEWEST_SHOWN, Figure
from surveys.ikm import Index, compute, krejcie_morgan
from surveys.instrument import EXACT
from surveys.models import Element, Questionnaire, Recommendation, SurveyPeriod
from surveys.ranges import IndexRange

_ROMAN = ("I", "II", "III", "IV")
Key = tuple[int, tuple[str, ...]]  # a questionnaire, and the elements that were answered


@dataclass(frozen=True, kw_only=True)
class OfficePart:
    """What one office brings to a group: its finished periods together."""

    agency: Agency
    index: Index
    users: int

    @property
    def needed(self) -> int:
        """Respondents that Krejcie and Morgan ask for."""
        return krejcie_morgan(self.users)

    @property
    def is_enough(self) -> bool:
        """Whether the sample is large enough."""
        return self.index.n >= max(self.needed, FEWEST_SHOWN)


@dataclass(frozen=True, kw_only=True)
class Group:
    """The offices that asked the same, and their index in two ways; the span before beside it."""

    questionnaire: Questionnaire
    parts: tuple[OfficePart, ...]
    # Elements by code, as read.
    names: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[OfficePart, ...] = ()

    @property
    def pooled(self) -> Index:
        """Over all respondents together."""
        return pooled([one.index for one in self.parts], self.questionnaire)

    @property
    def mean(self) -> Fraction:
        """Of the offices, each counting once; on the scale of 25 to 100."""
        return mean_of(self.parts)


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
    now: dt.datetime
    today: dt.date

    @property
    def is_draft(self) -> bool:
        """Whether a later report on the same span may say something else."""
        return self.dates.ends >= self.today or bool(self.running)

    @property
    def lacking(self) -> list[Agency]:
        """The offices without a finished period in the span."""
        done = {one.agency_id for one in self.periods}
        return [one for one in self.agencies if one.pk not in done]


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
    inside = [one for one in touching if _is_inside(one, dates)]
    done = [one for one in inside if one.is_done and one.frozen is not None]
    past = before(dates)
    then = [one for one in _touching(agencies, past) if _is_inside(one, past) and one.is_done]
    figures, earlier = _figures(done), _groups(_figures(then))
    names = _names(figures)
    groups = [
        replace(one, names=names[key[0]], earlier=earlier[key].parts if key in earlier else ())
        for key, one in _groups(figures).items()
    ]
    wanted = Recommendation.objects.filter(period__in=[one.pk for one in done]).with_answers()
    return Regency(
        agencies=tuple(agencies),
        is_whole=len(agencies) == Agency.objects.active().count(),
        dates=dates,
        groups=tuple(sorted(groups, key=lambda one: -one.pooled.n)),
        periods=tuple(done),
        few=tuple(one for one, figure in figures if figure.is_few),
        running=tuple(one for one in touching if not one.is_done),
        crossing=tuple(one for one in touching if one.is_done and one not in inside),
        recommendations=tuple(wanted.order_by("period__agency__name", "pk")),
        now=now,
        today=now.astimezone(agencies[0].zone).date(),
    )


def pooled(indexes: Sequence[Index], questionnaire: Questionnaire) -> Index:
    """Sums and respondents added up, with the exact weight."""
    sums: dict[str, int] = defaultdict(int)
    for index in indexes:
        for code, element in index.elements.items():
            sums[code] += element.sum
    n = sum(one.n for one in indexes)
    found = compute(sums, respondents=n, scoring=questionnaire.scoring(EXACT))
    if found is None:
        raise ValueError("nobody answered")
    return found


def mean_of(parts: Sequence[OfficePart]) -> Fraction:
    """Each office counts once."""
    return sum((one.index.converted for one in parts), Fraction()) / len(parts)


def _touching(agencies: Sequence[Agency], dates: IndexRange) -> list[SurveyPeriod]:
    found = SurveyPeriod.objects.begun().filter(
        agency__in=agencies, starts_on__lte=dates.ends, ends_on__gte=dates.starts
    )
    related = found.select_related("agency", "questionnaire", "frozen")
    return list(related.order_by("agency__name", "starts_on", "pk"))


def _is_inside(period: SurveyPeriod, dates: IndexRange) -> bool:
    return dates.starts <= period.starts_on and period.ends_on <= dates.ends


def _figures(periods: Iterable[SurveyPeriod]) -> list[tuple[SurveyPeriod, Figure]]:
    """From the snapshots: what came later moves nothing."""
    return [
        (one, frozen.figures_of(one.frozen, by="agency_id").get(one.agency_id, Figure()))
        for one in periods
        if one.frozen is not None
    ]


def _groups(figures: Sequence[tuple[SurveyPeriod, Figure]]) -> Mapping[Key, Group]:
    """By what was asked; periods of fewer than five answers are in none (ADR 0100)."""
    by_key: dict[Key, dict[int, list[tuple[SurveyPeriod, Figure]]]] = {}
    for period, figure in figures:
        if figure.index is None or figure.is_few:
            continue
        key = (period.questionnaire_id, tuple(figure.index.elements))
        by_key.setdefault(key, {}).setdefault(period.agency_id, []).append((period, figure))
    return {
        key: Group(
            questionnaire=next(iter(offices.values()))[0][0].questionnaire,
            parts=tuple(_part(rows) for rows in offices.values()),
        )
        for key, offices in by_key.items()
    }


def _names(figures: Sequence[tuple[SurveyPeriod, Figure]]) -> dict[int, dict[str, str]]:
    """Of each questionnaire its elements by code, in one query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    asked = {period.questionnaire_id for period, _ in figures}
    rows = Element.objects.filter(questionnaire__in=asked).order_by("order")
    for pk, code, name in rows.values_list("questionnaire_id", "code", "name"):
        found[pk][code] = f"{code} {name}"
    return found


def _part(rows: Sequence[tuple[SurveyPeriod, Figure]]) -> OfficePart:
    """One period keeps the weight of its own report; several are added up with the exact one."""
    period = rows[0][0]
    indexes = [figure.index for _, figure in rows if figure.index is not None]
    return OfficePart(
        agency=period.agency,
        index=indexes[0] if len(indexes) == 1 else pooled(indexes, period.questionnaire),
        users=sum(figure.users for _, figure in rows),
    )
