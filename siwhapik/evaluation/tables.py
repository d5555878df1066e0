"""The tables that only the evaluation report has; the others are those of the report pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from services.models.service import Kind
from siwhapik.dashboard.charts import paired_bars
from siwhapik.dashboard.figures import per_day
from siwhapik.evaluation import measures
from siwhapik.evaluation.measures import AIMS, Measured
from siwhapik.number_words import count_words
from siwhapik.reports import former as own
from siwhapik.reports.asking import Question
from siwhapik.reports.changes import change
from siwhapik.reports.naming import names_of
from siwhapik.reports.sheets import Cell, Table
from tickets.figures.counting import OUTCOMES, Days
from tickets.models import Escalation, FormerTime, Outage

_THOUSAND = 1000


def compared(
    now: Measured,
    before: Measured | None,
    past: Measured | None,
    *,
    former: Sequence[FormerTime] = (),
) -> Table:
    """This span beside the one before, and beside the year that the office counted by hand; `former`: how long matters
    took before, of which that of this year is shown.
    """
    told = own.of_span(former, past.period) if past else None
    head = ["Ukuran", "Tujuan", now.period.label]
    head += [before.period.label, "Selisih"] if before else []
    head += [past.period.label] if past else []
    return Table(
        code="ringkas",
        title="Angka pokok",
        explained="Setiap angka dihitung seperti di bab masing-masing. Selisih: terhadap rentang sebelumnya, "
        "kecuali angka loket hanya diisi untuk salah satunya. Angka loket: dari buku register yang diisi kantor. "
        "Terbuka pada akhir rentang: sudah masuk dan belum selesai pada saat itu."
        + (_noted(told, past) if told and past else ""),
        head=head,
        rows=[
            *(_compared(name, now, before, past) for name in AIMS),
            *(_former(now, before, told) if told else ()),
        ],
    )


def _noted(told: FormerTime, past: Measured) -> str:
    """Of what year what the office wrote is, and that it is none of the tickets'."""
    return (
        f" Rata-rata pada kolom {past.period.label}: isian kantor untuk {own.span_words(told)}; pada kolom lain dari tiket. "
        f"{own.NOTED}"
    )


def _former(now: Measured, before: Measured | None, told: FormerTime) -> list[list[Cell]]:
    """The averages that the office measured in the earlier year."""
    rows = []
    for at, (name, words) in enumerate(zip((own.FIRST, own.DONE), own.lengths(told), strict=True)):
        row = [Cell(name), Cell(measures.SPEED), Cell(now.averages[at])]
        if before:
            here, there = now.averages[at], before.averages[at]
            row += [Cell(there), Cell(change(here, there))]
        if words:
            rows.append([*row, Cell(f"{words} ({own.OWN})")])
    return rows


def _compared(
    name: str, now: Measured, before: Measured | None, past: Measured | None
) -> list[Cell]:
    row = [Cell(name), Cell(AIMS[name]), Cell(now.values[name])]
    if before:
        row += [Cell(before.values[name]), Cell(measures.changed(name, now, before))]
    return [*row, Cell(past.values[name])] if past else row


def open_by_service(question: Question, left_open: Iterable[tuple[int | None, int, int]]) -> Table:
    """What was open at the end of the span, and how much of it was late (`Beside.left_open`)."""
    names = names_of(question).services
    rows = [(names.get(one or 0, "Belum dipilih"), count, late) for one, count, late in left_open]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return Table(
        code="terbuka",
        title="Belum selesai pada akhir rentang",
        explained="Dihitung dari tiket yang masuk sampai akhir rentang (atau sampai sekarang) dan saat itu belum "
        "selesai; tiket yang dibuka kembali dihitung menurut penyelesaiannya yang terakhir.",
        head=("Layanan", "Belum selesai", "Sudah lewat tenggat"),
        rows=[[Cell(name), Cell(count), Cell(over)] for name, count, over in rows],
        total=[
            Cell("Jumlah"), Cell(sum(row[1] for row in rows)), Cell(sum(row[2] for row in rows)),
        ],
    )  # fmt: skip


def outages(question: Question) -> list[Table]:
    """What did not work in the span, and how many tickets stood still by it. Asked only where there was any, for what
    counts the tickets is long.
    """
    (agency,) = question.offices
    begins, ends = Days(
        (agency.pk,), question.period.first, question.period.last, agency.zone
    ).borders
    lasted: Any = Outage.objects.filter(agency=agency).within(begins, ends)
    rows = [
        [
            Cell(one.starts_at.astimezone(agency.zone)),
            Cell(one.ends_at.astimezone(agency.zone) if one.ends_at else "Masih berlangsung"),
            Cell(str(one)),
            Cell(one.services_words),
            Cell((one.ends_at or question.now) - one.starts_at),
            Cell(one.ticket_count),
        ]
        for one in sorted(lasted.listed(), key=lambda one: (one.starts_at, one.pk))
    ]
    return [
        Table(
            code="gangguan",
            title="Gangguan",
            explained="Dihitung dari gangguan yang dicatat kantor dan berlangsung dalam rentang ini. Lama: "
            "seluruhnya, juga bagian di luar rentang. Tiket: yang jamnya berhenti karenanya.",
            head=("Mulai", "Pulih", "Yang terganggu", "Layanan", "Lama", "Tiket"),
            rows=rows,
        )
    ]


