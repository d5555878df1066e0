"""Quick replies of one's own, and those of the office to look at."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from services.models import Staff
from services.models.agency import AgencyQuerySet
from tickets.models import QuickReply
from tickets.own_reply_forms import OwnReplyForm, offices_of
from tickets.views.guard import posted, staff_of, staff_page
from tickets.views.prepared import PreparedPage, prepared_page


@staff_page
@require_GET
def replies(request: HttpRequest) -> HttpResponse:
    """The page /balasan-cepat/."""
    staff = staff_of(request)
    found = QuickReply.objects.for_reader(staff).filter(agency__in=_offices(staff))
    rows = list(found.select_related("agency", "service"))
    context = {
        "mine": _by_folder(one for one in rows if one.owner_id is not None),
        "shared": _by_folder(one for one in rows if one.owner_id is None),
    }
    return render(request, "tickets/own_replies.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    staff = staff_of(request)
    _offices(staff)
    return _edit(request, QuickReply(owner=staff), staff, title="Balasan cepat baru")


@staff_page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    staff = staff_of(request)
    return _edit(request, _own(staff, pk), staff, title="Ubah balasan cepat")


@staff_page
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    one = _own(staff_of(request), pk)
    one.delete()
    messages.success(request, f"/{one.shortcut} dihapus.")
    return redirect("tickets:own-replies")


def _edit(request: HttpRequest, one: QuickReply, staff: Staff, *, title: str) -> HttpResponse:
    form = OwnReplyForm(posted(request), instance=one, staff=staff)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"/{one.shortcut} disimpan.")
        return redirect("tickets:own-replies")
    folders = QuickReply.objects.for_reader(staff).filter(agency__in=offices_of(staff))
    page = PreparedPage(
        title=title,
        back=(reverse("tickets:own-replies"), "Kembali ke balasan cepat"),
        deletes=(reverse("tickets:own-reply-delete", args=[one.pk]), "Hapus balasan ini")
        if one.pk
        else None,
        folders=folders.exclude(folder="")
        .order_by("folder")
        .values_list("folder", flat=True)
        .distinct(),
    )
    return prepared_page(request, form, page)


def _own(staff: Staff, pk: int) -> QuickReply:
    _offices(staff)
    return get_object_or_404(QuickReply, pk=pk, owner=staff)


def _offices(staff: Staff) -> AgencyQuerySet:
    """The offices for which this person answers; refused where there is none."""
    offices = offices_of(staff)
    if not offices.exists():
        raise PermissionDenied
    return offices


def _by_folder(rows: Iterable[QuickReply]) -> list[tuple[str, list[QuickReply]]]:
    folders: dict[str, list[QuickReply]] = {}
    for one in rows:
        folders.setdefault(one.folder, []).append(one)
    return list(folders.items())
