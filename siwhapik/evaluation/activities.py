"""What an office did besides answering, as tables of the evaluation report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from services.models import OfficeRecord
from services.record_kinds import KINDS, brief_of
from siwhapik.reports.sheets import Cell, Table

_EXPLAINED = "Dihitung dari catatan kantor yang bertanggal dalam rentang ini dan tidak diarsipkan."


def activities(found: Sequence[OfficeRecord]) -> tuple[Table, ...]:
    """How many records of each kind, and a row for each (the newest first); nothing where there are none."""
    if not found:
        return ()
    counts = Counter(one.kind for one in found)
    return (
        Table(
            code="catatan-jumlah",
            title="Jumlah kegiatan",
            explained=_EXPLAINED,
            head=("Jenis", "Jumlah"),
            rows=[
                [Cell(kind.name), Cell(counts[code])]
                for code, kind in KINDS.items()
                if counts[code]
            ],
        ),
        Table(
            code="catatan",
            title="Kegiatan",
            explained=_EXPLAINED,
            head=("Tanggal", "Jenis", "Judul", "Keterangan"),
            rows=[_activity(one) for one in reversed(found)],
        ),
    )


def _activity(record: OfficeRecord) -> list[Cell]:
    kind = KINDS[record.kind]
    return [
        Cell(f"{record.day:%d-%m-%Y}"),
        Cell(kind.name),
        Cell(record.title),
        Cell(brief_of(kind, record.values)),
    ]
