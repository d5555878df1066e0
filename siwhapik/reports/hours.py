"""When citizens come: by hour and by weekday, in and outside office hours."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from services.hours_words import DAYS
from siwhapik.dashboard.charts import paired_bars
from siwhapik.number_words import count_words, share_words
from siwhapik.reports.asking import Question
from siwhapik.reports.sheets import Cell, Table
from tickets.models import DailySpread

Measure = DailySpread.Measure
EXPLAINED = (
    "Dihitung dari tiket bernomor register menurut waktu diterimanya, dalam zona waktu kantor. Di luar jam "
    "layanan: kantor tutup pada saat itu menurut jam layanan dan hari libur yang diatur."
)


def tables(question: Question) -> list[Table]:
    """A row for each hour of the day, and one for each weekday."""
    return [_by_hour(question), _by_weekday(question)]


def _by_hour(question: Question) -> Table:
    spreads = question.figures.spreads((Measure.HOUR, Measure.CLOSED_HOUR))
    inside, outside = (spreads[measure].get((), Counter()) for measure in spreads)
    hours = range(24)
    came, closed = inside.total() + outside.total(), outside.total()
    names = ("pada jam layanan", "di luar jam layanan")
    labels = [f"{hour:02d}" for hour in hours]
    bars = ([inside[hour] for hour in hours], [outside[hour] for hour in hours])
    return Table(
        code="jam",
        title="Jam masuk",
        explained=EXPLAINED,
        head=("Jam", "Pada jam layanan", "Di luar jam layanan", "Jumlah"),
        rows=[
            [
                Cell(f"{hour:02d}.00-{hour:02d}.59"),
                Cell(inside[hour], question.arrived(jam_masuk=hour, jam_layanan="dalam")),
                Cell(outside[hour], question.arrived(jam_masuk=hour, jam_layanan="luar")),
                Cell(inside[hour] + outside[hour], question.arrived(jam_masuk=hour)),
            ]
            for hour in hours
        ],
        total=[
            Cell("Jumlah"),
            Cell(inside.total(), question.arrived(jam_layanan="dalam")),
            Cell(closed, question.arrived(jam_layanan="luar")),
            Cell(came, question.arrived()),
        ],
        chart=paired_bars(labels, *bars, names=names) if came else None,
        names=("Pada jam layanan", "Di luar jam layanan"),
        facts=[_sentence(closed, came)],
    )


def _sentence(closed: int, came: int) -> str:
    if not came:
        return "Belum ada tiket dalam rentang ini."
    share = share_words(Fraction(closed, came))
    return f"{count_words(closed)} dari {count_words(came)} = {share} masuk di luar jam layanan."


def _by_weekday(question: Question) -> Table:
    counts: Counter[int] = Counter()
    for (day,), found in question.figures.by("day").items():
        counts[day.weekday()] += found["arrived"]
    came = [counts[number] for number in range(len(DAYS))]
    in_period = Counter(day.weekday() for day in question.period.days)
    return Table(
        code="hari",
        title="Hari masuk",
        explained="Dihitung dari tiket bernomor register menurut hari diterimanya. Rata-rata: dibagi banyaknya hari itu dalam rentang ini.",
        head=("Hari", "Masuk", "Rata-rata per hari"),
        rows=[
            [
                Cell(name),
                Cell(counts[number], question.arrived(hari_masuk=number)),
                Cell(_average(counts[number], in_period[number])),
            ]
            for number, name in enumerate(DAYS)
        ],
        total=[Cell("Jumlah"), Cell(counts.total(), question.arrived()), Cell(None)],
        chart=paired_bars(DAYS, came, (), names=("tiket", "")) if any(came) else None,
        names=("Tiket", ""),
    )


def _average(count: int, days: int) -> Decimal | None:
    """With two decimals, half up."""
    return Decimal((200 * count + days) // (2 * days)) / 100 if days else None
