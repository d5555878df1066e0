"""A report taken as a file: written down, and given at once or made in the background."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from services.models import Staff
from siwhapik.periods import days_words
from siwhapik.reports import exporting, file_views, long_files
from siwhapik.reports.about import About, explained_by
from siwhapik.reports.books import Asking, Book, values_of
from siwhapik.reports.catalogue import FIGURES
from siwhapik.reports.files import CSV
from siwhapik.reports.forms import ReportForm
from siwhapik.reports.sheets import Table
from tickets.views.guard import staff_of


def figures_file(
    request: HttpRequest, code: str, *, tables: list[Table], form: ReportForm, as_file: str
) -> HttpResponseBase:
    """Its tables: all of them in a workbook, one in a CSV."""
    wanted = [table for table in tables if table.code == request.GET.get("tabel")] or tables
    wanted = wanted[:1] if as_file == CSV else wanted  # such a file holds one table
    parts = [table.part for table in wanted]
    rows = sum(len(part[2]) for part in parts)
    write_down(request, code, form=form, as_file=as_file, rows=rows)
    # Two tables of a report lie beside each other in a folder of files.
    other = f"{code}-{wanted[0].code}" if as_file == CSV and wanted[0] is not tables[0] else code
    about = About(
        title=FIGURES[code].title,
        offices=form.counted,
        span=days_words(form.period),
        filters=form.told,
        explained=explained_by(wanted),
        staff=staff_of(request),
        now=timezone.now(),
    )
    name = exporting.name_of(other, form, form.shown)
    return exporting.file_of(parts, form=as_file, name=name, about=about)


def book_file(
    request: HttpRequest, book: Book, *, form: ReportForm, as_file: str
) -> HttpResponseBase:
    """Its rows; of very many a page that tells of their making."""
    staff = staff_of(request)
    asking = Asking(staff, request.GET, form)
    found = book.listed(asking)
    count = found.rows.count()
    if count > long_files.LONG:
        return file_views.offer(request, book, rows=count)
    write_down(request, book.code, form=form, as_file=as_file, rows=count)
    rows = values_of(book.written(found.rows, reader=staff))
    parts = [(book.title, tuple(book.columns), rows)]
    about = book.about(asking, found, now=timezone.now())
    name = exporting.name_of(book.code, form, found.narrowed)
    return exporting.file_of(parts, form=as_file, name=name, about=about)


def write_down(
    request: HttpRequest, code: str, *, form: ReportForm, as_file: str, rows: int
) -> None:
    """Who took it, of what, and how much."""
    staff: Staff = staff_of(request)
    asked = exporting.asked_of(request.GET, form.period)
    given = {"asked": asked, "rows": rows, "at": timezone.now()}
    exporting.write_down(code, form=as_file, staff=staff, offices=form.counted, given=given)
