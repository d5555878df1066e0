"""The kinds of dated records that an office keeps, each with its fields: the only list of them. Pure.

Forms, pages, files and reports ask this table. A new kind is a row here; nothing else knows how many there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from services.development_goals import GOALS
from services.innovation_aims import target_words
from services.number_words import count_words


class Type(StrEnum):
    """What a field holds, in the form in which JSON keeps it."""

    LINE = auto()  # a short text
    TEXT = auto()  # a long one
    NUMBER = auto()  # a whole number, not negative
    DAY = auto()  # "2026-06-09"
    CHOICE = auto()  # a code of `choices`
    MANY = auto()  # a list of such codes
    TARGETS = auto()  # a list of {"aim", "name", "unit", "before", "target", "after"}
    TICKETS = auto()  # a list of register numbers
    RECOMMENDATION = auto()  # the id of a recommendation after a survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a kind."""

    label: str
    type: Type = Type.LINE
    required: bool = False
    choices: Mapping[str, str] | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """`day`: what the record's date is; `brief`: the fields that a list shows beside the title."""

    name: str
    tells: str
    fields: Mapping[str, Field]
    brief: Sequence[str] = ()
    day: str = "Tanggal"
    needs_service: bool = False
    needs_file: bool = False
    has_editions: bool = False  # a new one is written beside the old one, which stays as it was
    has_chapters: bool = False  # its long texts are chapters of a paper, in the order of the fields


