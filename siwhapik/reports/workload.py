"""Workload: what each officer did, and how much of it out of hours; what was said each day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from services import rows
from siwhapik.colleagues import Row, told_apart
from siwhapik.dashboard.charts import lying_bars, paired_bars
from siwhapik.number_words import count_words, share_words
from siwhapik.reports import recognition
from siwhapik.reports.asking import Question
from siwhapik.reports.deeds import Deed
from siwhapik.reports.naming import people_named
from siwhapik.reports.sheets import Cell, Table, Value
from tickets.figures.work import Done, Work, work_of

# With more days, there is a row for each month.
MOST_DAYS = 62
HEAD = (
    "Petugas", "Tiket", "Pesan", "Catatan", "Berkas dikirim", "Berkas dibuka", "Menyelesaikan", "Jam kerja",
    "Di luar jam layanan", "Bagian",
)  # fmt: skip
EXPLAINED = (
    "Dihitung dari yang dikerjakan petugas dalam rentang ini pada tiket bernomor register, urut nama. Tiket: "
    "tiket berbeda yang dikerjakannya; yang dikerjakan dua petugas dihitung pada keduanya, jadi jumlahnya "
    "dapat lebih besar dari banyaknya tiket. Pesan dan berkas: yang terkirim. Berkas dibuka: berkas berbeda. "
    "Angka pesan, catatan, berkas, dan penyelesaian membuka tiket-tiket tempatnya. Menyelesaikan: juga bila tiket dibuka kembali lalu diselesaikan lagi. Jam kerja: banyaknya seperempat "
    "jam yang di dalamnya ada kegiatan petugas di Si Whapik; pekerjaan di luar Si Whapik tidak terhitung. "
    "Tiket yang diteruskan dihitung pada instansi yang kini memegangnya."
)


def tables(question: Question) -> list[Table]:
    """A row for each officer, and one for each day or month; with offices below, no officers."""
    done = _done(question)
    if question.is_of_sums:
        return [_by_day(question, done)]
    worked, *chosen = _worked(done, *recognition.asked(question))
    return [
        _by_officer(question, worked),
        *recognition.tables(question, worked, chosen),
        _by_day(question, done),
    ]


def by_officer(question: Question) -> Table:
    """The first of them alone, for a report that has its own days and criteria."""
    (worked,) = _worked(_done(question))
    return _by_officer(question, worked)


def _done(question: Question) -> Done:
    return work_of(question.asked, made=question.figures.made)


def _worked(done: Done, *also: rows.Question) -> list[list[Any]]:
    """Who worked (id, name, what), by name; and the objects of what else is asked, in the same way to the database."""
    named, *others = rows.read([people_named(done.people), *also], planned=True)
    return [[(pk, name, done.people[pk]) for pk, name in named], *others]


def _by_officer(question: Question, everybody: Sequence[Row[Work]]) -> Table:
    worked = told_apart(everybody, reader=question.staff, offices=question.office_ids, add=_sum)
    whole = _sum([work for _, _, work in worked])
    open_hours = [float(work.hours - work.closed_hours) for _, _, work in worked]
    closed_hours = [float(work.closed_hours) for _, _, work in worked]
    names = ("jam kerja pada jam layanan", "jam kerja di luar jam layanan")
    full_names = [name for _, name, _ in worked]
    return Table(
        code="petugas",
        title="Menurut petugas",
        explained=EXPLAINED,
        head=HEAD,
        rows=[_row(name, work, leads=_leads(question, pk)) for pk, name, work in worked],
        total=_row("Semua", whole) if worked else (),
        chart=lying_bars(full_names, open_hours, closed_hours, names=names) if worked else None,
        names=("Jam kerja pada jam layanan", "Jam kerja di luar jam layanan"),
        facts=[_sentence(whole, len(everybody))],
    )


def _leads(question: Question, officer: int | None) -> Callable[[str], str]:
    return partial(question.worked, officer) if officer else _nowhere


def _nowhere(_: str) -> str:
    return ""


def _row(name: str, work: Work, *, leads: Callable[[str], str] = _nowhere) -> list[Cell]:
    """`leads`: to the tickets to which the person did what stands in the cell."""
    share = Fraction(work.closed_quarters, work.quarters) if work.quarters else None
    done: list[tuple[Value, str]] = [
        (work.tickets, ""),
        (work.messages, Deed.REPLIED),
        (work.notes, Deed.NOTED),
        (work.sent_files, Deed.SENT),
        (work.opened_files, Deed.OPENED),
        (work.resolved, Deed.RESOLVED),
        (work.hours, ""),
        (work.closed_hours, ""),
    ]
    return [Cell(name), *(Cell(value, leads(deed)) for value, deed in done), Cell(share)]


def _sum(works: Sequence[Work]) -> Work:
    whole = Work()
    for work in works:
        for name, number in vars(work).items():
            setattr(whole, name, getattr(whole, name) + number)
    return whole


def _sentence(whole: Work, people: int) -> str:
    if not whole.quarters:
        return "Belum ada yang dikerjakan dalam rentang ini."
    share = share_words(Fraction(whole.closed_quarters, whole.quarters))
    worked = f"{Cell(whole.hours).words} jam kerja oleh {count_words(people)} petugas"
    return f"{worked}, {share} di luar jam layanan."


def _by_day(question: Question, done: Done) -> Table:
    parts = _parts(question)
    came = [_within(done.came, first, last) for _, _, first, last in parts]
    went = [_within(done.went, first, last) for _, _, first, last in parts]
    labels, names = [part[0] for part in parts], ("masuk", "dari petugas")
    chart = paired_bars(labels, came, went, names=names, ends_today=True)
    lines = [
        [
            Cell(name),
            Cell(into, question.written("masuk", first, last)),
            Cell(out, question.written("keluar", first, last)),
        ]
        for (_, name, first, last), into, out in zip(parts, came, went, strict=True)
    ]
    ends = question.period.first, question.period.last
    is_quiet = not any((*came, *went))  # a page of noughts says nothing
    return Table(
        code="pesan",
        title="Pesan masuk dan keluar",
        explained=(
            "Dihitung dari pesan pada tiket bernomor register, menurut hari di zona waktu kantor. Masuk: dari "
            "pemohon. Dari petugas: balasan yang terkirim, tanpa jawaban otomatis."
        ),
        head=(
            "Hari" if len(parts) == len(question.period.days) else "Bulan",
            "Masuk",
            "Dari petugas",
        ),
        rows=[] if is_quiet else lines,
        total=[]
        if is_quiet
        else [
            Cell("Jumlah"),
            Cell(sum(came), question.written("masuk", *ends)),
            Cell(sum(went), question.written("keluar", *ends)),
        ],
        chart=None if is_quiet else chart,
        names=("Masuk", "Dari petugas"),
    )


def _parts(question: Question) -> list[tuple[str, str, dt.date, dt.date]]:
    """Short name, name, first and last day of each row."""
    period = question.period
    if len(period.days) <= MOST_DAYS:
        return [(f"{day:%d/%m}", f"{day:%d-%m-%Y}", day, day) for day in period.days]
    return [(one.label[:3], one.label, one.first, one.last) for one in period.months]


def _within(counts: Counter[dt.date], first: dt.date, last: dt.date) -> int:
    if first == last:
        return counts[first]
    return sum(number for day, number in counts.items() if first <= day <= last)
