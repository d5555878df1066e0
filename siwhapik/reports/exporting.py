"""Sends a report as a file, and writes down who took how many rows of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from services.models import Agency, Staff
from siwhapik.reports.files import CSV, TYPES, XLSX, csv_lines, workbook
from siwhapik.reports.sheets import Value
from tickets.models import Export

Part = tuple[str, Sequence[str], Iterable[Sequence[Value]]]  # name, head, rows
FORMS = (CSV, XLSX)
LOOK = "html"  # a page that was looked at and whose readers are written down


def file_of(parts: Sequence[Part], *, form: str, name: str) -> HttpResponseBase:
    """A download: CSV of the first part row by row, XLSX with a sheet for each."""
    disposition = f'attachment; filename="{name}.{form}"'
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    if form == CSV:
        _, head, rows = parts[0]
        return StreamingHttpResponse(
            csv_lines(head, rows), content_type=TYPES[CSV], headers=headers
        )
    return FileResponse(workbook(parts), content_type=TYPES[XLSX], headers=headers)


def write_down(
    report: str, *, form: str, staff: Staff, agency: Agency | None, given: Mapping[str, Any]
) -> None:
    """Before the first row leaves; `given`: what was asked for, how many rows, and when."""
    Export.objects.create(staff=staff, agency=agency, report=report, form=form, **given)
