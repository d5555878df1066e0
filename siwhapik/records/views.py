"""/catatan/: the office's dated records, one of them, and its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from services import recording
from services.access import Action, agencies_where, can
from services.models import Agency, OfficeRecord, RecordFile, Staff
from services.models.record import OfficeRecordQuerySet
from services.record_kinds import KINDS
from siwhapik.dashboard.views import today_at
from siwhapik.paper import ALL, edge_of
from siwhapik.periods import days_words, span_words
from siwhapik.records import showing
from siwhapik.records.editions import next_edition_of, standing_of
from siwhapik.records.forms import FileForm, ListForm, RecordForm, filled_with
from siwhapik.records.measuring import measured_beside
from siwhapik.reports import exporting, listing
from siwhapik.reports.about import About
from tickets.models import Ticket
from tickets.views.files import served
from tickets.views.guard import page_number, posted, posted_over, staff_of, staff_page
from tickets.views.verbs import new_form_key
from tickets.words import in_sentence, long_words

PAGE = 50
MOST_PRINTED = 2000
_REPORT = "catatan"  # in the list of who took what


@staff_page
@require_safe
def records(request: HttpRequest) -> HttpResponseBase:
    """Those of the days, kind and words that are asked for; as a page or a file."""
    staff, now = staff_of(request), timezone.now()
    agencies = list(agencies_where(staff, Action.SEE_RECORDS).order_by("name"))
    if not agencies:
        raise PermissionDenied
    form = ListForm(request.GET.dict(), agencies=agencies, today=today_at(agencies, now))
    archived = "arsip" in request.GET
    found = _found(staff, form, archived=archived)
    if (as_file := request.GET.get("bentuk")) in exporting.FORMS:
        return _file(request, found, form=form, as_file=as_file)
    prints = "cetak" in request.GET
    most = MOST_PRINTED if prints else PAGE
    number = page_number(request.GET.get("hal", "1"), most=10_000)
    begins = 0 if prints else (number - 1) * PAGE
    rows = list(found[begins : begins + most + 1])
    context = {
        "form": form,
        "office": form.agency.name if form.agency else ALL,
        "edge": edge_of("Catatan kantor", agency=form.agency, period=form.period),
        "span": span_words(form.period),
        "rows": [(one, showing.row_of(one)) for one in rows[:most]],
        "names_office": form.agency is None,
        "is_archive": archived,
        "archive_url": listing.address(request.GET, arsip="" if archived else "1", hal=""),
        "adds": _adds(staff),
        "kinds": KINDS,
        "next_url": listing.address(request.GET, hal=str(number + 1)) if len(rows) > most else "",
        "first_url": listing.address(request.GET, hal="") if number > 1 else "",
        "xlsx": listing.address(request.GET, bentuk="xlsx", hal=""),
        "csv": [("", listing.address(request.GET, bentuk="csv", hal=""))],
        "print_url": listing.address(request.GET, cetak="1", hal=""),
        "printed": long_words(now, agencies[0].zone),
    }
    return render(request, "records/list.html", context)


def _found(staff: Staff, form: ListForm, *, archived: bool) -> OfficeRecordQuerySet:
    seen = recording.records_of(staff)
    seen = seen.filter(archived_at__isnull=False) if archived else seen.kept()
    found = seen.of_span(form.period.first, form.period.last).saying(form.text)
    if form.agency is not None:
        found = found.filter(agency=form.agency)
    if form.kind:
        found = found.filter(kind=form.kind)
    return found.select_related("agency", "service", "written_by")


def _adds(staff: Staff) -> list[Agency]:
    return list(agencies_where(staff, Action.KEEP_RECORDS).filter(is_active=True).order_by("name"))


def _file(
    request: HttpRequest, found: OfficeRecordQuerySet, *, form: ListForm, as_file: str
) -> HttpResponseBase:
    """One kind with all its fields, else what the list shows; written down before it leaves."""
    asked = exporting.asked_of(request.GET, form.period)
    given = {"asked": asked, "rows": found.count(), "at": timezone.now()}
    exporting.write_down(
        _REPORT, form=as_file, staff=staff_of(request), offices=form.counted, given=given
    )
    title = KINDS[form.kind].name if form.kind else "Catatan kantor"
    if form.kind:
        head, rows = showing.all_fields(found.iterator(chunk_size=PAGE), form.kind)
    else:
        head, rows = list(showing.HEAD), map(showing.row_of, found.iterator(chunk_size=PAGE))
    chosen = _chosen_words(form, archived="arsip" in request.GET)
    about = About(
        title=title,
        offices=form.counted,
        span=days_words(form.period),
        filters=chosen,
        staff=staff_of(request),
        now=timezone.now(),
    )
    name = exporting.name_of(_REPORT, form, chosen)
    return exporting.file_of([(title, head, rows)], form=as_file, name=name, about=about)


def _chosen_words(form: ListForm, *, archived: bool) -> list[str]:
    chosen = {
        f"Jenis: {KINDS[form.kind].name}" if form.kind else "",
        f"Kata: {form.text}" if form.text else "",
        "Yang sudah diarsipkan" if archived else "",
    }
    return sorted(chosen - {""})


@staff_page
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, agency: str, kind: str) -> HttpResponse:
    """Write one down."""
    staff = staff_of(request)
    kept = agencies_where(staff, Action.KEEP_RECORDS).filter(is_active=True)
    office = get_object_or_404(kept, pk=page_number(agency))
    if kind not in KINDS:
        raise Http404
    now = timezone.now()
    initial = {"form_key": new_form_key(), "day": now.astimezone(office.zone).date()}
    before = _earlier_edition(request, office, kind)
    initial |= next_edition_of(before) if before else {}
    form = RecordForm(posted(request), kind=kind, agency=office, reader=staff, initial=initial)
    if request.method == "POST" and form.is_valid():
        record = recording.write_record(office, kind, plan=form.plan(), by=staff, now=now)
        messages.success(request, f"Tercatat: {record.title}. Berkasnya dapat ditambahkan di sini.")
        return redirect("records:record", pk=record.pk)
    title = f"{'Versi baru' if before else 'Catat'} {in_sentence(KINDS[kind].name)}"
    back = f"/catatan/{before.pk}/" if before else "/catatan/"
    return _form_page(request, form, title=title, back=back)


def _earlier_edition(request: HttpRequest, office: Agency, kind: str) -> OfficeRecord | None:
    """The one that the new record is an edition of, where one was asked for."""
    if not (KINDS[kind].has_editions and "dari" in request.GET):
        return None
    seen = recording.records_of(staff_of(request)).filter(agency=office, kind=kind)
    return get_object_or_404(seen, pk=page_number(request.GET["dari"]))


@staff_page
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Say it differently; what it was stays in its trace."""
    record, staff = _kept_record(request, pk), staff_of(request)
    initial = {**filled_with(record), "form_key": new_form_key()}
    form = RecordForm(
        posted(request), kind=record.kind, agency=record.agency, reader=staff, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            recording.change_record(
                record, plan=form.plan(), by=staff, now=timezone.now(), version=version
            )
        except recording.RecordChanged as changed:
            form.add_error(None, str(changed))
            form.data = posted_over(request, changed.version)
        else:
            messages.success(request, "Perubahan disimpan.")
            return redirect("records:record", pk=record.pk)
    return _form_page(request, form, title="Ubah catatan", back=f"/catatan/{record.pk}/")


@staff_page
@require_GET
def record(request: HttpRequest, pk: str) -> HttpResponse:
    """One of them, ready to be printed."""
    found = _seen(request, pk)
    return render(request, "records/page.html", _page(request, found, FileForm()))


@staff_page
@require_POST
def archive(request: HttpRequest, pk: str) -> HttpResponse:
    """Out of lists and reports, or back."""
    found, on = _kept_record(request, pk), "kembali" not in request.POST
    recording.archive_record(found, by=staff_of(request), now=timezone.now(), on=on)
    messages.success(request, "Catatan diarsipkan." if on else "Catatan dikembalikan dari arsip.")
    return redirect("records:record", pk=found.pk)


@staff_page
@require_POST
def add_file(request: HttpRequest, pk: str) -> HttpResponse:
    found = _kept_record(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["file"]
        row = recording.add_file(found, given=given, by=staff_of(request), now=timezone.now())
        messages.success(request, f"Berkas {row.filename} ditambahkan.")
        return redirect("records:record", pk=found.pk)
    return render(request, "records/page.html", _page(request, found, form), status=422)


@staff_page
@require_POST
def remove_file(request: HttpRequest, pk: str, file: str) -> HttpResponse:
    found = _kept_record(request, pk)
    row = get_object_or_404(RecordFile, record=found, pk=page_number(file))
    recording.remove_file(row, by=staff_of(request), now=timezone.now())
    messages.success(request, f"Berkas {row.filename} dilepas dari catatan ini.")
    return redirect("records:record", pk=found.pk)


@staff_page
@require_GET
def open_file(request: HttpRequest, pk: str, file: str) -> HttpResponseBase:
    """The bytes; each opening is written down before they leave."""
    found = _seen(request, pk)
    row = get_object_or_404(RecordFile, record=found, pk=page_number(file), removed_at__isnull=True)
    recording.look_at(row, by=staff_of(request), now=timezone.now())
    return served(row.file, mime=row.mime_type, name=row.filename)


def _seen(request: HttpRequest, pk: str) -> OfficeRecord:
    """404 for an outsider."""
    seen = recording.records_of(staff_of(request))
    return get_object_or_404(
        seen.select_related("agency", "service", "written_by"), pk=page_number(pk)
    )


def _kept_record(request: HttpRequest, pk: str) -> OfficeRecord:
    """For who may change it: 404 for an outsider, 403 for who may only read it."""
    found = _seen(request, pk)
    if not can(staff_of(request), Action.KEEP_RECORDS, found.agency):
        raise PermissionDenied
    return found


def _form_page(request: HttpRequest, form: RecordForm, *, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, "records/form.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, found: OfficeRecord, form: FileForm) -> dict[str, Any]:
    staff, kind = staff_of(request), KINDS[found.kind]
    may = can(staff, Action.KEEP_RECORDS, found.agency)
    registers = showing.tickets_of(found)
    seen = Ticket.objects.visible_to(staff).filter(register_number__in=registers)
    readable = set(seen.values_list("register_number", flat=True)) if registers else set()
    return {
        "record": found,
        "kind": kind,
        "standing": standing_of(found, on=timezone.localdate(timezone=found.agency.zone)),
        "facts": showing.facts_of(found),
        "chapters": showing.chapters_of(found),
        "targets": showing.targets_of(found),
        "measured": measured_beside(found, reader=staff, now=timezone.now()),
        "tickets": [(one, one in readable) for one in registers],
        "files": showing.files_of(found),
        "changes": showing.changes_of(found),
        "looks": showing.looks_of(found) if may else [],
        "may": may,
        "form": form,
        "printed": long_words(timezone.now(), found.agency.zone),
    }
