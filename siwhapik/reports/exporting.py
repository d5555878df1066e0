"""Sends a report as a file, and writes down who took how many rows of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify

from services.masking import shortened
from services.models import Agency, Staff
from siwhapik.period_form import PeriodForm
from siwhapik.periods import Period
from siwhapik.reports.about import About
from siwhapik.reports.files import CSV, TYPES, XLSX, csv_lines
from siwhapik.reports.workbooks import Part, workbook
from tickets.models import Export

FORMS = (CSV, XLSX)
_MOST_ASKED, _LONGEST_ASKED = 50, 100
_LONGEST_CHOICE = 60  # letters of a file's name
LOOK = "html"  # a page that was looked at and whose readers are written down
PRINT = "print"  # a page of all rows, made for paper


def file_of(parts: Sequence[Part], *, form: str, name: str, about: About) -> HttpResponseBase:
    """A download: CSV of the only part row by row, XLSX with a sheet for each and one of what it is about."""
    return csv_of(parts[0], name=name) if form == CSV else xlsx_of(parts, name=name, about=about)


def csv_of(part: Part, *, name: str) -> HttpResponseBase:
    """A download of one table, row by row."""
    _, head, rows = part
    lines = csv_lines(head, rows)
    return StreamingHttpResponse(lines, content_type=TYPES[CSV], headers=_headers(name, CSV))


def xlsx_of(parts: Iterable[Part], *, name: str, about: About) -> HttpResponseBase:
    """A download with a sheet for each table."""
    file = workbook(parts, about=about)
    return FileResponse(file, content_type=TYPES[XLSX], headers=_headers(name, XLSX))


def name_of(code: str, form: PeriodForm, narrowed: Sequence[str] = ()) -> str:
    """What a file is called, without its ending; `narrowed`: what was chosen, in words, for a CSV has no
    other place that tells two such files apart.
    """
    office = form.agency.slug if form.agency else "semua"
    office += "-dan-bawahan" if form.below else ""
    chosen = slugify(" ".join(narrowed))[:_LONGEST_CHOICE].strip("-")
    parts = (code, office, str(form.period.first), str(form.period.last), chosen)
    return "-".join(filter(None, parts))


def _headers(name: str, form: str) -> dict[str, str]:
    disposition = f'attachment; filename="{name}.{form}"'
    return {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}


def asked_of(query: Mapping[str, Any], period: Period) -> dict[str, str]:
    """What an address asks for, to be written down: anything may stand in it, and a database keeps no NUL."""
    said = [(name, str(value)) for name, value in query.items() if name != "bentuk"]
    kept = {_short(name): _short(value) for name, value in said[:_MOST_ASKED]}
    return {**kept, "dari": str(period.first), "sampai": str(period.last)}


def _short(text: str) -> str:
    return shortened(text.replace("\x00", ""), _LONGEST_ASKED)


@transaction.atomic
def write_down(
    report: str, *, form: str, staff: Staff, offices: Sequence[Agency], given: Mapping[str, Any]
) -> None:
    """Before the first row leaves; `offices`: whose rows they are; `given`: what was asked for, how many rows, and
    when.
    """
    only = offices[0] if len(offices) == 1 else None
    export = Export.objects.create(staff=staff, agency=only, report=report, form=form, **given)
    if only is None:
        export.offices.set(offices)
