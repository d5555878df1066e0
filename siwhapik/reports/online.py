"""Online against the counter: what came through the product, and what an office counted by hand."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from services import rows
from services.rows import Statement, places
from siwhapik.dashboard.charts import Chart, lying_bars, paired_bars
from siwhapik.number_words import count_words, share_words
from siwhapik.periods import Period
from siwhapik.reports import online_services, saved
from siwhapik.reports.asking import Question
from siwhapik.reports.register_filters import ANY, ONLINE_SOURCES
from siwhapik.reports.sheets import Cell, Table
from tickets.figures.statements import all_of, narrowed
from tickets.models import Ticket
from tickets.models.ticket_counter import HeardFrom, WhyAtCounter

Source = Ticket.Source
OTHERS = (Source.WALK_IN, Source.PHONE, Source.PROXY)
WAYS = ("Daring", "Loket tercatat", "Telepon", "Lewat perantara", "Loket di luar Si Whapik")
EXPLAINED = (
    "Daring: WhatsApp dan web. Loket tercatat: tiket datang langsung di Si Whapik. Loket di luar Si Whapik: "
    "angka yang diisi kantor dari buku register; angka setahun dibagi dua belas, dan bulan yang baru "
    "berjalan sebagian dihitung sebagian. Bagian daring dihitung dari semuanya."
)


@dataclass
class Month:
    """What came in one month, or all of them, by source and from the book."""

    sources: dict[str, int]
    counter: Fraction  # in the office's book only

    @property
    def online(self) -> int:
        return sum(self.sources.get(one, 0) for one in ONLINE_SOURCES)

    @property
    def total(self) -> Fraction:
        return sum(self.sources.values()) + self.counter

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.online) / self.total if self.total else None


def tables(question: Question) -> list[Table]:
    """What came by which way, what of it was completed, why, and what citizens saved."""
    question.figures.read(*online_services.GROUPS)
    (months, *answers), whole = arrivals(question), whole_of(question)
    services = online_services.tables(question)
    return [months, *services, *saved.of_question(question, whole.online), *answers]


def arrivals(question: Question) -> list[Table]:
    """A row for each month, and what people answered."""
    found = _months(question)
    whole = _sum(found.values())
    chart, names = _chart(question, found, whole)
    lines = [
        _row(question, month.label, found[month.code], period=month)
        for month in question.period.months
    ]
    return [
        Table(
            code="daring",
            title="Daring dan loket",
            explained=EXPLAINED,
            head=("Bulan", *WAYS, "Jumlah", "Bagian daring"),
            rows=lines,
            total=_row(question, "Seluruh rentang", whole, period=question.period),
            chart=chart,
            names=names,
            facts=[_sentence(whole)],
        ),
        *_reasons(question),
        *_sources(question),
    ]


def _chart(
    question: Question, found: Mapping[str, Month], whole: Month
) -> tuple[Chart | None, tuple[str, str]]:
    """What came online and otherwise in each month; of a single month each way. And what the bars are."""
    if not whole.total:
        return None, ("", "")
    if len(found) == 1:
        counts = [whole.online, *(whole.sources.get(one, 0) for one in OTHERS)]
        chart = lying_bars(WAYS, [*counts, rounded(whole.counter)], names=("pemohon", ""))
        return chart, ("Yang datang", "")
    online = [month.online for month in found.values()]
    other = [rounded(month.total) - month.online for month in found.values()]
    labels = [month.label[:3] for month in question.period.months]
    chart = paired_bars(labels, online, other, names=("daring", "lewat cara lain"))
    return chart, ("Daring", "Lewat cara lain")


def whole_of(question: Question) -> Month:
    """What came in the whole span, by source and from the book."""
    return _sum(_months(question).values())


def _reasons(question: Question) -> list[Table]:
    """Why people came or rang in spite of it; no table where nobody was asked."""
    return _answers(
        _given(question)[0],
        [(why.value, str(why.label)) for why in WhyAtCounter],
        leads=lambda code: question.arrived(alasan=code),
        code="alasan",
        title="Mengapa tidak lewat WhatsApp",
        explained="Dihitung dari tiket datang langsung, telepon, dan lewat perantara yang pemohonnya menjawab, di "
        "loket atau kepada bot.",
        head=("Alasan", "Jumlah", "Bagian"),
    )


def _sources(question: Question) -> list[Table]:
    """From where people know of the service; no table where nobody was asked."""
    return _answers(
        _given(question)[1],
        [(one.value, str(one.label)) for one in HeardFrom],
        leads=lambda code: question.arrived(tahu_dari=code),
        code="sumber-informasi",
        title="Tahu dari mana",
        explained="Dihitung dari tiket yang pemohonnya menjawab tahu dari mana: di loket, lewat telepon, lewat "
        "perantara, atau kepada bot. Yang melewati pertanyaan tidak dihitung.",
        head=("Sumber informasi", "Jumlah", "Bagian"),
    )


def _given(question: Question) -> list[dict[str, int]]:
    """How often each reason and each source of what they know was given, in one way to the database and back;
    each over its own partial index (models.ticket_counter).
    """
    planned = not question.asked.only
    return question.once(
        "given", lambda: [dict(found) for found in rows.values(_asked(question), planned=planned)]
    )


def _asked(question: Question) -> list[Statement]:
    parts, params = [], list[Any]()
    for span in question.asked.spans:
        parts.append(
            f"agency_id IN {places(span.agencies)} AND received_at >= %s AND received_at < %s"
        )
        params += [*span.agencies, *map(rows.moment, span.borders)]
    days = Statement(f"({' OR '.join(parts)})", params)
    told = all_of((days, *narrowed(question.asked.only, table="ticket")))
    return [
        Statement(
            " ".join(
                (
                    "SELECT",
                    f"{column}, COUNT(*) FROM tickets_ticket ticket WHERE registered_at IS NOT NULL",
                    f"AND NOT ({column} = '') AND",
                    told.sql,
                    "GROUP BY 1",
                )
            ),
            told.params,
        )
        for column in ("came_because", "heard_from")
    ]


def _answers(
    counted: dict[str, int],
    choices: Sequence[tuple[str, str]],
    *,
    leads: Callable[[str], str],
    **about: Any,
) -> list[Table]:
    """How often each answer was given, with its share of all."""
    asked = sum(counted.values())
    if not asked:
        return []
    given = [(code, label, count) for code, label in choices if (count := counted.get(code, 0))]
    lines = [
        [Cell(label), Cell(count, leads(code)), Cell(Fraction(count, asked))]
        for code, label, count in given
    ]
    labels, counts = [label for _, label, _ in given], [count for _, _, count in given]
    return [
        Table(
            rows=lines,
            total=[Cell("Jumlah"), Cell(asked, leads(ANY)), Cell(Fraction(1))],
            chart=lying_bars(labels, counts, names=("tiket", "")),
            names=("Tiket", ""),
            **about,
        )
    ]


def _months(question: Question) -> dict[str, Month]:
    return question.once("months", lambda: _counted_months(question))


def _counted_months(question: Question) -> dict[str, Month]:
    books = _books(question)
    days = question.figures.by("day", "source")
    found = {}
    for month in question.period.months:
        sources: dict[str, int] = defaultdict(int)
        for (day, source), counts in days.items():
            if month.first <= day <= month.last:
                sources[source] += counts["arrived"]
        found[month.code] = Month(dict(sources), _from_books(books, month))
    return found


def _books(question: Question) -> dict[tuple[int, int | None], int]:
    """What the offices entered, by year and month (None: the year). Only where nothing is narrowed:
    a book does not tell services or officers apart.
    """
    if question.form.only:
        return {}
    books: dict[tuple[int, int | None], int] = defaultdict(int)
    known = question.baselines
    by_month = {(row.agency_id, row.year) for row in known if row.month is not None}
    for row in known:
        # An office that entered months of a year has no further need of the sum of that year.
        if row.month is not None or (row.agency_id, row.year) not in by_month:
            books[row.year, row.month] += row.visits
    return books


def _from_books(books: Mapping[tuple[int, int | None], int], month: Period) -> Fraction:
    """The month's part of what was counted by hand, as far as the month is in the period."""
    year, number = month.first.year, month.first.month
    days = len(month.days)
    in_month = Fraction(days, calendar.monthrange(year, number)[1])
    in_year = in_month / 12
    return books.get((year, number), 0) * in_month + books.get((year, None), 0) * in_year


def _sum(months: Iterable[Month]) -> Month:
    whole = Month(defaultdict(int), Fraction(0))
    for month in months:
        for source, count in month.sources.items():
            whole.sources[source] += count
        whole.counter += month.counter
    return whole


def _row(question: Question, name: str, month: Month, *, period: Period) -> list[Cell]:
    def of(source: str) -> Cell:
        return Cell(month.sources.get(source, 0), question.arrived(period, sumber=source))

    return [
        Cell(name),
        Cell(month.online, question.arrived(period, daring="ya")),
        of(Source.WALK_IN),
        of(Source.PHONE),
        of(Source.PROXY),
        Cell(rounded(month.counter)),
        Cell(rounded(month.total), "" if month.counter else question.arrived(period)),
        Cell(month.share),
    ]


def rounded(count: Fraction) -> int:
    """A part of a book's year or month as a whole number, half up."""
    return int((count + Fraction(1, 2)) // 1)


def _sentence(month: Month) -> str:
    if month.share is None:
        return "Belum ada tiket dalam rentang ini."
    total = count_words(rounded(month.total))
    return f"{count_words(month.online)} dari {total} = {share_words(month.share)} lewat daring."
