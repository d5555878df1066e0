"""This span beside the one before it and beside an earlier year, as the first chapter shows them."""

from __future__ import annotations

import datetime as dt

from siwhapik.evaluation import dimensions, spans, tables
from siwhapik.evaluation.beside import Beside
from siwhapik.evaluation.composing import Wanted
from siwhapik.evaluation.measures import Measured, left_open, measured
from siwhapik.periods import Period
from siwhapik.reports.asking import Question
from siwhapik.reports.sheets import Table


def main_tables(wanted: Wanted, question: Question, shown: Beside) -> tuple[Table, ...]:
    """The main figures, and the four dimensions of the same."""
    now, earlier, past = _measured(wanted, question, shown)
    compared = tables.compared(now, earlier, past, former=shown.former)
    return compared, dimensions.table(question, now, shown)


def _measured(
    wanted: Wanted, question: Question, shown: Beside
) -> tuple[Measured, Measured | None, Measured | None]:
    """Of this span, of the one before, and of an earlier year."""
    before = spans.before(wanted.period)
    past = _baseline_year(wanted, question, before)
    others = [one for one in (before, past) if one is not None]
    asked = [question, *(wanted.question(one, beside=question) for one in others)]
    lasts = [one.period.last for one in asked]
    still = left_open(question, lasts, open_now=shown.open_now)
    found = [measured(one, still_open=count) for one, count in zip(asked, still, strict=True)]
    earlier = found[1] if before is not None else None
    counted = found[-1] if past is not None else None
    first = (shown.first_at or wanted.now).astimezone(wanted.agency.zone).date()
    return found[0], _told(earlier, first=first), _told(counted, first=first)


def _told(one: Measured | None, *, first: dt.date) -> Measured | None:
    """What was measured of a span, unless neither the system nor the office's own book counted anything by then:
    beside zeros everything would have grown.
    """
    return one if one and (one.has_counter or first <= one.period.last) else None


def _baseline_year(wanted: Wanted, question: Question, before: Period | None) -> Period | None:
    """The same span of the newest earlier year that the office counted by hand, else of last year."""
    year = wanted.period.first.year
    known = max((one.year for one in question.baselines if one.year < year), default=year - 1)
    past = spans.in_year(wanted.period, known)
    return None if past == before else past
