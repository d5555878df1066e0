"""/koordinasi/: what super admins and agency admins write to each other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from services.access import Action, agencies_where
from services.models import (
    Agency,
    CoordinationFile,
    CoordinationLook,
    CoordinationThread,
    Staff,
)
from services.models.coordination import CoordinationThreadQuerySet
from siwhapik.coordination import writing
from siwhapik.coordination.forms import AnswerForm, ListForm, ThreadForm
from siwhapik.reports.listing import address
from tickets.notifications import mark_page_read
from tickets.views.files import served
from tickets.views.guard import posted, staff_of, staff_page
from tickets.views.verbs import new_form_key

PAGE = 50
_MOVED = "Keadaannya baru saja diubah orang lain. Muat ulang halaman ini, lalu kirim lagi."


@staff_page
@require_safe
def threads(request: HttpRequest) -> HttpResponse:
    """Those of this person's offices, where something was last written on top."""
    staff = staff_of(request)
    offices = _offices(staff)
    form = ListForm(request.GET, offices=offices)
    found = _found(offices, form.chosen).select_related("agency", "opened_by")
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    number = page.number
    context = {
        "form": form,
        "is_narrowed": bool(form.chosen),
        "rows": [_row(one) for one in page],
        "many": len(offices) > 1,
        "leads": writing.leads(staff),
        "first_url": address(request.GET, hal="") if number > 1 else "",
        "next_url": address(request.GET, hal=str(number + 1)) if page.has_next() else "",
    }
    return render(request, "coordination/threads.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new one, with one office or several."""
    staff = staff_of(request)
    offices = [one for one in _offices(staff) if one.is_active]
    initial = {"form_key": new_form_key()}
    form = ThreadForm(
        posted(request), request.FILES or None, staff=staff, offices=offices, initial=initial
    )
    if request.method == "POST" and offices and form.is_valid():
        made = writing.open_threads(
            form.addressed(), about=form.about(), words=form.words(), by=staff, now=timezone.now()
        )
        if len(made) == 1:
            messages.success(request, "Terkirim.")
            return redirect("coordination:thread", made[0].pk)
        messages.success(request, f"Terkirim kepada {len(made)} instansi.")
        return redirect("coordination:threads")
    context = {"form": form, "offices": offices}
    status = 422 if form.errors else 200
    return render(request, "coordination/write.html", context, status=status)


@staff_page
@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them with all that was written; a POST writes more."""
    staff, now = staff_of(request), timezone.now()
    found = _one(staff, pk)
    form = AnswerForm(
        posted(request),
        request.FILES or None,
        thread=found,
        staff=staff,
        initial={"form_key": new_form_key()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            writing.answer(found, words=form.words(), by=staff, now=now)
        except writing.MovedMeanwhile:
            form.add_error(None, _MOVED)
        else:
            messages.success(request, "Terkirim.")
            return redirect("coordination:thread", found.pk)
    mark_page_read(request.path, by=staff, now=now)
    posts = found.posts.select_related("by").prefetch_related("files")
    context = {**_row(found), "form": form, "posts": posts, "agency": found.agency}
    status = 422 if form.errors else 200
    return render(request, "coordination/thread.html", context, status=status)


@staff_page
@require_safe
def file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """The bytes of a file; each opening is written down before they leave."""
    staff = staff_of(request)
    row = get_object_or_404(CoordinationFile, post__thread=_one(staff, pk), pk=file)
    CoordinationLook.objects.create(file=row, staff=staff, at=timezone.now())
    return served(row.file, mime=row.mime_type, name=row.filename)


def _offices(staff: Staff) -> list[Agency]:
    offices = list(agencies_where(staff, Action.COORDINATE).order_by("name"))
    if not offices and not writing.leads(staff):
        raise PermissionDenied
    return offices


def _one(staff: Staff, pk: int) -> CoordinationThread:
    """404 for an outsider."""
    seen = CoordinationThread.objects.of_offices(agencies_where(staff, Action.COORDINATE))
    return get_object_or_404(seen.select_related("agency", "opened_by"), pk=pk)


def _found(offices: list[Agency], chosen: dict[str, str]) -> CoordinationThreadQuerySet:
    shown = [one for one in offices if chosen.get("instansi", one.slug) == one.slug]
    found = CoordinationThread.objects.of_offices(shown)
    if kind := chosen.get("jenis"):
        found = found.filter(kind=kind)
    if (state := chosen.get("keadaan")) == "belum":
        found = found.unfinished()
    elif state:
        found = found.filter(state=state)
    return found.saying(chosen.get("kata", ""))


def _row(one: CoordinationThread) -> dict[str, Any]:
    today = timezone.now().astimezone(one.agency.zone).date()
    return {"thread": one, "is_late": one.is_late(today)}
