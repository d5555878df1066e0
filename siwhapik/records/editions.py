"""Editions of a record that is replaced, and not changed, when it is renewed: the SOP of a service."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from services.models import OfficeRecord, RecordFile
from services.record_kinds import KINDS
from siwhapik.records.forms import filled_with
from tickets.words import day_words

_ITS_OWN = ("day", "version", "v_edition", "v_changes")  # fields that each edition has anew


@dataclass(frozen=True)
class Standing:
    """Whether officers see an edition beside tickets, in words; `instead`: the one that they see."""

    words: str
    holds: bool = False
    instead: OfficeRecord | None = None


def standing_of(record: OfficeRecord, *, on: dt.date) -> Standing | None:
    """None where a kind has no editions, or the record is archived."""
    if not KINDS[record.kind].has_editions or record.archived_at or record.service_id is None:
        return None
    if not record.files.filter(removed_at__isnull=True).exists():
        return Standing("Belum tampil bagi petugas: berkasnya belum ditambahkan.")
    if record.day > on:
        return Standing(f"Belum berlaku: tampil di samping tiket mulai {day_words(record.day)}.")
    shown = RecordFile.objects.all().sop_in_force(record.service_id, on=on)
    if shown is None or shown.record_id == record.pk:
        return Standing("Berlaku sekarang: tampil di samping tiket layanan ini.", holds=True)
    return Standing("Sudah digantikan. Yang tampil di samping tiket:", instead=shown.record)


def next_edition_of(record: OfficeRecord) -> dict[str, Any]:
    """What the form of the next edition is filled in with."""
    return {name: value for name, value in filled_with(record).items() if name not in _ITS_OWN}
