"""The reports that there are: a code for addresses, a name, what it tells, and how it is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import NamedTuple

from services.models import Staff
from siwhapik.reports import hours, kinds, online, promise, taken, workload
from siwhapik.reports.asking import Question
from siwhapik.reports.forms import ReportForm
from siwhapik.reports.logs import LOGS
from siwhapik.reports.registers import REGISTERS
from siwhapik.reports.sheets import Table
from tickets.figures.counting import MOMENTS


class FigureReport(NamedTuple):
    """One report of figures."""

    title: str
    tells: str
    tables: Callable[[Question], list[Table]]
    # By which moments its tables count tickets; what is late is told with all of them.
    moments: Collection[str] = MOMENTS

    def asked(self, staff: Staff, form: ReportForm, *, now: dt.datetime) -> Question:
        """What this form asks of the report."""
        return Question(staff, form.counted, form, now, moments=self.moments)


FIGURES = {
    "jenis": FigureReport(
        "Jumlah menurut jenis dan orang",
        "Berapa permohonan, informasi, pengaduan dan konsultasi tiap bulan, dan dari berapa orang.",
        kinds.tables,
        ("received_at", "resolved_at"),
    ),
    "daring": FigureReport(
        "Daring dan loket",
        "Bagian WhatsApp dari semua kunjungan, dengan angka loket yang diisi sendiri; per layanan, dan yang dihemat pemohon.",
        online.tables,
        ("received_at", "resolved_at"),
    ),
    "janji": FigureReport(
        "Janji layanan",
        "Respons pertama dan penyelesaian: tepat waktu, median dan 90 persen, per layanan dan petugas.",
        promise.tables,
    ),
    "jam": FigureReport(
        "Jam dan hari masuk",
        "Kapan pemohon datang, dan berapa yang di luar jam layanan.",
        hours.tables,
        ("received_at",),
    ),
    "beban": FigureReport(
        "Beban kerja petugas",
        "Pesan, berkas, tiket dan jam kerja tiap petugas, dan berapa yang di luar jam layanan.",
        workload.tables,
    ),
}
# Documents that are taken as files, by the code under which that is written down.
DOCUMENTS = {
    "evaluasi": "Laporan evaluasi",
    "pertanyaan": "Pertanyaan berulang",
    "skm": "Laporan SKM",
    "skm-gabungan": "Laporan SKM gabungan",
    "perbandingan-ikm": "Perbandingan IKM instansi",
    "jawaban": "Jawaban survei per responden",
    "catatan": "Catatan kantor",
    "bawahan": "Kantor bawahan",
    "pekppp": "Daftar bukti PEKPPP",
}
TITLES = {
    **{code: one.title for code, one in FIGURES.items()},
    **{code: one.title for code, one in (REGISTERS | LOGS).items()},
    **DOCUMENTS,
}
_TAKEN = taken.book(TITLES)
TITLES[_TAKEN.code] = _TAKEN.title
TRAILS = LOGS | {_TAKEN.code: _TAKEN}
BOOKS = REGISTERS | TRAILS
GROUPS = {"Register": REGISTERS, "Jejak": TRAILS}
