"""The open survey for those who run it: its links, and the posters that hang on the wall."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services import access
from services.access import Action
from services.models import Staff
from surveys import linking
from surveys.link_forms import LinkForm
from surveys.models import SurveyLink
from surveys.ways import Way
from tickets import qr
from tickets.desk.base import Refused

SHOWN = 100  # links; the newest, and those that run before those that ended
PAPERS = {"a4": "A4", "a5": "A5"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The links of this person's offices; a POST makes one."""
    staff = cast(Staff, request.user)
    agencies = list(access.agencies_where(staff, Action.RUN_PERIODS).active().order_by("name"))
    if not agencies:
        raise Http404
    form = LinkForm(agencies, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            form.make(by=staff, now=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(
                request, "Survei terbuka sudah dibuat. Cetak posternya atau buka di loket."
            )
            return redirect("surveys:links")
    found = SurveyLink.objects.filter(agency__in=agencies).select_related(
        "agency", "service", "created_by", "ended_by"
    )
    newest = found.order_by(F("ended_at").desc(nulls_first=True), "-pk")[:SHOWN]
    links = [(one, linking.address_of(one)) for one in newest]
    context = {
        "form": form,
        "running": [pair for pair in links if pair[0].ended_at is None],
        "ended": [pair for pair in links if pair[0].ended_at is not None],
    }
    return render(request, "surveys/links.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one link."""
    staff = cast(Staff, request.user)
    link = _link_of(staff, pk)
    linking.end(link, by=staff, now=timezone.now())
    messages.success(request, "Survei terbuka diakhiri. Jawaban yang sudah masuk tetap dihitung.")
    return redirect("surveys:links")


@login_required
@never_cache
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet of A4 or A5 with the code, for the wall."""
    link = _link_of(cast(Staff, request.user), pk)
    if link.way != Way.OPEN or link.ended_at is not None:
        raise Http404
    address = linking.address_of(link)
    paper = request.GET.get("kertas", "")
    context = {
        "link": link,
        "address": address.removeprefix("https://").removeprefix("http://"),
        "paper": paper if paper in PAPERS else "a4",
        "papers": PAPERS,
        "code": mark_safe(  # noqa: S308  # drawn by us from our own address
            qr.svg(address, name="Kode QR ke survei kepuasan")
        ),
    }
    return render(request, "surveys/poster.html", context)


def _link_of(staff: Staff, pk: int) -> SurveyLink:
    """The link, or 404 for who does not run its office's surveys."""
    related = SurveyLink.objects.select_related("agency", "service")
    link = get_object_or_404(related, pk=pk)
    if not access.can(staff, Action.RUN_PERIODS, link.agency):
        raise Http404
    return link
