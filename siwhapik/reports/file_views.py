"""Pages of files that are written in the background: asked for, watched, fetched."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from services.access import agencies_where
from services.models import Agency
from siwhapik.dashboard.views import today_at
from siwhapik.number_words import count_words
from siwhapik.reports import exporting, long_files
from siwhapik.reports.books import Asking, Book
from siwhapik.reports.catalogue import BOOKS
from siwhapik.reports.files import TYPES
from tickets.models import ExportJob
from tickets.notifications import mark_file_read
from tickets.views.guard import staff_of, staff_page
from tickets.views.unread import forget_count

_ENOUGH = f"Sudah ada {long_files.MOST_AT_ONCE} berkas yang sedang disiapkan. Tunggu sampai salah satunya siap."

_TOO_LONG = "Saringannya terlalu panjang untuk berkas. Kurangi pilihannya, lalu minta lagi."


def offer(request: HttpRequest, book: Book, *, rows: int) -> HttpResponse:
    """The page that offers to have a long file written."""
    context = {"book": book, "rows": count_words(rows), "query": request.GET.urlencode()}
    return render(request, "reports/long_file.html", context)


@staff_page
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Have it written; the address says of what, as it does for a file that is sent at once."""
    book, staff, now = BOOKS.get(code), staff_of(request), timezone.now()
    as_file = request.GET.get("bentuk", "")
    if book is None or as_file not in exporting.FORMS:
        raise Http404
    agencies: list[Agency] = list(agencies_where(staff, book.action))
    if not agencies:
        raise PermissionDenied
    form = book.asks(request.GET.dict(), agencies=agencies, today=today_at(agencies, now))
    asking = Asking(staff, request.GET, form)
    found = book.listed(asking)
    wish = long_files.Wish(
        as_file, exporting.name_of(code, form, found.narrowed), found.rows.count()
    )
    try:
        job = long_files.ask_for(book, asking, wish, now=now)
    except (long_files.TooMany, long_files.TooLong) as refused:
        too_many = isinstance(refused, long_files.TooMany)
        messages.error(request, _ENOUGH if too_many else _TOO_LONG)
        return redirect("reports:index")
    return redirect(job)


@staff_page
@require_safe
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and the link when it is ready; nobody else's."""
    job, staff, now = _mine(request, pk), staff_of(request), timezone.now()
    if mark_file_read(job, by=staff, now=now):
        forget_count(staff)
    part = bool(request.headers.get("HX-Request"))
    template = "reports/_export_job.html" if part else "reports/export_job.html"
    context = {
        "job": job,
        "rows": count_words(job.rows),
        "written": count_words(job.written),
        "title": BOOKS[job.report].title if job.report in BOOKS else job.report,
        "may_fetch": long_files.may_fetch(job, staff),
        "is_past": long_files.is_past(job, now=now),
        "until": long_files.until_words(job),
        "told": () if part else long_files.told_of(job),
    }
    return render(request, template, context)


@staff_page
@require_safe
def fetch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, logged each time; 404 for everybody else, and where the rights are gone."""
    job, staff = _mine(request, pk), staff_of(request)
    if long_files.is_past(job, now=timezone.now()) or not long_files.may_fetch(job, staff):
        raise Http404
    try:
        file = long_files.path_of(job).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    offices = list(Agency.objects.filter(pk__in=job.agencies))
    given = {"asked": job.asked, "rows": job.rows, "at": timezone.now()}
    exporting.write_down(job.report, form=job.form, staff=staff, offices=offices, given=given)
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(
        file,
        as_attachment=True,
        filename=job.name,  # not that of the file below MEDIA_ROOT
        content_type=TYPES[job.form],
        headers=headers,
    )


def _mine(request: HttpRequest, pk: int) -> ExportJob:
    return get_object_or_404(ExportJob.objects.of(staff_of(request)), pk=pk)