def for_inhabitants(question: Question) -> list[Table]:
    """What came for each thousand inhabitants; nothing where the office did not say how many there are."""
    (agency,) = question.offices
    if not agency.inhabitants:
        return []
    came = question.figures.total["arrived"]
    rate = Decimal(came * _THOUSAND) / agency.inhabitants
    rate = rate.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    year = str(agency.inhabitants_year or "tidak disebut")
    row = [Cell(year), Cell(agency.inhabitants), Cell(came), Cell(rate)]
    origin = agency.inhabitants_source or "isian kantor"
    return [
        Table(
            code="penduduk",
            title="Terhadap jumlah penduduk",
            explained=f"Tiket yang masuk dalam rentang ini untuk tiap 1.000 penduduk. Sumber jumlah penduduk: {origin}.",
            head=("Tahun data", "Penduduk", "Tiket masuk", "Tiap 1.000 penduduk"),
            rows=[row],
        )
    ]


def complaints(question: Question) -> Table:
    """How the complaints of the span ended."""
    counts = question.figures.by("kind").get((Kind.COMPLAINT,), {})
    came, ended = counts.get("arrived", 0), counts.get("resolved", 0)
    days = {"selesai_dari": question.period.first, "selesai_sampai": question.period.last}
    leads = partial(question.tickets, jenis=Kind.COMPLAINT.value, **days)
    rows = [
        [Cell(str(outcome.label)), Cell(counts.get(name, 0), leads(hasil=outcome.value))]
        for name, outcome in OUTCOMES.items()
        if counts.get(name, 0)
    ]
    return Table(
        code="pengaduan",
        title="Pengaduan menurut hasilnya",
        explained="Masuk: pengaduan yang diterima dalam rentang ini. Hasil: dari pengaduan yang selesai dalam "
        "rentang ini, juga bila masuknya lebih dahulu.",
        head=("Hasil", "Pengaduan"),
        rows=rows,
        total=[Cell("Selesai"), Cell(ended, leads())] if rows else (),
        facts=(f"{count_words(came)} pengaduan masuk, {count_words(ended)} selesai.",),
    )


def escalations(asked: Iterable[Escalation]) -> Table:
    """What the head was asked to decide in the span."""
    found = Counter(map(_answered, asked))
    names = ("Dijawab tepat waktu", "Dijawab terlambat", "Belum dijawab", "Gugur, tiket diteruskan")
    return Table(
        code="eskalasi",
        title="Permintaan jawaban kepada pimpinan",
        explained="Dihitung dari permintaan petugas kepada kepala kantor, menurut hari dimintanya.",
        head=("Keadaan", "Permintaan"),
        rows=[[Cell(name), Cell(found[name])] for name in names if found[name]],
        total=[Cell("Jumlah"), Cell(found.total())] if found else (),
    )


def _answered(one: Escalation) -> str:
    if one.is_void:
        return "Gugur, tiket diteruskan"
    if one.answered_at is None:
        return "Belum dijawab"
    return "Dijawab tepat waktu" if one.answered_at <= one.due_at else "Dijawab terlambat"


def by_day(question: Question) -> Table:
    """What came and what was resolved, day by day; month by month for long spans."""
    days = per_day(question.figures, period=question.period)
    came, ended = [row["in"] for row in days], [row["out"] for row in days]
    labels, names = [row["label"] for row in days], ("masuk", "selesai")
    is_quiet = not any((*came, *ended))
    return Table(
        code="harian",
        title="Masuk dan selesai",
        explained="Dihitung dari tiket bernomor register: masuk pada hari diterimanya, selesai pada hari "
        "selesainya, menurut zona waktu kantor.",
        head=("Hari" if len(days) == len(question.period.days) else "Bulan", "Masuk", "Selesai"),
        rows=[]
        if is_quiet
        else [[Cell(row["day"]), Cell(row["in"]), Cell(row["out"])] for row in days],
        total=[] if is_quiet else [Cell("Jumlah"), Cell(sum(came)), Cell(sum(ended))],
        chart=None if is_quiet else paired_bars(labels, came, ended, names=names),
        names=("Masuk", "Selesai"),
    )
