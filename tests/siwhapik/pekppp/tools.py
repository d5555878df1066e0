"""Records of an office, written without the form."""

import datetime as dt
from typing import Any

from services.models import Agency, OfficeRecord, RecordFile, Staff

TODAY = dt.date(2026, 6, 9)


def record(agency: Agency, kind: str, day: dt.date, *, by: Staff, **given: Any) -> OfficeRecord:
    values = {"title": f"Catatan {kind}", **given}
    number = OfficeRecord.objects.count()
    return OfficeRecord.objects.create(
        agency=agency, kind=kind, day=day, written_by=by, form_key=f"k{number}",
        written_at=dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC), **values,
    )  # fmt: skip


def with_file(one: OfficeRecord) -> OfficeRecord:
    RecordFile.objects.create(
        record=one, file="catatan/x", filename="x.pdf", mime_type="application/pdf", size=1,
        sha256="0" * 64, added_by=one.written_by, added_at=one.written_at,
    )  # fmt: skip
    return one