KINDS: Mapping[str, RecordKind] = {
    "outreach": RecordKind(
        name="Sosialisasi",
        tells="Media sosial, spanduk, brosur, kegiatan, RT/RW: di mana, dan berapa orang terjangkau.",
        fields={
            "medium": Field(
                label="Media",
                type=Type.CHOICE,
                required=True,
                choices={
                    "social": "Media sosial", "banner": "Spanduk atau baliho", "leaflet": "Brosur atau selebaran",
                    "event": "Kegiatan", "rt_rw": "RT/RW", "rw_meeting": "Rapat RW", "radio": "Radio atau TV",
                    "other": "Lainnya",
                },
            ),
            "place": Field(label="Tempat atau akun", required=True),
            "rt_rw": Field(label="RT/RW", hint="Misalnya RT 03/RW 05, Kel. Contoh."),
            "reach": Field(
                label="Orang yang terjangkau",
                type=Type.NUMBER,
                hint="Yang hadir, atau jumlah tayangan. Kosongkan bila tidak diketahui.",
            ),
            "result": Field(label="Isi dan hasil", type=Type.TEXT),
        },
        brief=("medium", "place", "rt_rw", "reach"),
    ),
    "training": RecordKind(
        name="Pelatihan",
        tells="Manajemen waktu, komunikasi daring, penanganan pengaduan, fitur baru, pelatihan sebelum mulai.",
        fields={
            "topic": Field(
                label="Materi",
                type=Type.CHOICE,
                required=True,
                choices={
                    "time": "Manajemen waktu", "talk": "Komunikasi daring", "complaints": "Penanganan pengaduan",
                    "features": "Fitur baru", "before_start": "Sebelum mulai dipakai", "other": "Lainnya",
                },
            ),
            "trainer": Field(label="Pengajar"),
            "place": Field(label="Tempat"),
            "participants": Field(label="Jumlah peserta", type=Type.NUMBER, required=True),
            "hours": Field(label="Lama (jam)", type=Type.NUMBER),
            "result": Field(label="Peserta dan hasil", type=Type.TEXT),
        },
        brief=("topic", "trainer", "participants", "hours"),
    ),
    "maintenance": RecordKind(
        name="Pemeliharaan",
        tells="Internet, perangkat lunak, perangkat keras, listrik: apa yang dikerjakan.",
        fields={
            "object": Field(
                label="Yang dipelihara",
                type=Type.CHOICE,
                required=True,
                choices={
                    "internet": "Internet", "software": "Perangkat lunak", "devices": "Perangkat keras",
                    "power": "Listrik", "other": "Lainnya",
                },
            ),
            "done": Field(label="Yang dikerjakan", type=Type.TEXT, required=True),
            "vendor": Field(label="Dikerjakan oleh"),
            "cost": Field(label="Biaya (rupiah)", type=Type.NUMBER),
            "next_on": Field(label="Pemeliharaan berikutnya", type=Type.DAY),
        },
        brief=("object", "vendor", "next_on"),
    ),
    "improvement": RecordKind(
        name="Perbaikan layanan",
        tells="Yang diperbaiki karena pengaduan, komentar survei, rekomendasi, atau usul petugas.",
        fields={
            "state": Field(
                label="Keadaan",
                type=Type.CHOICE,
                required=True,
                choices={"planned": "Direncanakan", "running": "Berjalan", "done": "Selesai"},
            ),
            "because": Field(
                label="Karena",
                type=Type.CHOICE,
                required=True,
                choices={
                    "complaint": "Pengaduan", "comment": "Komentar survei", "recommendation": "Rekomendasi",
                    "officer": "Usul petugas", "other": "Lainnya",
                },
            ),
            "tickets": Field(
                label="Tiket pengaduan",
                type=Type.TICKETS,
                hint="Nomor register, pisahkan dengan koma.",
            ),
            "comment": Field(
                label="Komentar survei", type=Type.TEXT, hint="Salin komentarnya, tanpa nama."
            ),
            "recommendation": Field(label="Rekomendasi", type=Type.RECOMMENDATION),
            "problem": Field(label="Masalahnya", type=Type.TEXT, required=True),
            "done": Field(label="Yang diperbaiki", type=Type.TEXT, required=True),
            "result": Field(label="Hasilnya", type=Type.TEXT),
        },
        brief=("state", "because", "tickets"),
    ),
    "innovation": RecordKind(
        name="Usulan dan profil inovasi",
        tells="Tujuan dengan sasaran terukur, angka sebelum dan sesudah, umur inovasi, SDGs.",
        fields={
            "stage": Field(
                label="Tahap",
                type=Type.CHOICE,
                required=True,
                choices={"proposal": "Usulan", "trial": "Uji coba", "running": "Diterapkan", "ended": "Selesai"},
            ),
            "began_on": Field(label="Mulai diterapkan", type=Type.DAY),
            "background": Field(label="Latar belakang", type=Type.TEXT, required=True),
            "aims": Field(label="Tujuan", type=Type.TEXT, required=True),
            "how": Field(label="Cara kerja", type=Type.TEXT, required=True),
            "targets": Field(
                label="Sasaran terukur",
                type=Type.TARGETS,
                required=True,
                hint="Tiap sasaran satu indikator: tujuan mana yang diukurnya, angka sebelum, yang dituju, dan sesudah. Paling banyak delapan.",
            ),
            "benefit": Field(label="Manfaat dan penerimanya", type=Type.TEXT),
            "resources": Field(label="Tim, biaya dan alat", type=Type.TEXT),
            "keeps": Field(label="Keberlanjutan", type=Type.TEXT),
            "goals": Field(label="Tujuan pembangunan berkelanjutan (SDGs)", type=Type.MANY, choices=GOALS),
        },
        brief=("stage", "began_on"),
        day="Tanggal usulan",
        has_chapters=True,
    ),
    "sop": RecordKind(
        name="SOP",
        tells="Prosedur penanganan tiap layanan. Yang berlaku tampil bagi petugas di samping tiket.",
        fields={
            "number": Field(label="Nomor SOP", required=True),
            "edition": Field(label="Versi", required=True, hint="Misalnya 1, atau 2026-1."),
            "signed_by": Field(label="Disahkan oleh"),
            "changes": Field(label="Yang berubah dari versi sebelumnya", type=Type.TEXT),
        },
        brief=("number", "edition"),
        day="Berlaku mulai",
        needs_service=True,
        needs_file=True,
        has_editions=True,
    ),
    "guide": RecordKind(
        name="Panduan petugas",
        tells="Etiket membalas pemohon, dan cara memakai fitur.",
        fields={
            "about": Field(
                label="Tentang",
                type=Type.CHOICE,
                required=True,
                choices={"etiquette": "Etiket", "features": "Fitur", "other": "Lainnya"},
            ),
            "text": Field(label="Isi", type=Type.TEXT, required=True),
        },
        brief=("about",),
        day="Berlaku mulai",
    ),
    "review": RecordKind(
        name="Peninjauan standar",
        tells="Peninjauan atau konsultasi publik standar pelayanan, dengan berita acaranya.",
        fields={
            "number": Field(label="Nomor berita acara", required=True),
            "involved": Field(label="Yang terlibat", type=Type.TEXT, hint="Unsur warga, pengguna layanan, ahli."),
            "result": Field(label="Hasil", type=Type.TEXT, required=True),
        },
        brief=("number",),
        day="Tanggal berita acara",
    ),
    "publication": RecordKind(
        name="Publikasi",
        tells="Di media mana standar pelayanan, maklumat, atau hasil SKM diumumkan.",
        fields={
            "about": Field(
                label="Yang diumumkan",
                type=Type.CHOICE,
                required=True,
                choices={"standard": "Standar pelayanan", "survey": "Hasil SKM", "pledge": "Maklumat pelayanan"},
            ),
            "medium": Field(
                label="Media",
                type=Type.CHOICE,
                required=True,
                choices={
                    "website": "Situs instansi", "sippn": "SIPPN", "social": "Media sosial",
                    "board": "Papan atau banner di kantor", "screen": "Layar di kantor", "leaflet": "Brosur atau buku",
                    "press": "Media massa", "other": "Lainnya",
                },
            ),
            "place": Field(label="Alamat atau tempat", required=True),
        },
        brief=("about", "medium", "place"),
        day="Diumumkan mulai",
    ),
    "pledge": RecordKind(
        name="Maklumat pelayanan",
        tells="Maklumat yang ditetapkan dan ditandatangani, dengan berkasnya.",
        fields={
            "number": Field(label="Nomor SK", required=True),
            "signed_by": Field(label="Ditandatangani oleh"),
        },
        brief=("number", "signed_by"),
        day="Tanggal ditetapkan",
    ),
}  # fmt: skip


def words_of(field: Field, value: Any) -> str:
    """A value as people read it, on one or several lines; "" for none."""
    if value in (None, "", []):
        return ""
    choices = field.choices or {}
    if field.type is Type.CHOICE:
        return choices.get(value, str(value))
    if field.type is Type.MANY:
        return ", ".join(choices.get(code, str(code)) for code in value)
    if field.type is Type.NUMBER:
        return count_words(value)
    if field.type is Type.DAY:
        return f"{dt.date.fromisoformat(value):%d-%m-%Y}"
    if field.type is Type.TARGETS:
        return "\n".join(target_words(one) for one in value)
    return ", ".join(value) if field.type is Type.TICKETS else str(value)


def brief_of(kind: RecordKind, values: Mapping[str, Any]) -> str:
    """What a list says beside the title: "Media: Rapat RW; RT/RW: 05"."""
    told = [
        f"{kind.fields[name].label}: {words}"
        for name in kind.brief
        if (words := words_of(kind.fields[name], values.get(name)))
    ]
    return "; ".join(told)
