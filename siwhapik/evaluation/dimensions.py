"""The four dimensions of a service by electronic means, each with its indicators: efficiency, fulfillment,
availability, privacy (requirements.md, R-68).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from siwhapik.evaluation.beside import Beside
from siwhapik.evaluation.measures import Measured
from siwhapik.reports.asking import Question
from siwhapik.reports.sheets import Cell, Table, Value
from tickets.figures.counting import Days
from tickets.models import Outage

Interval = tuple[dt.datetime, dt.datetime]
_OF_MEASURES = {
    "Efisiensi": ("Median respons pertama", "Median selesai"),
    "Pemenuhan": ("Respons pertama tepat waktu", "Penyelesaian tepat waktu"),
}


def table(question: Question, measured: Measured, shown: Beside) -> Table:
    """The indicators of one office and span; what was measured for other chapters is the same here."""
    found: list[tuple[str, str, Value]] = [
        (dimension, name, measured.values[name])
        for dimension, names in _OF_MEASURES.items()
        for name in names
    ]
    available = availability(shown.outages, within=_span(question))
    found += [
        ("Ketersediaan", "Waktu tanpa gangguan", available),
        ("Ketersediaan", "Gangguan yang tercatat", len(shown.outages)),
        ("Privasi", "Pembukaan khusus yang tercatat", shown.special_looks),
    ]
    return Table(
        code="dimensi",
        title="Empat dimensi layanan elektronik",
        explained="Efisiensi dan pemenuhan: seperti di bab Janji layanan. Waktu tanpa gangguan: bagian rentang ini, "
        "siang dan malam, di luar gangguan yang dicatat kantor, juga gangguan sebagian layanan. Pembukaan khusus: "
        "tiket yang bukan tugasnya, dan nomor telepon yang disembunyikan; siapa dan mengapa ada dalam catatan akses.",
        head=("Ukuran", "Dimensi", "Nilai"),
        rows=[[Cell(name), Cell(dimension), Cell(value)] for dimension, name, value in found],
    )


def availability(outages: Iterable[Outage], *, within: Interval) -> Fraction | None:
    """The share of these moments in which nothing was out of order; None where no time has passed yet.

    Outages at the same time count once.
    """
    begins, ends = within
    if ends <= begins:
        return None
    lasted = sorted((max(one.starts_at, begins), min(one.ends_at or ends, ends)) for one in outages)
    out, until = dt.timedelta(), begins
    for starts, stops in lasted:
        out += max(stops - max(starts, until), dt.timedelta())
        until = max(until, stops)
    whole = ends - begins
    return Fraction(whole // _UNIT - out // _UNIT, whole // _UNIT)


_UNIT = dt.timedelta(microseconds=1)


def _span(question: Question) -> Interval:
    """The days that are asked for, as far as they are over."""
    (agency,), period = question.offices, question.period
    begins, ends = Days((agency.pk,), period.first, period.last, agency.zone).borders
    return begins, min(ends, question.now)
