"""This span beside the one before it and beside an earlier year, as the first chapter shows them."""

from __future__ import annotations

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
    """Of this span, of the one before, and of an earlier year; None of a span in which neither the system nor the office's
    own book counted anything: beside zeros everything would have grown.
    """
    before = spans.before(wanted.period)
    past = _baseline_year(wanted, question, before)
    first = (shown.first_at or wanted.now).astimezone(wanted.agency.zone).date()
    counted_years = {one.year for one in question.baselines}
    others = [
        one
        for one in (before, past)
        if one and (first <= one.last or one.first.year in counted_years)
    ]
    asked = [question, *(wanted.question(one, beside=question) for one in others)]
    lasts = [one.period.last for one in asked]
    still = left_open(question, lasts, open_now=shown.open_now)
    now, *found = (measured(one, still_open=count) for one, count in zip(asked, still, strict=True))
    told = {one.period.code: one for one in found if one.has_counter or first <= one.period.last}
    earlier, year = (told.get(one.code) if one else None for one in (before, past))
    return now, earlier, year


def _baseline_year(wanted: Wanted, question: Question, before: Period | None) -> Period | None:
    """The same span of the newest earlier year that the office counted by hand, else of last year."""
    year = wanted.period.first.year
    known = max((one.year for one in question.baselines if one.year < year), default=year - 1)
    past = spans.in_year(wanted.period, known)
    return None if past == before else past
