"""The reports that there are: a code for addresses, a name, what it tells, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from siwhapik.reports import hours, kinds, online, promise, workload
from siwhapik.reports.asking import Question
from siwhapik.reports.logs import LOGS
from siwhapik.reports.registers import REGISTERS
from siwhapik.reports.sheets import Table


class FigureReport(NamedTuple):
    """One report of figures."""

    title: str
    tells: str
    tables: Callable[[Question], list[Table]]


FIGURES = {
    "jenis": FigureReport(
        "Jumlah menurut jenis dan orang",
        "Berapa permohonan, informasi, pengaduan dan konsultasi tiap bulan, dan dari berapa orang.",
        kinds.tables,
    ),
    "daring": FigureReport(
        "Daring dan loket",
        "Bagian WhatsApp dari semua kunjungan, dengan angka loket yang diisi sendiri.",
        online.tables,
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
BOOKS = REGISTERS | LOGS
GROUPS = {"Register": REGISTERS, "Jejak": LOGS}
