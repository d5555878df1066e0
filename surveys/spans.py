"""The stretches of time that an index can be asked for: semesters, years, an office's periods."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.instrument import EXACT
from surveys.models import SurveyPeriod


@dataclass(frozen=True, kw_only=True)
class Span:
    """Local dates, both included; `code` is what stands in the address."""

    code: str
    label: str
    starts: dt.date
    ends: dt.date
    weight: str = EXACT
    population: int | None = None
    # Whose answers count; None where any may, and then the one that most answered.
    questionnaire_id: int | None = None


def of_period(period: SurveyPeriod) -> Span:
    """The span of an office's own survey period, with its weight and its count of users."""
    return Span(
        code=f"p{period.pk}",
        label=period.name,
        starts=period.starts_on,
        ends=period.ends_on,
        weight=period.weight_policy,
        population=period.population,
        questionnaire_id=period.questionnaire_id,
    )


def choices(today: dt.date, periods: Sequence[SurveyPeriod] = ()) -> list[Span]:
    """What can be chosen today: the office's periods first, then semesters and years, then 30 days."""
    spans = [of_period(period) for period in periods]
    for year in (today.year, today.year - 1):
        halves = [_semester(year, 2), _semester(year, 1)]
        spans += [half for half in halves if half.starts <= today]
        spans.append(_span(str(year), f"Tahun {year}", dt.date(year, 1, 1), dt.date(year, 12, 31)))
    spans.append(_span("30h", "30 hari terakhir", today - dt.timedelta(days=29), today))
    return spans


def chosen(code: str, spans: Sequence[Span], today: dt.date) -> Span:
    """The span of that code; else the first one that has today in it."""
    known = next((span for span in spans if span.code == code), None)
    return known or next(span for span in spans if span.starts <= today <= span.ends)


def _semester(year: int, half: int) -> Span:
    starts, ends = ((1, 1), (6, 30)) if half == 1 else ((7, 1), (12, 31))
    label = f"Semester {'I' * half} {year}"
    return _span(f"{year}-s{half}", label, dt.date(year, *starts), dt.date(year, *ends))


def _span(code: str, label: str, starts: dt.date, ends: dt.date) -> Span:
    return Span(code=code, label=label, starts=starts, ends=ends)
