"""What the system measured before and after an innovation, to stand beside what its profile says."""

from __future__ import annotations

import datetime as dt

from services.access import Action, can
from services.models import OfficeRecord, Staff
from siwhapik.evaluation import measures, spans
from siwhapik.evaluation.beside import beside
from siwhapik.evaluation.composing import Wanted
from siwhapik.periods import Period, month_of
from siwhapik.reports.changes import change
from siwhapik.reports.sheets import Cell, Table
from tickets.models import Baseline, Ticket

_KIND = "innovation"
_EXPLAINED = (
    "Dihitung sistem seperti dalam laporan evaluasi, untuk satu bulan penuh. Sebelum: bulan sebelum inovasi mulai "
    "diterapkan; bila bulan itu tidak ada angkanya, bulan pertama yang ada. Kini: bulan penuh yang terakhir. Selisih: "
    "kini terhadap bulan itu. Ukuran tanpa angka pada kedua bulan tidak ditampilkan."
)


def measured_beside(record: OfficeRecord, *, reader: Staff, now: dt.datetime) -> Table | None:
    """A table of both months; None for another kind of record, without two months of figures, and for who sees none."""
    agency = record.agency
    if record.kind != _KIND or not can(reader, Action.SEE_FIGURES, agency):
        return None
    today = now.astimezone(agency.zone).date()
    last = _month_before(today)
    first = _first_month(record, today) if last else None
    if last is None or first is None or first.first >= last.first:
        return None
    wanted = Wanted(agency=agency, period=last, reader=reader, now=now)
    question = wanted.question()
    open_now = beside(question, ["open_now"]).open_now
    left = measures.left_open(question, [first.last, last.last], open_now=open_now)
    before, after = (
        measures.measured(one, still_open=count)
        for one, count in zip((wanted.question(first), question), left, strict=True)
    )
    pairs = {name: (before.values[name], after.values[name]) for name in measures.AIMS}
    return Table(
        code="terukur",
        title="Angka yang diukur sistem",
        explained=_EXPLAINED,
        head=(
            "Ukuran",
            "Tujuan",
            f"{_name_of(first, record)}: {first.label}",
            f"Kini: {last.label}",
            "Selisih",
        ),
        rows=[
            [Cell(name), Cell(measures.AIMS[name]), Cell(was), Cell(is_), Cell(change(is_, was))]
            for name, (was, is_) in pairs.items()
            if (was, is_) != (None, None)
        ],
    )


def _first_month(record: OfficeRecord, today: dt.date) -> Period | None:
    """The month before the innovation began, where anything was counted in it; else the first one of the system."""
    agency = record.agency
    first = Ticket.objects.first_day_of(agency)
    began = record.values.get("began_on")
    before = _month_before(dt.date.fromisoformat(began)) if began else None
    if before is not None and (
        (first is not None and first <= before.last)
        or Baseline.objects.filter(agency=agency, year=before.first.year).exists()
    ):
        return before
    return spans.whole(month_of(first), today=today) if first else None


def _name_of(month: Period, record: OfficeRecord) -> str:
    """What it is beside the last one: it may lie after the innovation began."""
    began = record.values.get("began_on")
    return "Bulan pertama" if began and dt.date.fromisoformat(began) <= month.last else "Sebelum"


def _month_before(day: dt.date) -> Period | None:
    month = spans.whole(month_of(day), today=day)
    return spans.before(month) if month else None
