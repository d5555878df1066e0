"""The date ranges of an index: semesters, years, an office's survey periods."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from surveys.instrument import EXACT
from surveys.models import SurveyPeriod


@dataclass(frozen=True, kw_only=True)
class IndexRange:
    """Local dates, both included; `code` is the range's value in an address."""

    code: str
    label: str
    starts: dt.date
    ends: dt.date
    weight: str = EXACT
    population: int | None = None
    population_reason: str = ""
    # The questionnaire that counts; None for any: then the one with the most answers.
    questionnaire_id: int | None = None
    # The snapshot that has its figures; None: they are counted.
    frozen_id: int | None = None
    # What is stored later does not count; None: everything counts.
    until: dt.datetime | None = None

    @property
    def late(self) -> Q | None:
        """The answers of its days that do not count, as a condition."""
        return None if self.until is None else stored_after(self.until)


def stored_after(moment: dt.datetime) -> Q:
    """Answers that figures of this moment do not hold, as a condition on responses and on added answers."""
    return Q(submitted_at__gt=moment)


def of_period(period: SurveyPeriod) -> IndexRange:
    """The dates of an office's own survey period, with its weight and its count of users."""
    return IndexRange(
        code=f"p{period.pk}",
        label=period.name,
        starts=period.starts_on,
        ends=period.ends_on,
        weight=period.weight_policy,
        population=period.population,
        population_reason=period.population_reason,
        questionnaire_id=period.questionnaire_id,
        frozen_id=period.frozen_id,
    )


def choices(
    today: dt.date, periods: Sequence[SurveyPeriod] = (), *, rolls: bool = True
) -> list[IndexRange]:
    """The ranges to choose from: the office's periods, then semesters and years, then 30 days.

    Not `rolls`: without the 30 days. Each morning they lose the answers of one day, which tells
    what these were to whoever compares them with the figure of the evening.
    """
    found = [of_period(period) for period in periods]
    for year in (today.year, today.year - 1):
        halves = [_semester(year, 2), _semester(year, 1)]
        found += [half for half in halves if half.starts <= today]
        found.append(_range(str(year), f"Tahun {year}", dt.date(year, 1, 1), dt.date(year, 12, 31)))
    if rolls:
        found.append(_range("30h", "30 hari terakhir", today - dt.timedelta(days=29), today))
    return found


def chosen(code: str, offered: Sequence[IndexRange], today: dt.date) -> IndexRange:
    """The range of that code; else the first one that has today in it."""
    known = next((dates for dates in offered if dates.code == code), None)
    return known or next(dates for dates in offered if dates.starts <= today <= dates.ends)


def _semester(year: int, half: int) -> IndexRange:
    starts, ends = ((1, 1), (6, 30)) if half == 1 else ((7, 1), (12, 31))
    label = f"Semester {'I' * half} {year}"
    return _range(f"{year}-s{half}", label, dt.date(year, *starts), dt.date(year, *ends))


def _range(code: str, label: str, starts: dt.date, ends: dt.date) -> IndexRange:
    return IndexRange(code=code, label=label, starts=starts, ends=ends)
