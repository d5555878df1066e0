"""When citizens come: by hour and by weekday, in and outside office hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
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


_MEASURES = (Measure.HOUR, Measure.CLOSED_HOUR)
_EXPLAINED_BOTH = (
    "Dihitung dari tiket bernomor register menurut hari dan jam diterimanya, dari jam pertama sampai jam terakhir "
    "yang ada tiketnya. Paling ramai (tebal, berbingkai): sedikitnya tiga perempat dari angka terbesar."
)
Arrivals = Mapping[tuple[int, int], int]  # by hour and weekday; 0 is Monday


def tables(question: Question) -> list[Table]:
    """A row for each hour of the day, hours beside weekdays, and a row for each weekday: the short one stands last,
    where the head signs, for a browser keeps the end of a table that fills two sheets with nothing.
    """
    question.figures.read_spreads(_MEASURES, (), ("day",))  # in one way to the database
    return [_by_hour(question), _by_both(question), _by_weekday(question)]


def _by_hour(question: Question) -> Table:
    spreads = question.figures.spreads(_MEASURES)
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
                Cell(_hour_words(hour)),
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


def _by_both(question: Question) -> Table:
    came = _arrivals(question)
    hours = [hour for hour, _ in came]
    shown, most = range(min(hours), max(hours) + 1) if came else range(0), busiest(came)
    return Table(
        code="jam-hari",
        title="Jam dan hari masuk",
        explained=_EXPLAINED_BOTH,
        head=("Jam", *DAYS, "Jumlah", "Paling ramai"),
        rows=[_both_row(question, hour, came, busiest=most) for hour in shown],
        total=[
            Cell("Jumlah"),
            *(
                Cell(
                    sum(came.get((hour, day), 0) for hour in shown),
                    question.arrived(hari_masuk=day),
                )
                for day in range(len(DAYS))
            ),
            Cell(sum(came.values()), question.arrived()),
            Cell(None),
        ],
    )


def _arrivals(question: Question) -> Arrivals:
    """How many came, on open and closed hours alike; only where somebody did."""
    came: Counter[tuple[int, int]] = Counter()
    for spread in question.figures.spreads(_MEASURES, "day").values():
        for (day,), hours in spread.items():
            for hour, count in hours.items():
                came[hour, day.weekday()] += count
    return +came


def busiest(came: Arrivals) -> Collection[tuple[int, int]]:
    """Where at least three quarters of the largest number came; nowhere while that is a single ticket."""
    most = max(came.values(), default=0)
    return {at for at, count in came.items() if 4 * count >= 3 * most} if most > 1 else set()


def _both_row(
    question: Question, hour: int, came: Arrivals, *, busiest: Collection[tuple[int, int]]
) -> list[Cell]:
    counts = [came.get((hour, day), 0) for day in range(len(DAYS))]
    crowded = [name for day, name in enumerate(DAYS) if (hour, day) in busiest]
    return [
        Cell(_hour_words(hour)),
        *(
            Cell(
                count,
                question.arrived(jam_masuk=hour, hari_masuk=day) if count else "",
                stands_out=(hour, day) in busiest,
            )
            for day, count in enumerate(counts)
        ),
        Cell(sum(counts), question.arrived(jam_masuk=hour)),
        Cell(", ".join(crowded) or None),
    ]


def _hour_words(hour: int) -> str:
    return f"{hour:02d}.00-{hour:02d}.59"


def _average(count: int, days: int) -> Decimal | None:
    """With two decimals, half up."""
    return Decimal((200 * count + days) // (2 * days)) / 100 if days else None
