"""What the pages and files of records show, as plain strings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from services.innovation_aims import TARGET_PARTS, aims_of, target_part
from services.models import OfficeRecord, RecordChange, RecordFileLook, Service
from services.number_words import size_words
from services.record_kinds import KINDS, Field, Type, brief_of, words_of
from siwhapik.reports.sheets import Value
from surveys.models import Recommendation
from tickets.words import long_words, weekday_words

HEAD = ("Tanggal", "Jenis", "Judul", "Layanan", "Keterangan", "Instansi", "Dicatat oleh")
_COMMON = {"day": "tanggal", "title": "judul", "service_id": "layanan", "values": ""}


def row_of(record: OfficeRecord) -> list[Value]:
    """One record in a file, in the order of HEAD."""
    kind = KINDS[record.kind]
    return [
        record.day,
        kind.name,
        record.title,
        record.service.name if record.service else "",
        brief_of(kind, record.values),
        record.agency.short_name,
        str(record.written_by),
    ]


def all_fields(
    records: Iterable[OfficeRecord], kind: str
) -> tuple[list[str], Iterator[list[Value]]]:
    """A file of one kind with all its fields: head and rows."""
    fields = KINDS[kind].fields
    head = [*HEAD[:4], *(field.label for field in fields.values()), *HEAD[5:]]
    rows = (
        [
            *row_of(one)[:4],
            *(_value(field, one.values.get(name)) for name, field in fields.items()),
            *row_of(one)[5:],
        ]
        for one in records
    )
    return head, rows


def _value(field: Field, value: Any) -> Value:
    if value is None:
        return ""
    if field.type is Type.NUMBER:
        return int(value)
    return dt.date.fromisoformat(value) if field.type is Type.DAY else words_of(field, value)


def facts_of(record: OfficeRecord) -> list[tuple[str, str]]:
    """The fields that are short, then the long ones, each with its label; targets and chapters stand apart."""
    kind = KINDS[record.kind]
    facts = [(kind.day, weekday_words(record.day)), ("Instansi", record.agency.name)]
    facts.append(("Layanan", record.service.name if record.service else ""))
    for name, field in kind.fields.items():
        if field.type is Type.TARGETS or (kind.has_chapters and field.type is Type.TEXT):
            continue
        facts.append((field.label, _words(field, record.values.get(name))))
    began = record.values.get("began_on")
    if began:
        facts.append(
            ("Umur inovasi", age_words(began, on=dt.datetime.now(record.agency.zone).date()))
        )
    if aims := aims_of(_targets(record)):
        facts.append(("Tujuan yang diukur", ", ".join(aims)))
    return [(name, words) for name, words in facts if words]


def chapters_of(record: OfficeRecord) -> list[tuple[str, str]]:
    """The long texts of a kind that is a paper, each under its title."""
    kind = KINDS[record.kind]
    if not kind.has_chapters:
        return []
    texts = [(name, field) for name, field in kind.fields.items() if field.type is Type.TEXT]
    found = [(field.label, words_of(field, record.values.get(name))) for name, field in texts]
    return [(title, words) for title, words in found if words]


def _words(field: Field, value: Any) -> str:
    if field.type is not Type.RECOMMENDATION or value is None:
        return words_of(field, value)
    found = Recommendation.objects.filter(pk=value).select_related("period").first()
    return found.text if found else ""


def targets_of(record: OfficeRecord) -> dict[str, Any] | None:
    """The measurable targets as a table; None where the kind has none."""
    rows = _targets(record)
    if not rows:
        return None
    return {
        "heads": list(TARGET_PARTS.values()),
        "rows": [
            [(head, target_part(row, part)) for part, head in TARGET_PARTS.items()] for row in rows
        ],
    }


def _targets(record: OfficeRecord) -> list[dict[str, str]]:
    fields = KINDS[record.kind].fields.items()
    names = [name for name, field in fields if field.type is Type.TARGETS]
    return [row for name in names for row in record.values.get(name, [])]


def tickets_of(record: OfficeRecord) -> list[str]:
    """The register numbers to which it is linked."""
    fields = KINDS[record.kind].fields
    linked = (record.values.get(n, []) for n, f in fields.items() if f.type is Type.TICKETS)
    return [register for registers in linked for register in registers]


def files_of(record: OfficeRecord) -> list[dict[str, Any]]:
    """Its files that were not taken away."""
    found = record.files.filter(removed_at__isnull=True)
    return [{"pk": one.pk, "name": one.filename, "size": size_words(one.size)} for one in found]


def changes_of(record: OfficeRecord) -> list[dict[str, str]]:
    """Who did what when, and what it was before."""
    rows = record.changes.select_related("by")
    services = dict(Service.objects.filter(agency=record.agency_id).values_list("pk", "name"))
    return [
        {
            "when": long_words(one.at, record.agency.zone),
            "who": str(one.by),
            "does": one.get_verb_display(),
            "why": _before(record, one, services),
        }
        for one in rows
    ]


def _before(record: OfficeRecord, line: RecordChange, services: dict[int, str]) -> str:
    if "file" in line.before:
        return str(line.before["file"])
    told, fields = [], KINDS[record.kind].fields
    for name, value in line.before.items():
        if name == "values":
            told += [
                f"{field.label}: {words}"
                for code, field in fields.items()
                if (words := words_of(field, value.get(code)))
                and value.get(code) != record.values.get(code)
            ]
        elif name in _COMMON:
            words = services.get(value, "semua") if name == "service_id" else str(value)
            told.append(f"{_COMMON[name]}: {words}")
    return f"sebelumnya {'; '.join(told)}" if told else ""


def looks_of(record: OfficeRecord) -> list[dict[str, str]]:
    """Who opened its files lately, the newest first."""
    rows = RecordFileLook.objects.filter(file__record=record).select_related("file", "staff")[:20]
    zone = record.agency.zone
    return [
        {"when": long_words(one.at, zone), "who": str(one.staff), "file": one.file.filename}
        for one in rows
    ]


def age_words(began: str, *, on: dt.date) -> str:
    """How old an innovation is on that day: "2 tahun 3 bulan"; "" before it began."""
    first = dt.date.fromisoformat(began)
    months = (on.year - first.year) * 12 + on.month - first.month - (on.day < first.day)
    if on < first:
        return ""
    years, rest = divmod(months, 12)
    told = [f"{years} tahun" if years else "", f"{rest} bulan" if rest else ""]
    return " ".join(filter(None, told)) or "kurang dari 1 bulan"
