"""The books that an inspection asks for: one row for each matter, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from services.models.service import Kind
from siwhapik.reports import listing, register_besides
from siwhapik.reports.books import (
    OF_TICKET,
    Besides,
    Book,
    Column,
    Row,
    applicant,
    coded,
    contact,
    moment,
    plain,
    text,
)
from tickets import states
from tickets.models import Ticket

_FIELDS = (
    "source", "kind", "service__name", "subject", "state", "outcome", "assignee__full_name", "first_responded_at",
    "due_at", "resolved_at",
)  # fmt: skip
# What only some registers read, by the column that shows it.
_MORE_FIELDS = {
    "Tempat": "location",
    "Lokasi": "location",
    "Golongan": "is_about_staff",
    "Klasifikasi": "is_about_staff",
    "Penjelasan": "outcome_note",
    "Tindak lanjut": "outcome_note",
}
# The classes of SP4N-LAPOR; complaints about the office's own people are those of oversight.
_OVERSIGHT = {True: "Pengaduan berkadar pengawasan", False: "Pengaduan tidak berkadar pengawasan"}
_GRADES = {True: "Berkadar", False: "Tidak berkadar"}


def _place(row: Row, _: Collection[int]) -> str:
    at = row["location"] if row["is_readable"] else None
    if not at:
        return ""
    return at.get("address") or at.get("name") or f"{at.get('latitude')}, {at.get('longitude')}"


def _class(row: Row, _: Collection[int]) -> str:
    if row["kind"] == Kind.COMPLAINT:
        return _OVERSIGHT[row["is_about_staff"]]
    return "Permintaan informasi"


def _grade(row: Row, _: Collection[int]) -> str:
    return _GRADES[row["is_about_staff"]]


def _openness(row: Row, _: Collection[int]) -> str:
    return "Rahasia" if row["is_anonymous"] else "Terbuka"


_COLUMNS: Mapping[str, Column] = {
    "Nomor": plain("register_number"),
    "Diterima": moment("received_at"),
    "Pemohon": applicant,
    "Kontak": contact,
    "Lewat": coded("source", dict(Ticket.Source.choices)),
    "Jenis": coded("kind", dict(Kind.choices)),
    "Layanan": plain("service__name"),
    "Perihal": text("subject"),
    "Tempat": _place,
    "Golongan": _grade,
    "Petugas": plain("assignee__full_name"),
    "Status": coded("state", dict(states.CHOICES)),
    "Hasil": coded("outcome", dict(Ticket.Outcome.choices)),
    "Penjelasan": text("outcome_note"),
    "Respons pertama": moment("first_responded_at"),
    "Tenggat": moment("due_at"),
    "Selesai": moment("resolved_at"),
    "Hari kerja": register_besides.working_days,
    "Ketepatan": register_besides.kept,
    "Instansi": plain("agency__short_name"),
}
_ALL = "Semua tiket bernomor register"
_NAMES = (
    "Nama pemohon ditulis penuh hanya pada tiket yang boleh Anda baca; selain itu huruf pertamanya saja, dan "
    "perihalnya kosong. Waktu menurut zona kantor."
)
_EXPLAINED = {
    "Kontak": (
        "Kontak: nomor yang menghubungi kantor, disamarkan; nomor penuhnya dibuka di tiket, dan itu dicatat. Alamat, "
        "pekerjaan, dan tujuan penggunaan tidak ditanyakan lewat percakapan, jadi tidak ada di sini."
    ),
    "Golongan": "Golongan: berkadar pengawasan bila tentang petugas.",
    "Hari kerja": "Hari kerja: sampai selesai, menurut jam layanan dan hari libur kantor; hari masuknya tidak dihitung.",
    "Ketepatan": "Ketepatan: terhadap tenggat, seperti di laporan Janji layanan.",
    "Isi laporan": "Isi laporan: yang ditulis pemohon sampai petugas membalas.",
}
_TELLS = {
    "buku": "Semua tiket menurut hari diterimanya: pemohon, layanan, hasil, dan waktunya.",
    "pengaduan": "Pengaduan dengan golongan, tempat, penanganan, hari kerja, dan ketepatannya.",
    "informasi": "Permintaan informasi dengan kontak, jawaban, tenggat, hari kerja, dan ketepatannya.",
    "sp4n": "Pengaduan dan permintaan informasi dengan golongan SP4N-LAPOR dan isinya, untuk dicocokkan dan diunggah.",
}


def _register(
    code: str,
    title: str,
    explained: str,
    *kinds: str,
    columns: Mapping[str, Column],
    besides: Besides | None = None,
) -> Book:
    more = [field for name, field in _MORE_FIELDS.items() if name in columns]
    further = [words for name, words in _EXPLAINED.items() if name in columns]
    return Book(
        code=code,
        title=title,
        tells=_TELLS[code],
        explained=" ".join((explained, *further, _NAMES)),
        nothing="Tidak ada tiket bernomor register yang cocok dalam rentang ini.",
        columns=columns,
        listed=partial(listing.listed, kinds=kinds),
        fields=(*_FIELDS, *more),
        ticket_fields=OF_TICKET,
        at="received_at",
        besides=besides,
    )


def _of(*names: str) -> dict[str, Column]:
    return {name: _COLUMNS[name] for name in names}


_SP4N: dict[str, Column] = {
    "Nomor laporan": _COLUMNS["Nomor"],
    "Tanggal laporan": _COLUMNS["Diterima"],
    "Klasifikasi": _class,
    "Judul laporan": _COLUMNS["Perihal"],
    "Isi laporan": register_besides.told,
    "Pelapor": applicant,
    "Kerahasiaan": _openness,
    "Lokasi": _COLUMNS["Tempat"],
    "Kategori": _COLUMNS["Layanan"],
    "Instansi": _COLUMNS["Instansi"],
    "Sumber": _COLUMNS["Lewat"],
    "Status": _COLUMNS["Status"],
    "Tindak lanjut": _COLUMNS["Penjelasan"],
    "Tanggal respons": _COLUMNS["Respons pertama"],
    "Tanggal selesai": _COLUMNS["Selesai"],
    "Hari kerja": _COLUMNS["Hari kerja"],
}
REGISTERS = {
    one.code: one
    for one in (
        _register(
            "buku",
            "Buku register",
            f"{_ALL} dalam rentang ini, menurut hari diterimanya.",
            columns=_of(
                "Nomor", "Diterima", "Pemohon", "Lewat", "Jenis", "Layanan", "Perihal", "Petugas", "Status",
                "Hasil", "Respons pertama", "Tenggat", "Selesai",
            ),
        ),
        _register(
            "pengaduan",
            "Register pengaduan",
            f"{_ALL} berjenis pengaduan dalam rentang ini.",
            Kind.COMPLAINT,
            columns=_of(
                "Nomor", "Diterima", "Pemohon", "Lewat", "Golongan", "Perihal", "Tempat", "Layanan", "Petugas", "Status",
                "Hasil", "Penjelasan", "Respons pertama", "Tenggat", "Selesai", "Hari kerja", "Ketepatan",
            ),
            besides=register_besides.add_course,
        ),
        _register(
            "informasi",
            "Register permohonan informasi",
            f"{_ALL} berjenis permintaan informasi dalam rentang ini.",
            Kind.INFORMATION,
            columns=_of(
                "Nomor", "Diterima", "Pemohon", "Kontak", "Lewat", "Perihal", "Layanan", "Petugas", "Status", "Hasil",
                "Penjelasan", "Respons pertama", "Tenggat", "Selesai", "Hari kerja", "Ketepatan",
            ),
            besides=register_besides.add_course,
        ),
        _register(
            "sp4n",
            "Pengaduan dan informasi menurut golongan SP4N",
            f"{_ALL} berjenis pengaduan dan permintaan informasi, dengan golongan SP4N-LAPOR. Berkadar "
            "pengawasan: pengaduan tentang petugas. Berkasnya tidak dikirim ke SP4N; cocokkan urutan kolom "
            "dengan yang diminta sebelum mengunggah.",
            Kind.COMPLAINT,
            Kind.INFORMATION,
            columns=_SP4N,
            besides=register_besides.add_told,
        ),
    )
}  # fmt: skip
