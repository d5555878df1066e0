"""Writes an office's dated records: added, changed, archived, with files; each leaves a line.

Who may, the views ask `services.access`; `records_of` says whose records a person reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction

from services import access
from services.access import Action
from services.models import (
    Agency,
    OfficeRecord,
    RecordChange,
    RecordFile,
    RecordFileLook,
    Service,
    Staff,
)
from services.models.record import OfficeRecordQuerySet
from services.record_kinds import KINDS, words_of

Verb = RecordChange.Verb


class RecordChanged(Exception):
    """A colleague changed the record since this person's form was made; `version` is what it is now."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "Catatan ini sudah diubah rekan Anda sejak Anda membukanya. Yang Anda ketik masih ada di sini: "
            "buka catatannya di tab lain, bandingkan, lalu simpan lagi."
        )
        self.version = version


@dataclass(frozen=True, kw_only=True)
class RecordPlan:
    """What a record says; `values` are the fields of its kind, as `record_kinds` has them. `form_key`: of
    the form that adds it.
    """

    day: dt.date
    title: str
    values: Mapping[str, Any]
    service: Service | None = None
    form_key: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    """A file that was looked at: what it really is, and its bytes' SHA-256 in hex."""

    file: File[bytes]
    filename: str
    mime_type: str
    sha256: str


def records_of(staff: Staff) -> OfficeRecordQuerySet:
    """The records that this person reads."""
    return OfficeRecord.objects.of_offices(access.agencies_where(staff, Action.SEE_RECORDS))


def write_record(
    agency: Agency, kind: str, *, plan: RecordPlan, by: Staff, now: dt.datetime
) -> OfficeRecord:
    """Add one; a repeated form finds the row of the first."""
    mine = OfficeRecord.objects.filter(written_by=by, form_key=plan.form_key)
    if (known := mine.first()) is not None:
        return known
    try:
        with transaction.atomic():
            record = OfficeRecord.objects.create(
                agency=agency,
                kind=kind,
                written_by=by,
                written_at=now,
                form_key=plan.form_key,
                **_columns(kind, plan),
            )
            _line(record, Verb.WRITTEN, by=by, now=now)
    except IntegrityError:
        if (known := mine.first()) is None:
            raise
        return known
    return record


def change_record(
    record: OfficeRecord, *, plan: RecordPlan, by: Staff, now: dt.datetime, version: int
) -> OfficeRecord:
    """Write what is said of it now; the same once more changes nothing. `version`: what the form was made from.

    Raises RecordChanged, and changes nothing.
    """
    with transaction.atomic():
        held = _held(record)
        columns = _columns(held.kind, plan)
        before = {
            name: _plain(getattr(held, name))
            for name, value in columns.items()
            if name != "words" and getattr(held, name) != value
        }
        if not before:
            return held
        if held.version != version:
            raise RecordChanged(held.version)
        _write(held, **columns)
        _line(held, Verb.CHANGED, by=by, now=now, before=before)
    return held


def archive_record(record: OfficeRecord, *, by: Staff, now: dt.datetime, on: bool = True) -> None:
    """Take it out of lists and reports, or back; twice is once. Nothing is deleted."""
    with transaction.atomic():
        held = _held(record)
        if on == (held.archived_at is not None):
            return
        _write(held, archived_at=now if on else None)
        _line(held, Verb.ARCHIVED if on else Verb.RESTORED, by=by, now=now)


def add_file(
    record: OfficeRecord, *, given: CheckedFile, by: Staff, now: dt.datetime
) -> RecordFile:
    """Store a file; one that the record has already, byte by byte, is not stored twice."""
    with transaction.atomic():
        held = _held(record)
        same = held.files.filter(sha256=given.sha256, removed_at__isnull=True)
        if (known := same.first()) is not None:
            return known
        row = RecordFile(
            record=held,
            filename=given.filename[:255],
            mime_type=given.mime_type,
            size=given.file.size or 0,
            sha256=given.sha256,
            added_by=by,
            added_at=now,
        )
        row.file.save(given.filename, given.file, save=False)
        row.save()
        _line(held, Verb.FILED, by=by, now=now, before={"file": row.filename})
    return row


def remove_file(file: RecordFile, *, by: Staff, now: dt.datetime) -> None:
    """Take a file from the record; its bytes stay for the trace. Twice is once."""
    with transaction.atomic():
        held = _held(file.record)
        live = RecordFile.objects.filter(pk=file.pk, removed_at__isnull=True)
        if live.update(removed_at=now):
            _line(held, Verb.UNFILED, by=by, now=now, before={"file": file.filename})


def look_at(file: RecordFile, *, by: Staff, now: dt.datetime) -> None:
    """Write down that this person opens the file."""
    RecordFileLook.objects.create(file=file, staff=by, at=now)


def _held(record: OfficeRecord) -> OfficeRecord:
    locked = OfficeRecord.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("agency").get(pk=record.pk)


def _columns(kind: str, plan: RecordPlan) -> dict[str, Any]:
    fields = KINDS[kind].fields
    values = {name: value for name, value in plan.values.items() if name in fields}
    words = " ".join(words_of(fields[name], value) for name, value in values.items())
    return {
        "day": plan.day,
        "title": plan.title,
        "service_id": plan.service.pk if plan.service else None,
        "values": values,
        "words": words,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _write(record: OfficeRecord, **values: Any) -> None:
    for name, value in {**values, "version": record.version + 1}.items():
        setattr(record, name, value)
    record.save()


def _line(
    record: OfficeRecord,
    verb: RecordChange.Verb,
    *,
    by: Staff,
    now: dt.datetime,
    before: Mapping[str, Any] | None = None,
) -> None:
    RecordChange.objects.create(record=record, verb=verb, at=now, by=by, before=dict(before or {}))
