"""What became of each period that is handed to another SKM system, and asking for it anew."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from services import access
from services.access import Action
from siwhapik.submitting.sending import send_again
from surveys.models import Submission
from surveys.presenting_submission import told_of
from tickets.desk.base import Refused
from tickets.views.guard import staff_of, staff_page

PAGE = 50


@staff_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Those of this person's offices: first what waits for somebody; 404 for who sees no periods."""
    staff = staff_of(request)
    if not access.can(staff, Action.SEE_PERIODS):
        raise Http404
    found = Submission.objects.visible_to(staff).with_period().urgent_first()
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "rows": [told_of(one, staff=staff) for one in page],
        "is_on": bool(settings.NATIONAL_SKM_URL),
    }
    return render(request, "submitting/listing.html", context)


@staff_page
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that it is tried now."""
    staff = staff_of(request)
    found = Submission.objects.visible_to(staff).with_period()
    submission = get_object_or_404(found, pk=pk)
    try:
        send_again(submission, by=staff, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Dikirim ulang dalam beberapa menit.")
    return redirect("surveys:period", submission.snapshot.period_id)
