"""How long matters took before Si Whapik, as an office measured it, beside how long they take now.

Averages beside averages, each in its own words: nobody knows how many calendar hours five working days were, so no
difference is counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from services import rows
from services.rows import Question as Rows
from siwhapik.dashboard.figures import promises
from siwhapik.periods import Period
from siwhapik.reports.asking import Question
from siwhapik.reports.sheets import Cell, Table
from tickets.figures.reading import Figures
from tickets.models import FormerTime
from tickets.words import MONTHS

FIRST, DONE = "Rata-rata respons pertama", "Rata-rata sampai selesai"
OWN = "isian kantor"
# Until the first answer, and until completion.
Averages = tuple[dt.timedelta | None, dt.timedelta | None]
KNOWN = "WHERE agency_id = %s"
NOTED = (
    "Isian kantor ditulis dalam satuannya sendiri; rata-rata dari tiket dalam jam kalender, dengan waktu menunggu pemohon. "
    "Karena itu selisih keduanya tidak dihitung."
)
_EXPLAINED = (
    "Kolom pertama diisi kantor, dari masa sebelum Si Whapik. Kolom kedua dihitung dari tiket: respons pertama dari yang masuk dan "
    "dijawab, penyelesaian dari yang jatuh tempo dalam rentang ini dan sudah selesai."
)


def averages(figures: Figures) -> Averages:
    """Of what was counted, gross."""
    told = promises(figures)
    return told["first"]["average"], told["completion"]["average"]


def tables(question: Question) -> list[Table]:
    """Of one office, and of all its matters: what an office measured by hand does not tell services apart."""
    form = question.form
    if form.agency is None or form.only or question.is_of_sums:
        return []
    [known] = rows.read([Rows(FormerTime, KNOWN, [form.agency.pk])])
    one = last_before(known, question.period.first)
    if one is None:
        return []
    origin = f" Sumber isian: {one.origin}." if one.origin else ""
    return [
        Table(
            code="sebelum",
            title="Dibandingkan dengan sebelum Si Whapik",
            explained=f"{_EXPLAINED} {NOTED}{origin}",
            head=("Ukuran", f"{span_words(one)} ({OWN})", question.period.label),
            rows=[
                [Cell(name), Cell(words), Cell(now)]
                for name, words, now in zip(
                    (FIRST, DONE), lengths(one), averages(question.figures), strict=True
                )
                if words
            ],
        )
    ]


def last_before(known: Sequence[FormerTime], day: dt.date) -> FormerTime | None:
    """The newest of those whose time was over before this day; a year before its December."""
    over = [one for one in known if _end(one) <= day]
    return max(over, key=lambda one: (_end(one), one.month is None), default=None)


def of_span(known: Sequence[FormerTime], period: Period) -> FormerTime | None:
    """That of this very month, else of its year: months are not made into a quarter."""
    year, month = period.first.year, period.first.month
    found = {one.month: one for one in known if one.year == year}
    own = found.get(month) if len(period.months) == 1 else None
    return own or found.get(None)


def lengths(one: FormerTime) -> tuple[str, str]:
    """Until the first answer, and until completion, in words; "" where it is not known."""
    return (
        length_words(one.first_amount, one.first_unit),
        length_words(one.done_amount, one.done_unit),
    )


def length_words(amount: Decimal | None, unit: str) -> str:
    """ "2,5 hari kerja", "1.200 menit"."""
    if amount is None:
        return ""
    number = f"{amount:,.1f}".removesuffix(".0").translate(str.maketrans(",.", ".,"))
    return f"{number} {FormerTime.Unit(unit).label}"


def span_words(one: FormerTime) -> str:
    """The year or month of which it is: "2022", "Juni 2022"."""
    return f"{MONTHS[one.month - 1]} {one.year}" if one.month else str(one.year)


def _end(one: FormerTime) -> dt.date:
    """The first day after it."""
    after = one.year * 12 + (one.month or 12)
    return dt.date(after // 12, after % 12 + 1, 1)
