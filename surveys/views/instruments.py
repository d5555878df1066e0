"""The page on which an office names the questionnaire that it asks between periods and for new ones."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services import access
from services.access import Action
from services.models import Staff
from surveys import choosing
from surveys.asking import open_period
from surveys.choice_forms import InstrumentForm

SHOWN = 20  # of earlier choices
_SAVED = "Kuesioner tersimpan. Periode yang sudah ada tidak berubah."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def chosen(request: HttpRequest) -> HttpResponse:
    """What one office asks; a POST chooses. 404 where this person runs no periods."""
    staff, now = cast(Staff, request.user), timezone.now()
    agencies = list(access.agencies_where(staff, Action.RUN_PERIODS).active().order_by("name"))
    slug = request.GET.get("instansi", "")
    agency = next((one for one in agencies if slug in ("", one.slug)), None)
    if agency is None:
        raise Http404
    form = InstrumentForm(agency, request.POST if request.method == "POST" else None)
    if form.is_valid():
        choosing.choose(agency, questionnaire=form.chosen(), by=staff, now=now)
        messages.success(request, _SAVED)
        return redirect(f"{reverse('surveys:instrument')}?instansi={agency.slug}")
    context = {
        "agency": agency,
        "agencies": agencies,
        "form": form,
        "asked": choosing.questionnaire_of(agency),
        "period": open_period(agency, day=now.astimezone(agency.zone).date()),
        "choices": choosing.choices_of(agency)[:SHOWN],
    }
    return render(request, "surveys/instrument.html", context, status=422 if form.errors else 200)
