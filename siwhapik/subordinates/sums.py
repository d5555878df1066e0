"""Sums of offices beside each other: counts alone, with no way to tickets, citizens or officers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.models import Agency
from services.models.service import Kind
from siwhapik.evaluation.measures import kept
from siwhapik.periods import Period
from siwhapik.reports.promise import HALF
from siwhapik.reports.sheets import Cell, Table
from tickets.figures.asked import Asked
from tickets.figures.buckets import quantile
from tickets.figures.counting import Counts
from tickets.figures.reading import Figures
from tickets.models import DailySpread

_Measure = DailySpread.Measure
_MEASURES = (_Measure.FIRST, _Measure.DUE, _Measure.NET)
_THOUSAND = 1000
HEAD = (
    "Kantor", "Masuk", "Pengaduan", "Selesai", "Respons tepat", "Median respons", "Selesai tepat",
    "Median selesai", "Median tanpa jeda", "Tiap 1.000 penduduk",
)  # fmt: skip
EXPLAINED = (
    "Dihitung seperti di laporan tiap kantor, menurut zona waktunya. Jumlah: semua kantor di tabel ini bersama-sama; "
    "median dihitung dari semua tiket, bukan dari median tiap kantor. Tanpa jeda: waktu menunggu pemohon dan "
    "gangguan tidak dihitung. Isi tiket, nama pemohon dan nama petugas tidak diperlihatkan."
)


def table_of(offices: Sequence[Agency], period: Period, *, now: dt.datetime) -> Table:
    """A row for each office, and their sum."""
    asked = Asked(agencies=offices, first=period.first, last=period.last)
    figures = Figures(asked, now=now)
    counts = figures.by("agency_id", "kind")
    spreads = figures.spreads(_MEASURES, "agency_id")
    whole = figures.spreads(_MEASURES)
    rows = [
        _row(
            office.short_name,
            _of_office(counts, office.pk),
            [spreads[one].get((office.pk,), Counter()) for one in _MEASURES],
            inhabitants=office.inhabitants,
        )
        for office in offices
    ]
    # Who lives in a kelurahan lives in its kecamatan, too: those of the topmost offices are all.
    shown = {office.pk for office in offices}
    known = [office.inhabitants for office in offices if office.parent_id not in shown]
    total = _row(
        "Jumlah",
        _of_office(counts, None),
        [whole[one].get((), Counter()) for one in _MEASURES],
        inhabitants=sum(one or 0 for one in known) if all(known) else None,
    )
    return Table(
        code="bawahan",
        title="Angka tiap kantor",
        explained=EXPLAINED,
        head=HEAD,
        rows=rows,
        total=total,
    )


def _of_office(counts: dict[Any, Counts], office: int | None) -> Counter[str]:
    """The sums of an office, or of all; complaints beside the rest."""
    found: Counter[str] = Counter()
    for (agency, kind), each in counts.items():
        if office is not None and agency != office:
            continue
        found.update(each)
        if kind == Kind.COMPLAINT:
            found["complaints"] += each["arrived"]
    return found


def _row(
    name: str, counts: Counter[str], spreads: Sequence[Any], *, inhabitants: int | None
) -> list[Cell]:
    first, due, net = (quantile(spread, HALF) for spread in spreads)
    return [
        Cell(name),
        Cell(counts["arrived"]),
        Cell(counts["complaints"]),
        Cell(counts["resolved"]),
        Cell(kept(counts, "first")),
        Cell(first),
        Cell(kept(counts, "due")),
        Cell(due),
        Cell(net),
        Cell(_rate(counts["arrived"], inhabitants)),
    ]


def _rate(came: int, inhabitants: int | None) -> Decimal | None:
    if not inhabitants:
        return None
    rate = Decimal(came * _THOUSAND) / inhabitants
    return rate.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
